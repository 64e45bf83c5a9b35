"""Nobody works on the application of his own family: another officer has to.

Whose family somebody is of is what the registry knows (bonds), what he claims himself or was let
into by who claims it, and what rooms enter as further hindrances (that somebody has declared
himself partial, say).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.models import Application, Call, Channel
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.models import ClaimSharing, Person
from xueyou.kernel.registry.selectors.kin import kin_of
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_today

Hindrance = Callable[[User, Sequence[Application]], set[int]]
"""Returns the keys of those applications on which the account may not work."""
_hindrances: list[Hindrance] = []


class OwnKin(CallRefused):
    """The application is of the officer's own family, or he has declared himself partial."""

    def __init__(self) -> None:
        super().__init__(
            "这份申请和您有亲属关系，或者您申报了回避，要由别的经办人办。没有改动，也记下了这一次。"
        )


def hindrance(found: Hindrance) -> Hindrance:
    """Enter a further reason why an account may not work on applications."""
    _hindrances.append(found)
    return found


def near(actor: Actor, applications: Sequence[Application]) -> set[int]:
    """Return the keys of those applications that are too near to the actor for him to decide."""
    user = actor.user
    if not isinstance(user, User) or not applications:
        return set()
    kin = kin_of(user.pk, business_today())
    accounts = {user.pk}
    if kin:
        rows = Person.objects.filter(pk__in=kin, account__isnull=False)
        accounts |= set(rows.values_list("account_id", flat=True))
    found = {
        one.pk
        for one in applications
        if (one.person_id in kin if one.person_id else False)
        or (one.claim is not None and one.claim.account_id in accounts)
        or (one.channel == Channel.PHONE and accounts & {one.drafted_by_id, one.submitted_by_id})
    }
    found |= _let_in(accounts, applications)
    for judge in _hindrances:
        found |= judge(user, applications)
    return found


def _let_in(accounts: set[int], applications: Sequence[Application]) -> set[int]:
    """Return the keys of those whose claimed child these accounts see by a code, until it is known.

    The bond tells from then on; `shared` stays, so that nothing is asked where nobody was let in.
    """
    shared = [one for one in applications if one.claim is not None and one.claim.shared]
    if not shared:
        return set()
    rows = ClaimSharing.objects.filter(account__in=accounts, ended_at=None)
    claims = set(rows.values_list("claim_id", flat=True))
    return {one.pk for one in shared if one.claim_id in claims}


def require_impartial(
    actor: Actor, application_uid: UUID | str, *, at: datetime | None = None
) -> None:
    """Raise OwnKin, and remember that it was tried, where the application is too near.

    Called before the act that would work on it. Raises NotFound.
    """
    application: Application = target(actor, CHECK_APPLICATION, application_uid)
    require_all_impartial(actor, [application], at=at)


def require_all_impartial(
    actor: Actor, applications: Sequence[Application], *, at: datetime | None = None
) -> None:
    """As require_impartial, for many: the first that is too near stands in the log."""
    taken = near(actor, applications)
    if not taken:
        return
    first = next(one for one in applications if one.pk in taken)
    with act(actor, verbs.REFUSE_KIN.name, at=at) as a:
        a.about("application", first.uid, org_path=first.home_path)
        a.data = {"call": first.call.uid, "applications": len(taken)}
    raise OwnKin


def remember_kin(actor: Actor, call: Call, *, at: datetime | None = None) -> None:
    """Remember a try of which nothing is left to name: the act that made it was undone by OwnKin.

    Called after that act.
    """
    with act(actor, verbs.REFUSE_KIN.name, at=at) as a:
        a.about("call", call.uid, org_path=call.organisation.path)
        a.data = {"call": call.uid, "applications": 1}


def tried_since(actor: Actor, application: Application, since: datetime) -> bool:
    """Return whether it stands in the log that the actor tried, from this moment on."""
    tries = Act.objects.filter(subject_uid=application.uid, verb=verbs.REFUSE_KIN.name)
    return tries.filter(actor=str(actor), at__gt=since).exists()

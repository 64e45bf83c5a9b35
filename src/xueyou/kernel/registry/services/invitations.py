"""A guardian asks the other one in: a code, given by hand, that works once for seven days."""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import INVITE_GUARDIAN
from xueyou.kernel.registry.invitation_codes import LIFE, code_of, digest_of
from xueyou.kernel.registry.models import GuardianInvitation, Person, PersonBondKind
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import codes_of
from xueyou.kernel.registry.services.bonds import bind, require_standing
from xueyou.kernel.registry.services.people import account_person
from xueyou.kernel.registry.services.sharing import open_sharing, refused, take_sharing
from xueyou.platform.access.reading import NotAllowed, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import lock, uuid7


def invite_guardian(
    *, actor: Actor, person_uid: UUID | str, key: str, at: datetime | None = None
) -> str:
    """Return a code of twelve characters (60 bits) with which another account becomes guardian.

    A newer invitation by the same person ends the earlier one. The code is kept nowhere: it
    follows from the invitation's uid under a key. Raises NotFound for a child that is not his.
    """
    with act(
        actor, verbs.INVITE_GUARDIAN.name, at=at, key=key, request={"person": str(person_uid)}
    ) as a:
        person = target(actor, INVITE_GUARDIAN, person_uid)
        assert isinstance(person, Person)
        if a.repeated:
            return code_of(UUID(a.outcome["uid"]))
        a.lock(person)
        inviter = account_person(_user(actor))
        end_codes(a, person, _user(actor))
        uid = uuid7()
        code = code_of(uid)
        GuardianInvitation.objects.create(
            uid=uid,
            person=person,
            inviter=inviter,
            code_digest=digest_of(code),
            made_at=a.business_at,
            expires_at=a.business_at + LIFE,
        )
        a.about("person", person.uid)
        a.data = {"invitation": uid}
        a.outcome = {"uid": str(uid)}
        return code


def take_codes_back(
    *, actor: Actor, person_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take back every code that the actor gave for a ward and nobody has typed. NotFound."""
    request = {"person": str(person_uid)}
    with act(actor, verbs.TAKE_CODES_BACK.name, at=at, key=key, request=request) as a:
        person: Person = target(actor, INVITE_GUARDIAN, person_uid)
        if a.repeated:
            return
        a.lock(person)
        ended = end_codes(a, person, _user(actor))
        a.about("person", person.uid)
        a.data = {"invitations": ended}


def end_codes(a: ActInProgress, person: Person, account: User) -> list[UUID]:
    """End the codes that an account gave for a locked child and nobody has typed; return which."""
    ended: list[UUID] = []
    for rows in codes_of(person, account):
        found = list(rows.select_for_update().order_by("pk").values_list("uid", flat=True))
        rows.filter(uid__in=found).update(ended_at=a.business_at)
        ended += found
    return ended


def accept_invitation(
    *, actor: Actor, code: str, key: str, at: datetime | None = None
) -> UUID | None:
    """Become guardian of the child the code was made for; return the child's uid.

    None where nobody has checked the child yet: then he sees what is asked for it. Raises
    RegistryRefused for a code that is wrong, used, over, or was made by somebody who is guardian
    no longer: one sentence for all.
    """
    digest = digest_of(code)
    with act(actor, verbs.ACCEPT_INVITATION.name, at=at, key=key, request={"code": digest}) as a:
        if a.repeated:
            return UUID(a.outcome["person"]) if a.outcome["person"] else None
        sharing = open_sharing(digest, a.business_at)
        if sharing is not None:
            child = take_sharing(a, sharing, _user(actor))
            a.outcome = {"person": "" if child is None else str(child)}
            return child
        found = (
            GuardianInvitation.objects.filter(
                code_digest=digest, ended_at=None, expires_at__gt=a.business_at
            )
            .select_related("person", "inviter")
            .first()
        )
        if found is None:
            raise refused()
        lock(found)
        today = a.business_at.date()
        still = found.inviter.bonds_held.standing().on(today)
        if (
            found.ended_at is not None
            or not still.filter(subject_id=found.person_id, kind=PersonBondKind.GUARDIAN).exists()
        ):
            raise refused()
        guardian = account_person(_user(actor))
        if guardian.pk == found.inviter_id:
            raise RegistryRefused("这是您自己发出的邀请码，请交给另一位监护人使用。")
        require_standing(found.person)
        bond = bind(a, PersonBondKind.GUARDIAN, guardian, found.person, basis="invited", on=today)
        found.ended_at, found.bond_uid = a.business_at, bond.uid
        found.save(update_fields=["ended_at", "bond_uid"])
        a.about("person", found.person.uid)
        a.data = {"invitation": found.uid, "bond": bond.uid}
        a.outcome = {"person": str(found.person.uid)}
        person_uid: UUID = found.person.uid
        return person_uid


def _user(actor: Actor) -> User:
    if not isinstance(actor.user, User):
        raise NotAllowed
    return actor.user

"""Whose turn it is to decide a file: its school's, or, once handed there, the county's."""

from collections.abc import Sequence

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import WORK_FILE
from xueyou.domains.checks.models import BatchState, DeskDecision, Does, Referral
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.access.reading import can
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act

MOVES = (desk_verbs.REFER_FILE.name, desk_verbs.TAKE_REFERRAL_BACK.name)


def require_own_turn(actor: Actor, application: Application) -> None:
    """Raise CallRefused where the county is to decide, or has decided, and the actor is not of it.

    What it was handed stays with it, also after its decision, until the school takes it back.
    """
    if is_home(actor, application) or not is_with_county(application):
        return
    if Referral.objects.filter(application=application, ended_at=None).exists():
        raise CallRefused("这份申请交给区里了，等区里定。没有改动；要自己办，请先收回。")
    raise CallRefused("这份申请交给过区里，由区里定。没有改动；区里定得不对的，请告诉区里。")


def is_home(actor: Actor, application: Application) -> bool:
    """Return whether the actor answers for the file itself: the county, not a school it asked."""
    return can(actor, WORK_FILE, path=application.home_path)


def is_with_county(application: Application) -> bool:
    """Return whether a school handed the file on and did not take it back before the decision."""
    return bool(with_county([application]))


def with_county(applications: Sequence[Application]) -> set[int]:
    """Return the keys of those that a school handed on, one by one or in a batch; three queries."""
    by_uid = {one.uid: one.pk for one in applications}
    moves = Act.objects.filter(subject_uid__in=list(by_uid), verb__in=MOVES).order_by("id")
    last = {
        by_uid[uid]: (at, verb == desk_verbs.REFER_FILE.name)
        for uid, at, verb in moves.values_list("subject_uid", "at", "verb")
    }
    referred = DeskDecision.objects.filter(
        application__in=list(by_uid.values()), does=Does.REFER, batch__state=BatchState.DONE
    )
    acts = Act.objects.filter(uid__in=referred.values("batch__done_by_act"))
    moments = dict(acts.values_list("uid", "at"))
    for key, act_uid in referred.values_list("application_id", "batch__done_by_act"):
        if act_uid is None:
            continue
        if key not in last or last[key][0] < moments[act_uid]:
            last[key] = (moments[act_uid], True)
    return {key for key, (_, there) in last.items() if there}

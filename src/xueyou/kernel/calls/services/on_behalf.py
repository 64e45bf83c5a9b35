"""Filed for a family by somebody else: the application is the family's from the first moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.answers import Draft, sealed_draft
from xueyou.kernel.calls.fields import FieldsRefused, typed
from xueyou.kernel.calls.groups import mates_of
from xueyou.kernel.calls.insiders import OwnKin, near
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, ApplicationState, Channel, Picture
from xueyou.kernel.calls.parties import Asking, resolved
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.calls.services.drafts import begin_in, open_call_of, require_applying
from xueyou.kernel.calls.services.submitting import hand_in, submit_in
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress

ASKED_ALREADY = (
    "这个孩子已经交过一份申请了，没有再交。要改，请监护人在手机上改；手机用不了，请先看一看那一份。"
)


@dataclass(frozen=True, slots=True)
class FiledFor:
    """What was filed: the application, its receipt number, how many wishes."""

    uid: UUID
    receipt_no: str
    choices: int


def file_for(
    a: ActInProgress,
    *,
    guardian: User,
    call_uid: UUID | str,
    party: Asking,
    answers: Mapping[str, str],
    wishes: Mapping[str, Sequence[str]],
    at: datetime,
) -> FiledFor:
    """Fill in and hand in for a guardian's account, inside an open act of whoever sits there.

    A draft that the guardian has begun is taken over. Raises what start_draft and submit raise;
    OwnKin where the child or the guardian is of the family of who acts; CallRefused where the
    child's application was handed in already.
    """
    family = actor_for(guardian)
    call = open_call_of(call_uid)
    require_applying(call, at)
    kind = kind_of(call.kind)
    asked = resolved(a, family, kind, party)
    application = asked.application(call, "") or begin_in(family, call, kind, asked, "", at)
    _hold(a, application)
    if application.submitted_at is not None:
        raise CallRefused(ASKED_ALREADY)
    if near(a.actor, [application]):
        raise OwnKin
    try:
        given = typed(kind.answers, answers)
    except FieldsRefused as refused:
        raise AnswersRefused(refused.faults, {}) from None
    draft = Draft(given, {name: list(listed) for name, listed in wishes.items() if listed})
    Application.objects.filter(pk=application.pk).update(
        channel=Channel.COUNTER,
        saved_at=at,
        revision=application.revision + 1,
        **sealed_draft(application.uid, draft),
    )
    done = submit_in(a, family, application.uid, str(application.draft_key), at)
    if isinstance(a.actor.user, User):
        Application.objects.filter(pk=application.pk).update(submitted_by=a.actor.user)
    return FiledFor(application.uid, done.receipt_no, sum(map(len, draft.wishes.values())))


def hand_in_again_for(a: ActInProgress, application: Application, at: datetime) -> int:
    """Hand in again what was sent back, as it was filled in, inside an open act of who sits there.

    It stays handed in by who did so first. Return how many pictures leave with it. Raises what
    submit raises; CallRefused where it is not sent back, or the guardian is changing it.
    """
    by = application.submitted_by
    _hold(a, application)
    if application.state != ApplicationState.RETURNED:
        raise CallRefused("这份申请现在不用补材料，没有交。请回到这一份看一看。")
    if application.draft_enc is not None:
        raise CallRefused(
            "监护人在手机上改过填的内容，还没有交；改成什么样，只有他能定，所以没有替他交，照片都在。"
            "请监护人在手机上核对一遍再交。"
        )
    pictures = Picture.objects.filter(application=application, handed_in_at=None).count()
    hand_in(a, application, by, str(application.draft_key), at)
    return pictures


def _hold(a: ActInProgress, application: Application) -> None:
    """Lock what the guardian may be handing in at this moment, with all that it is bound to."""
    mates = mates_of(application)
    a.lock(application, *mates)
    if {one.pk for one in mates_of(application)} - {one.pk for one in mates}:
        raise CallRefused("监护人正在手机上改这份申请，没有交。请过一会儿再看。")

"""What else becomes of an application: taken back, sent back, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from xueyou.kernel.calls import clocks, verbs
from xueyou.kernel.calls.groups import mates_of, part, together
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    ApplicationState,
    Offer,
    Round,
    RoundState,
    Run,
)
from xueyou.kernel.calls.pictures import remove
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.drafts import own_application
from xueyou.kernel.calls.services.telling import NOT_SENT_BACK, SENT_BACK, tell_of
from xueyou.kernel.calls.windows import held_for_good, require_undecided
from xueyou.kernel.deadlines.models import DeadlineState
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

STATES = ApplicationState
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is wanted: a material or a field by its code, and why, in words."""

    what: str
    why: str


def withdraw(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take an application or a draft back, until its round is frozen; it may be asked again.

    It leaves its group; who would be left alone in it applies alone. Raises NotFound, CallRefused.
    """
    request = {"application": str(application_uid)}
    with act(actor, verbs.WITHDRAW.name, at=at, key=key, request=request) as a:
        application = own_application(actor, application_uid)
        if a.repeated:
            return
        call = application.call
        require_unfrozen(application.round, "撤回")
        mates = mates_of(application)
        a.lock(application, *mates)
        mates = together(application, mates)
        application.call = call
        if application.state == STATES.WITHDRAWN:
            raise CallRefused("这份申请已经撤回过了，没有再改动。")
        if application.decided_in_id is not None and not _answered(application):
            require_undecided(application, "撤回")
        if Offer.objects.filter(application=application, holds_place=True).exists():
            raise CallRefused("这份申请已经有学位，不能撤回，没有改动。不要这个学位，请选“放弃”。")
        if Appeal.objects.filter(decision__application=application, state="open").exists():
            raise CallRefused(
                "这份申请的复核还没有答复，现在不能撤回，没有改动。请等答复以后再撤回。"
            )
        application.state = STATES.WITHDRAWN
        application.withdrawn_at = a.business_at
        application.group_key = ""
        application.revision += 1
        application.save(update_fields=["state", "withdrawn_at", "group_key", "revision"])
        if len(mates) == 1:
            part(mates)
        clocks.taken_back(a, application)
        _describe(a, application)


def send_back_in(a: ActInProgress, application: Application, missing: Sequence[Missing]) -> None:
    """Ask for what is missing, all at once; what was handed in goes on counting meanwhile.

    A step of a desk's verb. Raises CallRefused: without anything missing, for unknown materials,
    a second time.
    """
    wanted = _wanted(missing)
    kind = kind_of(application.call.kind)
    known = set(kind.materials) | {field.name for field in kind.answers}
    if not wanted or any(one["what"] not in known for one in wanted):
        raise CallRefused("请写明要补哪些材料，一次写全。没有退回。")
    if any(not one["why"] or len(one["why"]) > LONGEST_WHY for one in wanted):
        raise CallRefused(f"每一样要补的都请写明原因，最多 {LONGEST_WHY} 个字。没有退回。")
    require_unfrozen(application.round, "退回")
    a.lock(application)
    require_undecided(application, "退回")
    if application.state not in (STATES.SUBMITTED, STATES.CHECKED):
        raise CallRefused("这份申请现在不在核对这一步，没有退回。请看它的办理过程。")
    if application.sent_back >= kind.send_backs:
        raise CallRefused(
            "这份申请已经退回过，要补的材料应当一次告知，不能再退。没有改动；"
            "还缺的，请按现有材料核对，或报上级处理。"
        )
    application.state = STATES.RETURNED
    application.missing = wanted
    application.sent_back += 1
    application.revision += 1
    columns = ["state", "missing", "sent_back", "revision"]
    if application.draft_enc is None:
        # It may be handed in again as it is, but by no page that was open before.
        application.draft_key = uuid4()
        columns.append("draft_key")
    application.save(update_fields=columns)
    clocks.waits_for_family(a, application)
    tell_of(a, SENT_BACK, application)


def take_send_back_back(a: ActInProgress, application: Application, *, clock: bool) -> None:
    """Tell the family that nothing is missing, the application standing as before it was sent back.

    `clock`: whether sending it back had stopped its clock; it goes on. Photographs that were taken
    for it and did not leave are removed: nobody wants them.
    """
    remove(list(application.pictures.filter(handed_in_at=None).select_related("attachment")))
    if clock:
        clocks.goes_on(a, application)
    tell_of(a, NOT_SENT_BACK, application)


def clock_stopped(application: Application) -> bool:
    """Return whether the clock of an application stands still for its family."""
    running = clocks.clock_of(application)
    return running is not None and running.state == DeadlineState.PAUSED


def _wanted(missing: Sequence[Missing]) -> list[dict[str, str]]:
    return [{"what": one.what, "why": one.why.strip()} for one in missing]


def check_off(application: Application) -> None:
    """Let an application, locked by an open act, count as checked. Raises CallRefused."""
    _turn(application, STATES.SUBMITTED, STATES.CHECKED)


def take_check_back(application: Application) -> None:
    """Let an application, locked by an open act, be unchecked again. Raises CallRefused."""
    _turn(application, STATES.CHECKED, STATES.SUBMITTED)


def _answered(application: Application) -> bool:
    """Return whether what a rolling round decided of it is published: then it may be asked anew."""
    return Run.objects.filter(members=application, took_effect_at__isnull=False).exists()


def _turn(application: Application, before: ApplicationState, after: ApplicationState) -> None:
    require_undecided(application, "核对")
    if application.state != before:
        raise CallRefused("这份申请现在不在核对这一步，没有改动。请看它的办理过程。")
    application.state = after
    application.revision += 1
    application.save(update_fields=["state", "revision"])


def require_unfrozen(round_: Round | None, step: str) -> None:
    """Hold the round of an application; raise CallRefused once it is frozen. `step`: in words."""
    if round_ is None:
        return
    held_for_good(round_)
    if round_.state != RoundState.ANNOUNCED:
        raise CallRefused(f"这一轮已经封存，不能再{step}，没有改动。")


def _describe(a: ActInProgress, application: Application, **more: object) -> None:
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": application.call.uid, "revision": application.revision, **more}

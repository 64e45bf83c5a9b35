"""Handing in: one act, one receipt, however often the key arrives and from whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from xueyou.kernel.calls import clocks, verbs
from xueyou.kernel.calls.answers import Draft, answers_of, sealed_answers
from xueyou.kernel.calls.fields import FieldsRefused, checked
from xueyou.kernel.calls.groups import mates_of, share_wishes, together
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    PhaseStep,
    Round,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.pictures import leave_with
from xueyou.kernel.calls.receipt_numbers import new_receipt_number
from xueyou.kernel.calls.refusals import (
    AlreadyAsked,
    AnswersRefused,
    CallRefused,
    StalePage,
    WindowClosed,
)
from xueyou.kernel.calls.rules import rules_of, wrong_fact
from xueyou.kernel.calls.services.drafts import begun, own_application
from xueyou.kernel.calls.services.resting import doubt_what_rested_on
from xueyou.kernel.calls.services.telling import tell_handed_in
from xueyou.kernel.calls.windows import (
    any_window,
    held_for_good,
    require_undecided,
    require_window,
    round_at,
)
from xueyou.kernel.calls.wishes import checked_wishes, write_wishes
from xueyou.kernel.registry.models import Claim, ClaimState
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import update_row
from xueyou.platform.time import business_now

SUBMITTED, CONTESTED = ApplicationState.SUBMITTED, ApplicationState.CONTESTED
WITHDRAWN, RETURNED = ApplicationState.WITHDRAWN, ApplicationState.RETURNED


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the family is given: the receipt number, and the moment by the server's clock."""

    receipt_no: str
    submitted_at: datetime


class _HandedIn(Exception):
    """The other guardian handed this very draft in a moment ago: one act, one receipt."""

    def __init__(self, submitted: Submitted) -> None:
        self.submitted = submitted


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft that may be handed in."""

    answers: Mapping[str, str]
    draft: Draft
    chosen: Mapping[str, list[int]]
    applicant_class: str


def submit(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> Submitted:
    """Hand the draft in; a repeated key, also from the other guardian, gets the first receipt.

    `key` is the code that the server gave the draft. The moment that counts is that of arrival.
    Also for what was sent back, and for a change before the deadline: the receipt number stays.
    Raises NotFound, WindowClosed, AnswersRefused with everything that is wrong, StalePage,
    AlreadyAsked, CallRefused.
    """
    at = at or business_now()
    request = {"application": str(application_uid)}
    try:
        with act(actor, verbs.SUBMIT.name, at=at, key=key, request=request) as a:
            if a.repeated:
                moment = datetime.fromisoformat(a.outcome["submitted_at"])
                return Submitted(a.outcome["receipt_no"], moment)
            submitted = submit_in(a, actor, application_uid, key, at)
            a.outcome = {
                "receipt_no": submitted.receipt_no,
                "submitted_at": submitted.submitted_at.isoformat(),
            }
            return submitted
    except _HandedIn as handed_in:
        return handed_in.submitted
    except IntegrityError as error:
        raise _other_of(actor, application_uid, error) from None


def submit_in(
    a: ActInProgress, actor: Actor, application_uid: UUID | str, key: str, at: datetime
) -> Submitted:
    """Hand a draft in inside an open act. Raises what submit raises."""
    by = actor.user if isinstance(actor.user, User) else None
    return hand_in(a, own_application(actor, application_uid), by, key, at)


def hand_in(
    a: ActInProgress, application: Application, by: User | None, key: str, at: datetime
) -> Submitted:
    """Hand in an application that was found, for who hands it in. Raises what submit raises."""
    call, claim = application.call, application.claim
    round_ = _round_for(application, at)
    held_for_good(round_)
    if round_.state != RoundState.ANNOUNCED:
        raise WindowClosed("这一轮已经封存，不能再交了。您填的内容都存着，请联系受理单位。")
    _require_last_settled(application, round_)
    members = mates_of(application)
    a.lock(application, *members)
    application.call, application.claim = call, claim
    members = together(application, members)
    _require_first(application, key)
    require_undecided(application, "改")
    kind = kind_of(call.kind)
    found = _checked(kind, application, round_, at)
    follow(application)
    first = application.submitted_at is None
    if application.state == RETURNED:
        leave_with(application, at)
    if first:
        application.receipt_no = new_receipt_number()
    else:
        doubt_what_rested_on(a, application, kind, answers_of(application), found.answers)
    application.state = CONTESTED if _contested(application.claim) else SUBMITTED
    application.submitted_at = at
    application.submitted_by = by
    application.round = round_
    application.applicant_class = found.applicant_class
    application.home_path = kind.home(call, found.answers).path
    application.form_version = kind.form_version
    application.missing = []
    application.draft_enc, application.draft_key_id = None, ""
    application.revision += 1
    for name, value in sealed_answers(application.uid, found.answers, found.draft.wishes).items():
        setattr(application, name, value)
    update_row(application)
    handed_in = [member.pk for member in members if member.submitted_at is not None]
    before = () if first and not handed_in else (application.pk, *handed_in)
    choices = write_wishes(round_, [application.pk, *handed_in], found.chosen, instead_of=before)
    if round_.mode == RoundMode.ROLLING:
        clocks.begun(a, application)
    share_wishes(members, found.draft.wishes)
    tell_handed_in(a, application, first=first)
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {
        "call": call.uid,
        "round": round_.uid,
        "revision": application.revision,
        "class": found.applicant_class if found.applicant_class.isascii() else "",
        "choices": choices,
        "channel": application.channel,
        "first": first,
        "contested": application.state == CONTESTED,
    }
    return Submitted(application.receipt_no, at)


def _round_for(application: Application, at: datetime) -> Round:
    """Return the round it is handed in for: its own where it was sent back, else the open one."""
    if application.state == RETURNED:
        assert application.round is not None, "what was sent back was handed in for a round"
        return application.round
    found = round_at(application.call, at)
    if found is None:
        raise WindowClosed("现在不在填报时间里，没有交。填好的内容都存着。")
    return found


def _require_last_settled(application: Application, round_: Round) -> None:
    """A frozen round must find what it froze: before its result nothing is handed in anew."""
    if application.round_id in (None, round_.pk):
        return
    assert application.round is not None
    if application.round.state in (RoundState.FROZEN, RoundState.RUN):
        raise WindowClosed("上一轮还没有公布结果，这一轮要等它公布以后再交。填好的内容都存着。")


def _require_first(application: Application, key: str) -> None:
    """Let a draft pass that is to be handed in with this key.

    Raises _HandedIn where it was a moment ago, StalePage where the page shows an older draft.
    """
    if application.state == WITHDRAWN:
        raise CallRefused("这份申请已经撤回，没有交。要再申请，请重新开始填一份，填过的会带出来。")
    same = str(application.draft_key) == key
    if application.draft_enc is None and application.state != RETURNED:
        if same and application.submitted_at is not None:
            raise _HandedIn(Submitted(application.receipt_no, application.submitted_at))
        raise StalePage
    if not same:
        raise StalePage


def _checked(kind: CallKind, application: Application, round_: Round, at: datetime) -> _Checked:
    step = PhaseStep.RETURN if application.state == RETURNED else PhaseStep.APPLY
    if not any_window(round_, step, at):
        require_window(round_, step, application.applicant_class, at)
    draft = begun(application)
    faults: dict[str, str] = {}
    answers: dict[str, str] = {}
    rules = rules_of(round_)
    try:
        answers = checked(kind.answers, draft.answers)
    except FieldsRefused as refused:
        faults |= refused.faults
    else:
        faults |= kind.check(answers)
        for name, text in kind.stated(answers).items():
            wrong = wrong_fact(rules, name, text)
            if wrong:
                faults.setdefault(name, wrong)
    applicant_class = "" if faults else kind.applicant_class(application.call, answers)
    if not faults:
        require_window(round_, step, applicant_class, at)
    chosen, wrong_wishes = checked_wishes(kind, application.call, round_, rules, draft.wishes)
    if faults or wrong_wishes:
        raise AnswersRefused(faults, wrong_wishes)
    return _Checked(answers, draft, chosen, applicant_class)


def follow(application: Application) -> None:
    """Let an application know its child as soon as a source has confirmed the claim.

    Raises AlreadyAsked where another guardian's application of that child counts already.
    """
    claim = application.claim
    if claim is None or claim.person is None or application.person_id == claim.person_id:
        return
    other = counting_for(application, claim.person_id)
    if other is not None:
        raise AlreadyAsked(other.uid)
    application.person = claim.person


def counting_for(application: Application, person_id: int | None) -> Application | None:
    """Return the other application of that person in the same call and item that counts."""
    if person_id is None:
        return None
    live = Application.objects.filter(
        call_id=application.call_id, item=application.item, person_id=person_id, withdrawn_at=None
    )
    return live.exclude(state=CONTESTED).exclude(pk=application.pk).first()


def _contested(claim: Claim | None) -> bool:
    return claim is not None and claim.state == ClaimState.CONTESTED


def _other_of(
    actor: Actor, application_uid: UUID | str, error: IntegrityError
) -> CallRefused | IntegrityError:
    """Return why two at once cannot both count; another broken constraint is our fault."""
    application = own_application(actor, application_uid)
    person_id = application.claim.person_id if application.claim else application.person_id
    other = counting_for(application, person_id)
    return error if other is None else AlreadyAsked(other.uid)

"""Decide a file at the check desk: passed, sent back once, handed to the county; and undo."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import REFER_FILE, WORK_FILE
from xueyou.domains.checks.models import WHY, HomeVisit, Referral, VisitState
from xueyou.domains.checks.seen import require_seen
from xueyou.domains.checks.services.doubles import require_single
from xueyou.domains.checks.services.openings import file_to_work_on
from xueyou.domains.checks.services.turns import is_with_county, require_own_turn
from xueyou.kernel.calls.answers import attested_of, sealed_facts
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Attestation,
    AttestationSource,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.attesting import Fact, attest, weigh
from xueyou.kernel.calls.services.changing import (
    Missing,
    check_off,
    require_unfrozen,
    send_back_in,
    take_check_back,
)
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

OFFICER = AttestationSource.OFFICER.value
LONGEST_WHY = 200


def pass_file(
    *,
    actor: Actor,
    application_uid: UUID | str,
    facts: Mapping[str, str],
    seen: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note that a file is in order; `facts` are those that the officer states differently.

    `seen`: the mark of what he had before him (checks.seen). A visit that is planned is called off.
    What is referred to the county is decided by it.
    Raises NotFound, OwnKin, FileChanged, CallRefused.
    """
    request = {"application": str(application_uid), "facts": dict(facts), "seen": seen}
    file_to_work_on(actor, WORK_FILE, application_uid, at)
    with act(actor, desk_verbs.PASS_FILE.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, WORK_FILE, application_uid)
        if a.repeated:
            return
        require_unfrozen(application.round, "核对")
        a.lock(application)
        require_own_turn(actor, application)
        words = require_seen(application, seen)
        require_single(application)
        check_off(application)
        weigh(application, words)
        state_facts(a, application, facts)
        _end_referral(a, application)
        _call_off_visits(application)
        _describe(a, application, facts=sorted(facts))


def state_facts(a: ActInProgress, application: Application, facts: Mapping[str, str]) -> None:
    """Let the officer's word be these facts, beside what he stated before. Raises CallRefused."""
    if not facts:
        return
    before = _stated(application)
    said = {} if before is None else attested_of(before)
    kept = {name: Fact(fact["v"], "stated", fact["why"]) for name, fact in said.items()}
    new = {name: Fact(value, "stated") for name, value in facts.items()}
    attest(a, application, OFFICER, {**kept, **new}, observed_at=a.business_at)


def undo_pass(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take back that a file was passed, and what was stated with it.

    Raises NotFound, OwnKin, CallRefused once the round is frozen, where it was not passed here, or
    by the county.
    """
    file_to_work_on(actor, WORK_FILE, application_uid, at)
    request = {"application": str(application_uid)}
    with act(actor, desk_verbs.UNDO_PASS.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, WORK_FILE, application_uid)
        if a.repeated:
            return
        require_unfrozen(application.round, "撤销")
        a.lock(application)
        require_own_turn(actor, application)
        take_check_back(application)
        passed = Act.objects.filter(
            subject_uid=application.uid, verb=desk_verbs.PASS_FILE.name
        ).order_by("-id")
        last = passed.values_list("uid", flat=True).first()
        undone = last is not None and _unstate(a, application, last)
        _describe(a, application, facts=undone)


def send_back(
    *,
    actor: Actor,
    application_uid: UUID | str,
    missing: Sequence[Missing],
    seen: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Ask the family for everything that is missing, at once; `seen` as in pass_file.

    Raises NotFound, OwnKin, FileChanged, CallRefused.
    """
    wanted = [[one.what, one.why.strip()] for one in missing]
    request = {"application": str(application_uid), "missing": wanted, "seen": seen}
    file_to_work_on(actor, WORK_FILE, application_uid, at)
    with act(actor, desk_verbs.SEND_BACK.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, WORK_FILE, application_uid)
        if a.repeated:
            return
        require_own_turn(actor, application)
        send_back_in(a, application, missing)
        require_seen(application, seen)
        _end_referral(a, application)
        _describe(a, application, missing=[one.what for one in missing])


def refer(
    *,
    actor: Actor,
    application_uid: UUID | str,
    why: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Hand a file that one is not sure of to the county, saying why. NotFound, CallRefused."""
    words = " ".join(why.split())
    request = {"application": str(application_uid), "why": words}
    file_to_work_on(actor, REFER_FILE, application_uid, at)
    with act(actor, desk_verbs.REFER_FILE.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, REFER_FILE, application_uid)
        if a.repeated:
            return
        if not words or len(words) > LONGEST_WHY:
            raise CallRefused(f"请写明拿不准的是什么，最多{LONGEST_WHY}个字。没有交区里。")
        require_unfrozen(application.round, "交区里定")
        a.lock(application)
        if application.state != "submitted":
            raise CallRefused("这份申请现在不在核对这一步，没有交区里。请看它的办理过程。")
        if is_with_county(application):
            raise CallRefused("这份申请已经交给区里了，不用再交。没有改动。")
        uid = uuid7()
        Referral.objects.create(
            uid=uid,
            application=application,
            referred_at=a.business_at,
            **WHY.columns(uid, words),
        )
        _describe(a, application)


def take_referral_back(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take a file back that was handed to the county and not decided. NotFound, CallRefused."""
    request = {"application": str(application_uid)}
    file_to_work_on(actor, REFER_FILE, application_uid, at)
    with act(actor, desk_verbs.TAKE_REFERRAL_BACK.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, REFER_FILE, application_uid)
        if a.repeated:
            return
        a.lock(application)
        decided = application.state == ApplicationState.CHECKED
        if decided or not _end_referral(a, application):
            raise CallRefused("这份申请没有交在区里，或者区里已经定了。没有改动。")
        _describe(a, application)


def _stated(application: Application) -> Attestation | None:
    rows = Attestation.objects.filter(
        application=application, source=OFFICER, option=None, superseded_at=None
    )
    return rows.first()


def _unstate(a: ActInProgress, application: Application, act_uid: UUID) -> bool:
    """Take back what an act let the officer state; what he stated before holds again."""
    made = _stated(application)
    if made is None or made.act_uid != act_uid:
        return False
    over = Attestation.objects.filter(
        application=application, source=OFFICER, option=None, superseded_at=made.recorded_at
    ).first()
    Attestation.objects.filter(pk=made.pk).update(superseded_at=a.at)
    if over is not None:
        uid = uuid7()
        hidden = {n: f for n, f in attested_of(over).items() if n not in over.body}
        Attestation.objects.create(
            uid=uid,
            application=application,
            source=OFFICER,
            body=over.body,
            worst=over.worst,
            observed_at=over.observed_at,
            recorded_at=a.at,
            batch_blob=over.batch_blob,
            act_uid=a.uid,
            **sealed_facts(uid, hidden),
        )
    return True


def _call_off_visits(application: Application) -> None:
    """Cancel what is planned: the file is decided."""
    planned = HomeVisit.objects.filter(application=application, state=VisitState.PLANNED)
    planned.update(state=VisitState.CANCELLED)


def _end_referral(a: ActInProgress, application: Application) -> bool:
    open_ = Referral.objects.filter(application=application, ended_at=None)
    return bool(open_.update(ended_at=a.business_at))


def _describe(a: ActInProgress, application: Application, **more: object) -> None:
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": application.call.uid, **more}

"""Writing an answer down as attestations: one act, whole or not at all; and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.checks import verbs
from xueyou.domains.checks.access import KEEP_REPLY
from xueyou.domains.checks.models import CheckAnswer, CheckReply, ReplyState
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.services.checking import PASSED_OVER, Answered, check_sheet, moment_of
from xueyou.domains.checks.services.replies import answer_of, in_log, lines_of, who_handed_in
from xueyou.kernel.calls.models import Attestation
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.attesting import attest_many, take_back
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.jobs.api import RunningJob
from xueyou.platform.jobs.models import ALIVE, Job

AT_ONCE = 1000
REPLIES = CheckReply.objects.select_related(
    "list__round__call__organisation", "list__round__rulebook", "attachment__blob", "received_by"
)


class _Overtaken(Exception):
    """It is not what was shown: nothing is recorded."""


def record_reply(run: RunningJob) -> None:
    """Record a confirmed answer. One that has become wrong meanwhile is set aside instead."""
    found = REPLIES.get(uid=UUID(run.payload["reply"]))
    run.progress(0, 3, "正在读回复")
    try:
        answer = answer_of(found)
        run.progress(1, 3, "正在逐行核对")
        checked = check_sheet(found.list, answer, lines_of(found.list), who_handed_in(found))
        run.progress(2, 3, "正在登记")
        by = Actor("user", run.asked_by.removeprefix("user:"))
        with act(run.actor, verbs.RECORD.name, on_behalf=by) as a:
            run.complete()
            a.lock(found.list, found)
            if found.state != ReplyState.TAKING or found.list.ended_at or checked.wrong:
                raise _Overtaken
            write_answers(a, found, checked.answered)
            found.state, found.taken_at = ReplyState.TAKEN, a.business_at
            found.counts = dict(checked.counts)
            found.save(update_fields=["state", "taken_at", "counts"])
            describe(a, found)
    except (_Overtaken, CallRefused, ChecksRefused):
        _set_aside(run, found)


def write_answers(a: ActInProgress, reply: CheckReply, answered: Sequence[Answered]) -> None:
    """Attest what was said, line by line, inside the open act. Raises CallRefused."""
    speaking = [one for one in answered if one.outcome not in PASSED_OVER]
    made = attest_many(
        a,
        [(one.line.application, one.facts) for one in speaking],
        reply.list.source,
        observed_at=moment_of(reply.observed_on),
        blob=None if reply.attachment is None else reply.attachment.blob,
        laid_over=True,
    )
    by_application: Mapping[int, Attestation] = {row.application_id: row for row in made}
    CheckAnswer.objects.bulk_create(
        (
            CheckAnswer(
                reply=reply,
                line=one.line,
                outcome=one.outcome,
                attestation=by_application.get(one.line.application_id),
                revision=one.line.application.revision,
            )
            for one in answered
        ),
        batch_size=AT_ONCE,
    )


def describe(a: ActInProgress, reply: CheckReply) -> None:
    """Say in the act what was recorded."""
    a.about("check_reply", reply.uid, org_path=reply.list.round.call.organisation.path)
    a.data = {
        "list": reply.list.uid,
        "source": reply.list.source,
        "way": reply.way,
        **in_log(reply.counts),
    }


def undo_reply(
    *, actor: Actor, reply_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take back everything an answer has made: facts stand as they stood before; the acts stay.

    Raises NotFound; ChecksRefused, CallRefused where something rests on it.
    """
    with act(actor, verbs.UNDO.name, at=at, key=key, request={"reply": str(reply_uid)}) as a:
        found: CheckReply = target(actor, KEEP_REPLY, reply_uid)
        if a.repeated:
            return
        a.lock(found.list, found)
        if found.state != ReplyState.TAKEN:
            raise ChecksRefused("这份回复没有登记，或者已经撤销过，没有什么要撤销的。")
        answers = list(
            CheckAnswer.objects.filter(reply=found).select_related(
                "attestation", "line__application"
            )
        )
        _refuse_what_is_used(found, answers)
        made = [one.attestation for one in answers if one.attestation is not None]
        CheckAnswer.objects.filter(reply=found).delete()
        take_back(a, made)
        found.state, found.undone_at = ReplyState.UNDONE, a.business_at
        found.save(update_fields=["state", "undone_at"])
        a.about("check_reply", found.uid, org_path=found.list.round.call.organisation.path)
        a.data = {"list": found.list.uid, "rows": len(answers)}


def _refuse_what_is_used(found: CheckReply, answers: Sequence[CheckAnswer]) -> None:
    lines = [one.line_id for one in answers]
    for start in range(0, len(lines), AT_ONCE):
        later = CheckAnswer.objects.filter(
            line__in=lines[start : start + AT_ONCE], reply__pk__gt=found.pk
        )
        if later.exists():
            raise ChecksRefused("后来又收过一份回复，说到同样的人。请先撤销后来那一份。没有改动。")
    moved = sum(
        one.attestation is not None and one.line.application.revision != one.revision
        for one in answers
    )
    if moved:
        raise ChecksRefused(
            f"登记以后，有 {moved} 份申请已经核对通过、退回或者改过，不能整份撤销。没有改动。"
            "错了的，请在那几份申请上另外登记核对结果，或者请对方重新回复。"
        )


def note_broken_off() -> int:
    """Let no answer stand as being recorded whose job has ended without it; return how many.

    What had been recorded of it stays; it can be handed in, or asked, again.
    """
    alive = Job.objects.filter(state__in=ALIVE)
    stuck = REPLIES.filter(state=ReplyState.TAKING).exclude(job_uid__in=alive.values("uid"))
    for found in list(stuck):
        with act(SYSTEM, verbs.BROKEN_OFF.name) as a:
            a.lock(found)
            if found.state == ReplyState.TAKING:
                found.state = ReplyState.FAILED
                found.save(update_fields=["state"])
            a.about("check_reply", found.uid, org_path=found.list.round.call.organisation.path)
            a.data = {"list": found.list.uid}
    return len(stuck)


def _set_aside(run: RunningJob, found: CheckReply) -> None:
    with act(run.actor, verbs.OVERTAKEN.name) as a:
        run.complete()
        a.lock(found)
        if found.state == ReplyState.TAKING:
            found.state = ReplyState.STALE
            found.save(update_fields=["state"])
        a.about("check_reply", found.uid, org_path=found.list.round.call.organisation.path)
        a.data = {"list": found.list.uid}

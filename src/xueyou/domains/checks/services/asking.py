"""Asking a register by connection: the same list, the same judging, batch by batch, in a job."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from xueyou.domains.checks import verbs
from xueyou.domains.checks.access import KEEP_LIST
from xueyou.domains.checks.models import (
    CheckAnswer,
    CheckLine,
    CheckList,
    CheckReply,
    LineOutcome,
    ReplyState,
    ReplyWay,
)
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.registers import (
    Answer,
    Asking,
    RegisterFailed,
    Subject,
    is_connected,
    proof_of,
    register_for,
)
from xueyou.domains.checks.services.checking import PASSED_OVER, Answered, Judge, counted, worst
from xueyou.domains.checks.services.recording import REPLIES, describe, write_answers
from xueyou.domains.checks.services.replies import lines_of, require_open
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.attesting import Fact
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import RunningJob, enqueue

JOB = "checks.ask"
A_BATCH = 100
SAYS = ("agrees", "differs", "no_answer", "stated")


def ask_register(
    *, actor: Actor, list_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Have a job ask the register about every line that has no answer; return the reply's uid.

    Raises NotFound, ChecksRefused.
    """
    with act(actor, verbs.ASK.name, at=at, key=key, request={"list": str(list_uid)}) as a:
        found: CheckList = target(actor, KEEP_LIST, list_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(found)
        require_open(found)
        if not is_connected(found.source) or not isinstance(actor.user, User):
            raise ChecksRefused("这个部门还没有联网，不能这样问。请取走名单，用表格核对。")
        if found.replies.filter(state=ReplyState.TAKING).exists():
            raise ChecksRefused("这张名单正在登记回复，不用再点。请等它登完。")
        if not _unanswered(found).exists():
            raise ChecksRefused("名单上的人都已经有回复，没有要问的。")
        reply = CheckReply.objects.create(
            list=found,
            way=ReplyWay.REGISTER,
            observed_on=a.business_at.date(),
            received_by=actor.user,
            received_at=a.business_at,
            state=ReplyState.TAKING,
            counts=counted({}),
        )
        path = found.round.call.organisation.path
        job = enqueue(JOB, {"reply": str(reply.uid)}, actor=actor, org_path=path)
        reply.job_uid = job.uid
        reply.save(update_fields=["job_uid"])
        a.about("check_list", found.uid, org_path=path)
        a.data = {"list": found.uid, "source": found.source, "job": job.uid}
        a.outcome = {"uid": str(reply.uid)}
        return reply.uid


def ask_batches(run: RunningJob) -> None:
    """Ask batch by batch; what is answered is recorded at once, so a second try goes on from there.

    A register that fails is asked again by the queue; what it has said stays.
    """
    reply = REPLIES.get(uid=UUID(run.payload["reply"]))
    if reply.state != ReplyState.TAKING:
        return
    done = reply.answers.count()
    whole = done + _unanswered(reply.list).count()
    try:
        for some in _open(reply):
            run.progress(done, whole, f"已经问了{done}人")
            answered = _asked(reply.list, some)
            _record(run, reply, answered)
            done += len(some)
    except RegisterFailed:
        if run.attempt < run.handler.max_attempts:
            raise
        _end(run, reply, ReplyState.FAILED)
        return
    except (CallRefused, ChecksRefused):
        _end(run, reply, ReplyState.STALE)
        return
    _end(run, reply, ReplyState.TAKEN)


FAILED = (
    "对方的系统没有答上来，问了几次都这样。已经答了的都登记了，其余的没有改动。"
    "请过一会儿再问，或者取走名单，用表格核对。"
)


def _unanswered(found: CheckList) -> QuerySet[CheckLine]:
    """Return the lines without an answer; one about somebody else is none."""
    answers = CheckAnswer.objects.filter(line__list=found).exclude(outcome=LineOutcome.MISTAKEN)
    return found.lines.exclude(pk__in=answers.values("line"))


def _open(reply: CheckReply) -> Iterator[list[CheckLine]]:
    """Go through the lines that are to be asked about, each once."""
    met = set(reply.answers.values_list("line", flat=True))
    wanted = set(_unanswered(reply.list).values_list("pk", flat=True)) - met
    rows = [line for line in lines_of(reply.list) if line.pk in wanted]
    for start in range(0, len(rows), A_BATCH):
        yield rows[start : start + A_BATCH]


def _asked(found: CheckList, lines: Sequence[CheckLine]) -> list[Answered]:
    """Ask about some lines; return what became of each that was answered. RegisterFailed."""
    judge = Judge(found, lines)
    standing = {line.code: judge.standing(line) for line in lines}
    asked = [line for line in lines if standing[line.code] is None]
    over = [Answered(line, why, {}) for line in lines if (why := standing[line.code])]
    if not asked:
        return over
    asking = Asking(
        uuid4(),
        found.source,
        found.legal_basis,
        {one.code: one.zh for one in judge.questions},
        [_subject(judge, line) for line in asked],
    )
    answers = register_for(found.source).ask(asking)
    codes = [one.code for one in answers]
    if len(set(codes)) != len(codes) or not set(codes) <= {line.code for line in asked}:
        raise RegisterFailed("the register answered about somebody who was not asked about")
    return over + [
        found_
        for one in answers
        if (found_ := _judged(judge, judge.lines[one.code], asking.uid, one)) is not None
    ]


def _subject(judge: Judge, line: CheckLine) -> Subject:
    told = judge.told(line)
    return Subject(
        line.code, told.name, told.document, told.number, told.guardians, dict(told.asked)
    )


def _judged(judge: Judge, line: CheckLine, asking: UUID, answer: Answer) -> Answered | None:
    """Return what an answer means; None where it says nothing that can be understood."""
    if answer.person != proof_of(asking, judge.told(line).number):
        return Answered(line, LineOutcome.MISTAKEN, {})
    facts: dict[str, Fact] = {}
    said = []
    for question in judge.questions:
        says, value = answer.says.get(question.code, ("", ""))
        if says not in SAYS or question.code not in judge.told(line).asked:
            continue
        try:
            facts |= judge.facts(line, question, says, value)
        except ValueError:
            continue  # not a word of this question: it stays unanswered, which is never "no"
        said.append(says)
    return Answered(line, worst(said), facts) if said else None


def _record(run: RunningJob, reply: CheckReply, answered: Sequence[Answered]) -> None:
    by = Actor("user", run.asked_by.removeprefix("user:"))
    with act(run.actor, verbs.RECORD.name, on_behalf=by) as a:
        run.hold()
        a.lock(reply.list, reply)
        require_open(reply.list)
        write_answers(a, reply, _fresh(answered))
        tally: Counter[str] = Counter(reply.answers.values_list("outcome", flat=True))
        passed = sum(tally.pop(one.value, 0) for one in PASSED_OVER)
        reply.counts = counted(
            {**tally, "passed_over": passed, "rows": sum(tally.values()) + passed}
        )
        reply.save(update_fields=["counts"])
        describe(a, reply)


def _fresh(answered: Sequence[Answered]) -> list[Answered]:
    """Return answers as they count now: who withdrew or changed meanwhile is passed over."""
    now = CheckLine.objects.select_related(
        "list__round__call__organisation",
        "application__call",
        "application__round",
        "application__person",
        "application__claim",
    ).in_bulk([one.line.pk for one in answered])
    lines = [now[one.line.pk] for one in answered]
    if not lines:
        return []
    judge = Judge(lines[0].list, lines)
    found = []
    for one, line in zip(answered, lines, strict=True):
        why = judge.standing(line)
        outcome, facts = (one.outcome, one.facts) if why is None else (why, {})
        found.append(Answered(line, outcome, facts))
    return found


def _end(run: RunningJob, reply: CheckReply, state: ReplyState) -> None:
    with act(run.actor, verbs.RECORD.name) as a:
        if state == ReplyState.FAILED:
            run.fail(FAILED)
        else:
            run.complete()
        a.lock(reply)
        reply.state = state
        reply.taken_at = a.business_at if CheckAnswer.objects.filter(reply=reply).exists() else None
        reply.save(update_fields=["state", "taken_at"])
        describe(a, reply)

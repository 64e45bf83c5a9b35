"""Publishing: everything is laid ready unseen, then one transaction turns it all over.

Before that transaction nobody outside sees anything of the run; after it everybody sees all of it.
A job killed before the commit has changed nothing that counts, one killed after it has nothing
left to do.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    CORRECTED,
    Decision,
    LineKind,
    Offer,
    OfferState,
    Option,
    Round,
    RoundState,
    Run,
    Verdict,
)
from xueyou.kernel.calls.run_verbs import PUBLISH_RUN
from xueyou.kernel.calls.services.capacity import places_of, write_line
from xueyou.kernel.calls.services.runs import describe_run
from xueyou.kernel.calls.services.taking_effect import take_effect
from xueyou.kernel.calls.services.telling import TELL
from xueyou.kernel.publications.kinds import kind_of as publication_kind_of
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import Payload, payload
from xueyou.kernel.publications.services.publishing import publish
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import JobFailed, RunningJob, enqueue
from xueyou.platform.time import business_now, wall_now

PUBLISH = "calls.publish"
TAKE_UP = "calls.take_up"
SUBJECT = "run"
AT_ONCE = 2000


def stage(job: RunningJob, run: Run) -> None:
    """Lay the offers of a run ready, unseen; then queue the publication for its moment."""
    if run.round.effective_run_id == run.pk or run.took_effect_at is not None:
        return
    whole = Decision.objects.filter(run=run, verdict=Verdict.PLACED).count()
    done, last = whole - _unstaged(run).count(), 0
    while some := list(_unstaged(run).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        job.progress(done, whole, f"正在准备公布：{done}/{whole}")
        now = wall_now()
        with transaction.atomic():
            job.hold()
            Offer.objects.bulk_create(_staged(run, decision, now) for decision in some)
        done, last = done + len(some), some[-1].pk
    with job.finish({"run": str(run.uid)}):
        _queue(job, run)


def publish_staged(job: RunningJob, run: Run) -> None:
    """Turn a staged run over, once its moment has come."""
    if run.rolling:
        take_effect(job, run)
        return
    opens, current = Round.objects.values_list("embargo_until", "effective_run").get(
        pk=run.round_id
    )
    if current == run.pk:
        return
    if opens is not None and business_now() < opens:
        with job.finish():
            _queue(job, run, again=True)
        return
    with _list(run) as ready, act(job.actor, PUBLISH_RUN.name) as a:
        # Whoever replies or refills holds the option: they wait for this, or this for them.
        options = list(Option.objects.filter(call=run.round.call_id).order_by("pk"))
        a.lock(run.round, *options)
        job.complete({"run": str(run.uid)})
        describe_run(a, run, job.org_path)
        if run.round.effective_run_id == run.pk:
            return
        if run.round.effective_run_id not in (None, run.replaces_id):
            raise JobFailed("这一轮公布的已经是另一次运行的结果，没有改动。", code="replaced")
        _turn_over(a, run, options, ready)


def _turn_over(a: ActInProgress, run: Run, options: list[Option], ready: Payload | None) -> None:
    _require_free(run)
    ended = _end_replaced(a, run)
    offers = _open_staged(a, run)
    overflow = _cover_overflow(a, run, {option.pk: option for option in options})
    round_ = run.round
    round_.effective_run, round_.state = run, RoundState.PUBLISHED
    round_.published_at = round_.published_at or a.business_at
    round_.save(update_fields=["effective_run", "state", "published_at"])
    if ready is not None:
        _publish_list(a, run, ready)
    path = round_.call.organisation.path
    enqueue(
        TELL,
        {"round": str(round_.uid), "act": str(a.uid)},
        actor=a.actor,
        org_path=path,
        dedupe_key=str(a.uid),
    )
    if round_.reply_by is None:
        enqueue(
            TAKE_UP,
            {"round": str(round_.uid)},
            actor=a.actor,
            org_path=path,
            dedupe_key=str(round_.uid),
        )
    a.data = {
        **a.data,
        "result_sha256": run.result_sha256,
        "offers": offers,
        "ended": ended,
        "overflow": overflow,
        **({} if run.replaces is None else {"replaces": run.replaces.uid}),
    }


def _require_free(run: Run) -> None:
    """Refuse to give a second place to who holds one of another round in the lane."""
    elsewhere = Offer.objects.filter(
        application=OuterRef("application"), lane=OuterRef("lane"), holds_place=True
    ).exclude(decision__run__round=run.round)
    staged = Offer.objects.filter(decision__run=run, state=OfferState.STAGED)
    if count := staged.filter(Exists(elsewhere)).count():
        raise JobFailed(
            f"有 {count} 份申请在别的轮次已经有名额，没有公布。请先核对谁可以参加这一轮。",
            code="placed_elsewhere",
        )


def _open_staged(a: ActInProgress, run: Run) -> int:
    """Let the staged offers count: one statement."""
    reply_by = run.round.reply_by
    asked = {"state": OfferState.OPEN} if reply_by else {"state": OfferState.ACCEPTED}
    moment = {"made_at": a.business_at, "reply_by": reply_by}
    if reply_by is None:
        moment["replied_at"] = a.business_at
    return Offer.objects.filter(decision__run=run, state=OfferState.STAGED).update(
        holds_place=True, **asked, **moment
    )


def _end_replaced(a: ActInProgress, run: Run) -> int:
    """End what an earlier published run gave and this one does not; keep what both give.

    A place that a family has accepted, or that an appeal added, is never taken away.
    """
    held = Offer.objects.filter(decision__run__round=run.round, holds_place=True)
    if not held.exists():
        return 0
    same = Offer.objects.filter(
        decision__run=run,
        state=OfferState.STAGED,
        application=OuterRef("application"),
        lane=OuterRef("lane"),
        option=OuterRef("option"),
    )
    lost = held.filter(~Exists(same), cause__in=("run", "waiting"))
    accepted = lost.filter(state=OfferState.ACCEPTED).count()
    if accepted:
        raise JobFailed(
            f"新的结果会让 {accepted} 户已经接受的名额落空，没有公布，原来的结果没有动。"
            "请改用复核、增加名额的办法纠正。",
            code="takes_accepted",
        )
    count = _by_key(lost).update(
        state=OfferState.ENDED, holds_place=False, ended_why=CORRECTED, replied_at=a.business_at
    )
    kept = Offer.objects.filter(
        application=OuterRef("application"), lane=OuterRef("lane"), holds_place=True
    )
    staged = Offer.objects.filter(Exists(kept), decision__run=run, state=OfferState.STAGED)
    staged.delete()
    return count


def _cover_overflow(a: ActInProgress, run: Run, options: dict[int, Option]) -> int:
    """Give a line of its own to each place above an option's, where the rules allow a tie over."""
    assert run.certificate is not None
    allowed = sum(
        batch["over_places"]
        for lane in run.certificate["lanes"]
        for batch in lane["certificate"]["batches"]
    )
    places: Counter[int] = Counter()
    for one in places_of(run.round, made_by_results=True):
        places[one.option_id] += one.count
    held = Offer.objects.filter(decision__run__round=run.round, holds_place=True)
    counted = held.values_list("option").annotate(n=Count("pk")).order_by("option")
    over = {option: n - places[option] for option, n in counted if n > places[option]}
    if sum(over.values()) > allowed:
        raise JobFailed("录取的人数超过了名额，没有公布。请系统管理员核对名额。", code="places")
    for option, n in over.items():
        write_line(
            a,
            run.round,
            options[option],
            LineKind.TIE_OVERFLOW,
            n,
            "最后一名同分或同组，按规则一并录取",
            Ref("run", run.uid),
        )
    return sum(over.values())


def _unstaged(run: Run) -> QuerySet[Decision]:
    """Return the placed decisions without an offer; none once the run is published."""
    return Decision.objects.filter(run=run, verdict=Verdict.PLACED).exclude(
        Exists(Offer.objects.filter(decision=OuterRef("pk")))
    )


def _staged(run: Run, decision: Decision, now: datetime) -> Offer:
    assert decision.option_id is not None, "a placed decision names its option"
    return Offer(
        uid=uuid7(),
        call_id=run.round.call_id,
        application_id=decision.application_id,
        lane=decision.lane,
        option_id=decision.option_id,
        decision=decision,
        batch=decision.batch,
        pool=decision.pool,
        choice_rank=decision.choice_rank,
        state=OfferState.STAGED,
        holds_place=False,
        made_at=now,
    )


def _queue(job: RunningJob, run: Run, *, again: bool = False) -> None:
    opens = Round.objects.values_list("embargo_until", flat=True).get(pk=run.round_id)
    wait = timedelta(0) if opens is None else max(opens - business_now(), timedelta(0))
    moment = "now" if opens is None else opens.isoformat()
    enqueue(
        PUBLISH,
        {"run": str(run.uid)},
        actor=job.actor,
        org_path=job.org_path,
        dedupe_key=None if again else f"{run.uid}:{moment}",
        run_at=wall_now() + wait,
    )


@contextmanager
def _list(run: Run) -> Iterator[Payload | None]:
    """Write the public list of those placed, where the kind publishes one."""
    code = kind_of(run.round.call.kind).publication
    if code is None:
        yield None
        return
    kind = publication_kind_of(code)
    fields = [name for name in ("number", "option", "batch", "rank") if name in kind.fields]
    rows = (
        {name: cell for name, cell in zip(("number", "option", "batch", "rank"), row, strict=True)}
        for row in _placed(run)
    )
    shown = ({name: row[name] for name in fields} for row in rows)
    call = run.round.call
    with payload(
        kind,
        title=f"{call.title}：录取名单",
        organ=call.organisation.name,
        fields=fields,
        rows=shown,
    ) as ready:
        yield ready


def _placed(run: Run) -> Iterator[tuple[str, str, str, str]]:
    rows = Decision.objects.filter(run=run, verdict=Verdict.PLACED).order_by(
        "application__receipt_no", "lane"
    )
    names = ("application__receipt_no", "option__title", "batch", "choice_rank")
    for number, title, batch, rank in rows.values_list(*names).iterator(chunk_size=AT_ONCE):
        yield number, title, batch, str(rank)


def _publish_list(a: ActInProgress, run: Run, ready: Payload) -> None:
    former = None
    if run.replaces is not None:
        former = Publication.objects.filter(
            subject_kind=SUBJECT, subject_uid=run.replaces.uid, taken_down_at=None
        ).first()
    publish(
        a,
        ready,
        organisation=run.round.call.organisation,
        subject_kind=SUBJECT,
        subject_uid=run.uid,
        visible_from=a.business_at,
        visible_to=a.business_at + ready.kind.longest,
        paper_uid=run.order_uid,
        supersedes=former,
    )


def _by_key(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    return Offer.objects.filter(pk__in=rows.values("pk"))

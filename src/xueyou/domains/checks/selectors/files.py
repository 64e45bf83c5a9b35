"""The list of the check desk: what needs a person first, with what each office says beside it.

Names are masked here: who wants to see a file opens it, and that is remembered.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from xueyou.domains.checks.desk_access import (
    DRAW_SPOT,
    FILE_AT_COUNTER,
    FILES,
    GIVE_DUTY,
    READ_FILES,
)
from xueyou.domains.checks.desk_verbs import PASS_FILE, SEND_BACK
from xueyou.domains.checks.models import CheckDuty, CheckLine, HomeVisit, Referral, SpotPick
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.doubles import doubled
from xueyou.kernel.calls.kinds import Party, kind_of
from xueyou.kernel.calls.models import Application, Attestation, AttestationSource, Call, Option
from xueyou.kernel.calls.receipt_numbers import read_receipt_number
from xueyou.kernel.calls.windows import last_moment, round_at
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.platform.access.reading import NotFound, Page, can, read, scope, target
from xueyou.platform.access.views import computed, expressed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.time import CITY, business_now

LOOK, REFERRED, DRAWN, VISIT, OPEN, WAITING, RETURNED, PASSED = range(1, 9)
"""Where a file stands, in the order in which files are listed."""
UNSURE = ("differs", "no_answer")
OFFICES = ("police", "housing", "human_resources", "market", "exam", "option_side")
"""Sources that are columns of the list, once they were asked or have spoken."""
MOST_COLUMNS = 4
SHOWN = 50
AT_ONCE = 500
"""Files read in one query while looking for those on which every office agrees."""


def _unsure() -> QuerySet[Attestation]:
    rows = Attestation.objects.filter(
        application=OuterRef("pk"), superseded_at=None, option=None, worst__in=UNSURE
    )
    return rows.exclude(source=AttestationSource.OFFICER)


def _newly_unsure() -> QuerySet[Attestation]:
    """Return doubts that nobody had before him when he passed the file."""
    return _unsure().filter(weighed=False)


def _when(stage: int, condition: Exists | None = None, **state: str) -> When:
    wanted = Q(**state) if condition is None else Q(condition, **state)
    return When(wanted, then=Value(stage))


def _of(model: type, **equal: object) -> Exists:
    return Exists(model._default_manager.filter(application=OuterRef("pk"), **equal))  # type: ignore[attr-defined]


STAGE = Case(
    _when(LOOK, state="contested"),
    _when(RETURNED, state="returned"),
    _when(REFERRED, _of(Referral, ended_at=None), state="submitted"),
    _when(VISIT, _of(HomeVisit, state="planned"), state="submitted"),
    _when(LOOK, Exists(_newly_unsure()), state="checked"),
    _when(DRAWN, _of(SpotPick, looked_at=None), state="checked"),
    _when(PASSED, state="checked"),
    _when(LOOK, Exists(_unsure())),
    _when(WAITING, _of(CheckLine, answers=None, list__ended_at=None)),
    default=Value(OPEN),
    output_field=IntegerField(),
)


def _masked(person: str | None, claim: str | None, organisation: str | None) -> str:
    name = person or claim
    return masked_name(name) if name else organisation or ""


@view_of(FILES)
class FileRow:
    """A line of the list."""

    uid: UUID
    call: UUID = source("call__uid")
    receipt_no: str
    child: str = computed(_masked, "person__name", "claim__name", "organisation__name")
    applicant_class: str
    stage: int = expressed(STAGE)
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what each column's office says: agrees, differs, no_answer, stated, wait, ""."""

    row: FileRow
    said: Sequence[str]
    doubled: bool = False
    """Asked for in another county as well."""


@dataclass(frozen=True, slots=True)
class Queue:
    """All files of a call that the actor checks, what needs him first: (stage, number, uid)."""

    entries: Sequence[tuple[int, str, UUID]]

    @property
    def counts(self) -> Mapping[int, int]:
        """Return how many stand at each stage."""
        return Counter(stage for stage, _, _ in self.entries)

    def at(self, stage: int) -> "Queue":
        """Return those of a stage; 0 is all."""
        return Queue([one for one in self.entries if one[0] == stage]) if stage else self

    def page(self, number: int | str | None, *, with_uid: UUID | None = None) -> Page[UUID]:
        """Return a page; the one with that file where it is in the queue."""
        uids = [uid for _, _, uid in self.entries]
        if with_uid in uids:
            number = uids.index(with_uid) // SHOWN + 1
        page = Paginator(uids, SHOWN).get_page(number)
        return Page(tuple(page), page.number, SHOWN, len(uids))

    def after(self, row: FileRow) -> UUID | None:
        """Return the file that follows one, which may have left the queue just now; else None."""
        others = [(number, uid) for _, number, uid in self.entries if uid != row.uid]
        later = (uid for number, uid in others if number > row.receipt_no)
        return next(later, others[0][1] if others else None)


@dataclass(frozen=True, slots=True)
class DeskHead:
    """The call at hand. `closes_at`: the end of its last window; `done_today`: by the actor."""

    uid: UUID
    title: str
    organisation: str
    closes_at: datetime | None
    columns: Sequence[str]
    every: Queue
    done_today: int
    may_give_duties: bool
    may_file: bool
    may_draw: bool
    is_home: bool


def queue(actor: Actor, call_uid: UUID | str, sought: str = "") -> Queue:
    """Return the files of a call that the actor checks; one query.

    `sought`: a receipt number or part of a name.
    """
    rows = _to_check(actor).filter(_of_call(call_uid)).order_by().annotate(stage=STAGE)
    if sought:
        rows = rows.filter(_sought(sought))
    return Queue(sorted(rows.values_list("stage", "receipt_no", "uid")))


def agreeing(
    actor: Actor, call_uid: UUID | str, most: int, among: Sequence[UUID] | None = None
) -> list[UUID]:
    """Return files that wait for nobody and nothing: every office that was asked agrees.

    Nobody has said otherwise, nothing is outstanding, and at least one office has spoken. What a
    school was unsure of is looked at by itself, and so is what a family claims on a paper that no
    office is asked for. `among`: those of these files alone.
    """
    return list(islice(agreeing_in_turn(actor, call_uid, among), most))


def agreeing_in_turn(
    actor: Actor, call_uid: UUID | str, among: Sequence[UUID] | None = None
) -> Iterator[UUID]:
    """Yield such files in the order of their numbers, however many there are: see `agreeing`."""
    rows = _to_check(actor).filter(_of_call(call_uid), ~_of(Referral), state="submitted")
    said = Attestation.objects.filter(
        application=OuterRef("pk"), superseded_at=None, source__in=OFFICES, worst="agrees"
    )
    rows = rows.filter(Exists(said), ~Exists(_asked_in_vain()))
    if among is not None:
        rows = rows.filter(uid__in=among)
    rows = rows.order_by().annotate(stage=STAGE).filter(stage=OPEN)
    return _not_on_paper_alone(rows.select_related("call"))


def _not_on_paper_alone(rows: QuerySet[Application]) -> Iterator[UUID]:
    """Yield the files in which nothing is claimed on a paper that no office is asked for.

    Answers are sealed, so no query can leave those out: the line is walked, page by page.
    """
    asked = ("uid", "receipt_no", "answers_enc", "enc_key_id", "call__kind")  # not the drafts
    rows = rows.order_by("receipt_no").only(*asked)
    last = ""
    while True:
        files = list(rows.filter(receipt_no__gt=last)[:AT_ONCE])
        for one in files:
            if not kind_of(one.call.kind).on_paper_alone(answers_of(one)):
                yield one.uid
        if len(files) < AT_ONCE:
            return
        last = files[-1].receipt_no


def _asked_in_vain() -> QuerySet[CheckLine]:
    """Return the lines of a file whose office has said nothing of it that stands.

    Nobody answered before the list ended, or the answer was passed over.
    """
    said = Attestation.objects.filter(
        application=OuterRef("application"),
        source=OuterRef("list__source"),
        option=None,
        superseded_at=None,
    )
    return CheckLine.objects.filter(~Exists(said), application=OuterRef("pk"))


def undecided(every: Queue) -> Queue:
    """Return of a queue what waits for somebody at a desk."""
    return Queue([one for one in every.entries if one[0] in (LOOK, REFERRED, DRAWN, OPEN)])


def file_row(actor: Actor, uid: UUID | str) -> FileRow:
    """Return one file as it stands in its list. Raises NotFound."""
    return read(actor, READ_FILES, FileRow).get(uid)


def listed(actor: Actor, head: DeskHead, page: Page[UUID]) -> list[Line]:
    """Return the lines of a page of the queue; queries do not grow with its length."""
    rows = read(actor, READ_FILES, FileRow).restrict(Q(uid__in=page.rows))
    found = {row.uid: row for row in rows}
    said = _said(page.rows, head.columns)
    twice = _doubled(page.rows) if head.is_home else set()
    return [
        Line(found[uid], [said.get((uid, column), "") for column in head.columns], uid in twice)
        for uid in page.rows
        if uid in found
    ]


def _doubled(uids: Sequence[UUID]) -> set[UUID]:
    rows = list(Application.objects.filter(uid__in=uids).select_related("call", "claim"))
    twice = doubled(rows)
    return {one.uid for one in rows if one.pk in twice}


def desk_head(actor: Actor, call_uid: UUID | str) -> DeskHead:
    """Return what stands over the list of a call. Raises NotFound where he checks nothing of it."""
    call = Call.objects.select_related("organisation").filter(uid=call_uid).first()
    if call is None:
        raise NotFound
    path = call.organisation.path
    is_home = can(actor, READ_FILES, path=path)
    every = queue(actor, call.uid)
    if not (is_home or every.entries):
        raise NotFound
    round_ = round_at(call, business_now())
    return DeskHead(
        uid=call.uid,
        title=call.title,
        organisation=call.organisation.name,
        closes_at=None if round_ is None else last_moment(round_),
        columns=_columns(call),
        every=every,
        done_today=_done_today(actor),
        may_give_duties=can(actor, GIVE_DUTY, path=path),
        may_file=can(actor, FILE_AT_COUNTER, path=path)
        and kind_of(call.kind).party is Party.PERSON,
        may_draw=can(actor, DRAW_SPOT, path=path),
        is_home=is_home,
    )


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A call of which one checks files: how many there are, how many are not decided."""

    uid: UUID
    title: str
    organisation: str
    files: int
    undecided: int


def desks(actor: Actor, page: int | str | None) -> Page[DeskLine]:
    """Return a page of the calls of which the actor checks files, newest first."""
    mine = _to_check(actor)
    found = Call.objects.filter(pk__in=mine.order_by().values("call"))
    rows = Paginator(found.select_related("organisation").order_by("-year", "-pk"), SHOWN)
    some = rows.get_page(page)
    undecided = Count("pk", filter=Q(state__in=("submitted", "contested")))
    counted = mine.filter(call__in=[one.pk for one in some]).order_by().values_list("call_id")
    counts = {pk: (n, left) for pk, n, left in counted.annotate(n=Count("pk"), left=undecided)}
    lines = tuple(
        DeskLine(one.uid, one.title, one.organisation.name, *counts.get(one.pk, (0, 0)))
        for one in some
    )
    return Page(lines, some.number, SHOWN, rows.count)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """An option of the call, and whether its school checks; `asked`: how many wish for it."""

    uid: UUID
    title: str
    organisation: str
    given: bool
    asked: int


def duties(actor: Actor, call_uid: UUID | str) -> list[DutyRow]:
    """Return the options of a call that the actor keeps, by code. Raises NotFound."""
    call: Call = target(actor, GIVE_DUTY, call_uid)
    given = set(
        CheckDuty.objects.filter(option__call=call, open=True).values_list("option_id", flat=True)
    )
    rows = Option.objects.filter(call=call, withdrawn_at=None).select_related("organisation")
    asked = Count("choices__application", distinct=True)
    return [
        DutyRow(one.uid, one.title, one.organisation.name, one.pk in given, one.asked)
        for one in rows.annotate(asked=asked).order_by("code")
    ]


def _to_check(actor: Actor) -> QuerySet[Application]:
    """Return the files that count; what a rolling round has decided needs no checking any more."""
    mine = scope(actor, READ_FILES, FileRow).filter(decided_in=None)
    return mine.exclude(state="withdrawn")


def _of_call(uid: UUID | str) -> Q:
    try:
        return Q(call__uid=UUID(str(uid)))
    except ValueError:
        raise NotFound from None


def _sought(text: str) -> Q:
    number, key = read_receipt_number(text), name_key(text)
    if number:
        return Q(receipt_no=number)
    if not key:
        return Q(pk__in=[])
    claimed = Application.objects.filter(person=None, claim__name__contains=text.strip())
    return Q(person__search_key__contains=key) | Q(pk__in=claimed.values("pk"))


def _columns(call: Call) -> list[str]:
    """Return the offices that were asked or have spoken of any application of the call."""
    spoken = Attestation.objects.filter(
        application__call=call, superseded_at=None, source__in=OFFICES
    )
    asked = CheckLine.objects.filter(list__round__call=call)
    found = set(spoken.order_by().values_list("source", flat=True).distinct())
    found |= set(asked.order_by().values_list("list__source", flat=True).distinct())
    return [one for one in OFFICES if one in found][:MOST_COLUMNS]


def _said(uids: Sequence[UUID], columns: Sequence[str]) -> dict[tuple[UUID, str], str]:
    if not columns:
        return {}
    asked = CheckLine.objects.filter(
        application__uid__in=uids, answers=None, list__ended_at=None, list__source__in=columns
    )
    found = {pair: "wait" for pair in asked.values_list("application__uid", "list__source")}
    rows = Attestation.objects.filter(
        application__uid__in=uids, superseded_at=None, option=None, source__in=columns
    )
    told = rows.values_list("application__uid", "source", "worst")
    return found | {(uid, office): worst or "stated" for uid, office, worst in told}


def _done_today(actor: Actor) -> int:
    """Return how many files the actor has decided since midnight."""
    midnight = business_now().astimezone(CITY).replace(hour=0, minute=0, second=0, microsecond=0)
    acts = Act.objects.filter(
        verb__in=(PASS_FILE.name, SEND_BACK.name),
        business_at__gte=midnight,
        actor=str(actor),
    )
    return acts.values("subject_uid").distinct().count()

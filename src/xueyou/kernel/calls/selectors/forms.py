"""The form of a call as its family fills it in: pages, fields, what is known, lists of wishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet

from xueyou.kernel.calls.answers import Draft
from xueyou.kernel.calls.common_questions import QuestionsAt, questions_at
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.groups import binding
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CapacityLine,
    Option,
    PhaseStep,
    Round,
    RoundMode,
)
from xueyou.kernel.calls.offering import kept_for
from xueyou.kernel.calls.rules import batch_named, rules_of
from xueyou.kernel.calls.selectors.own import missing_of, seen_application
from xueyou.kernel.calls.services.drafts import begun, handed_in
from xueyou.kernel.calls.steps import Known, Step
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.calls.windows import Window, any_window, round_at, window_of
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.views import seen_as
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import prepared
from xueyou.platform.time import business_now
from xueyou.rulebook.language.model import Batch
from xueyou.rulebook.language.model import Rulebook as Rules

WISHES = "wishes-"


@dataclass(frozen=True, slots=True)
class FieldAsked:
    """A field with what stands in it. `among`: (code, words) of a choice; `source`: whence it is
    known, "" where the family wrote it itself.
    """

    name: str
    zh: str
    type: str
    required: bool
    among: Sequence[tuple[str, str]]
    most: int
    hint: str
    value: str
    source: str

    @property
    def said(self) -> str:
        """Return the value in words."""
        return dict(self.among).get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Wishable:
    """An option that may be wished for."""

    uid: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class WishList:
    """A list of wishes: its name in the draft, in words, how many it takes, and what is in it."""

    name: str
    zh: str
    most: int
    options: Sequence[Wishable]
    chosen: Sequence[str]

    @property
    def said(self) -> Sequence[str]:
        """Return the titles of the wishes, in order."""
        titles = {one.uid: one.title for one in self.options}
        return [titles[uid] for uid in self.chosen if uid in titles]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: fields, or a list of wishes."""

    code: str
    question: str
    hint: str
    fields: Sequence[FieldAsked]
    wishes: WishList | None


@dataclass(frozen=True, slots=True)
class FamilyForm:
    """A form being filled in. `missing`: what was sent back for, in words. `window` is that of
    the step the family may take; `open_now` whether it is open; `rolling`: decided as it comes.
    `together`: who may apply as one, in words; "" where the rules know nobody such. `questions`:
    where what is often asked of the call stands (selectors.common_questions).
    """

    row: FamilySees
    questions: QuestionsAt | None
    kind: str
    pages: Sequence[Page]
    missing: Sequence[tuple[str, str]]
    window: Window | None
    open_now: bool
    together: str
    rolling: bool

    def page(self, code: str) -> Page:
        """Return a page. Raises NotFound."""
        for page in self.pages:
            if page.code == code:
                return page
        raise NotFound

    def after(self, code: str) -> Page | None:
        """Return the page that follows; None after the last."""
        codes = [page.code for page in self.pages]
        follows = codes.index(code) + 1 if code in codes else 0
        return self.pages[follows] if follows < len(codes) else None

    def before(self, code: str) -> Page | None:
        """Return the page before; None before the first."""
        codes = [page.code for page in self.pages]
        return self.pages[codes.index(code) - 1] if codes.index(code) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is made of, read once: for the verb that saves a page and shows the next."""

    application: Application
    kind: CallKind
    step: PhaseStep
    round: Round | None
    known: Mapping[str, Known]
    offered: Sequence[tuple[Option, frozenset[str]]]
    """Options with the batches for which they have lines, by lane and code."""
    at: datetime


def form_of(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> FamilyForm:
    """Return the form of an application for its own family. Raises NotFound."""
    sheet = sheet_of(actor, uid, at or business_now())
    return form_on(sheet, begun(sheet.application))


def handed_in_of(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> Sequence[Page]:
    """Return the pages of what was handed in and counts, whatever change is begun since.

    Nothing of a draft, nothing that is only known: () while nothing was handed in. NotFound.
    """
    sheet = sheet_of(actor, uid, at or business_now())
    round_ = sheet.application.round
    if round_ is None:
        return ()
    call = sheet.application.call
    then = replace(sheet, round=round_, known={}, offered=_offered(call, round_))
    return form_on(then, handed_in(sheet.application)).pages


def sheet_of(actor: Actor, uid: UUID | str, at: datetime) -> Sheet:
    """Read what the form of an application is made of. Raises NotFound."""
    found = seen_application(actor, uid)
    kind = kind_of(found.call.kind)
    step = PhaseStep.RETURN if found.state == "returned" else PhaseStep.APPLY
    round_ = found.round if step is PhaseStep.RETURN else round_at(found.call, at)
    ruled = round_ is not None and round_.rulebook_id is not None
    return Sheet(
        application=found,
        kind=kind,
        step=step,
        round=round_,
        known=kind.known_of(found.call, found.person, at),
        offered=_offered(found.call, round_) if ruled and round_ is not None else (),
        at=at,
    )


def form_on(sheet: Sheet, draft: Draft) -> FamilyForm:
    """Return the form with what a draft says. Asks for nothing but the phases, once."""
    found, kind, round_ = sheet.application, sheet.kind, sheet.round
    row = seen_as(FamilySees, found)
    known = sheet.known
    answers = {**{name: one.value for name, one in known.items()}, **draft.answers}
    pages = [_page(kind, one, draft, known) for one in kind.steps(found.call) if one.asked(answers)]
    if round_ is not None and round_.rulebook_id is not None:
        pages += _wish_pages(sheet, round_, draft, answers)
    opened = round_ is not None and found.state != "withdrawn"
    return FamilyForm(
        row=row,
        questions=questions_at(found.call),
        kind=found.call.kind,
        pages=pages,
        missing=missing_of(found),
        window=None if round_ is None else window_of(round_, sheet.step, found.applicant_class),
        open_now=opened and round_ is not None and any_window(round_, sheet.step, sheet.at),
        together=_together(kind, round_),
        rolling=round_ is not None and round_.mode == RoundMode.ROLLING,
    )


def _together(kind: CallKind, round_: Round | None) -> str:
    if not kind.together or round_ is None or round_.rulebook_id is None:
        return ""
    return kind.together if binding(rules_of(round_)) is not None else ""


def faults_of(form: FamilyForm, page: Page) -> dict[str, str]:
    """Return what is wrong on a page by what stands in the form, by field or name of the list."""
    kind = kind_of(form.kind)
    faults, right = _alone(kind, form)
    faults = {**kind.check(right), **faults}
    here = {one.name for one in page.fields}
    found = {name: zh for name, zh in faults.items() if name in here}
    listed = page.wishes
    if listed is not None and len(set(listed.chosen)) < len(listed.chosen):
        found[listed.name] = "同一个志愿填了两次，请去掉一个。"
    return found


def _alone(kind: CallKind, form: FamilyForm) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is wrong with fields each by itself, and the right ones in canonical form."""
    declared = {field.name: field for field in kind.answers}
    faults: dict[str, str] = {}
    right: dict[str, str] = {}
    for asked in (one for page in form.pages for one in page.fields):
        field = declared[asked.name]
        try:
            value = field.canonical(asked.value)
        except ValueError as refused:
            faults[field.name] = str(refused)
            continue
        if value:
            right[field.name] = value
        elif field.required:
            faults[field.name] = f"“{field.zh}”还没有填，请补上。"
    return faults, right


def _page(kind: CallKind, step: Step, draft: Draft, known: Mapping[str, Known]) -> Page:
    declared = {field.name: field for field in kind.answers}
    return Page(
        step.code,
        step.question,
        step.hint,
        [_asked(declared[name], step, draft, known.get(name)) for name in step.fields],
        None,
    )


def _asked(field: Field, step: Step, draft: Draft, known: Known | None) -> FieldAsked:
    typed = draft.answers.get(field.name)
    told = known if known is not None and typed in (None, known.value) else None
    return FieldAsked(
        field.name,
        field.zh,
        field.type,
        field.required or field.name in step.must,
        tuple((field.among or {}).items()),
        field.most,
        step.hints.get(field.name, ""),
        typed if typed is not None else (told.value if told else ""),
        told.source if told else "",
    )


@prepared(round_=BigIntegerField())
def _lines(round_: Any) -> QuerySet[Any]:
    lines = CapacityLine.objects.filter(round=round_, voided_at=None, option__withdrawn_at=None)
    return lines.order_by().values_list("option_id", "batch").distinct()


@prepared(round_=BigIntegerField())
def _options(round_: Any) -> QuerySet[Option]:
    lines = CapacityLine.objects.filter(round=round_, voided_at=None)
    rows = Option.objects.filter(withdrawn_at=None, pk__in=lines.values("option"))
    return rows.select_related("organisation").order_by("lane", "code")


def _offered(call: Call, round_: Round) -> Sequence[tuple[Option, frozenset[str]]]:
    return kept_for(call, "options", round_.pk, lambda: _offered_now(round_))


def _offered_now(round_: Round) -> Sequence[tuple[Option, frozenset[str]]]:
    rules = rules_of(round_)
    batches: dict[int, set[str]] = {}
    for option_id, line in _lines(round_=round_.pk):
        batch = batch_named(rules, line)
        batches.setdefault(option_id, set()).update([batch] if batch else [])
    found = [(one, batches.get(one.pk)) for one in _options(round_=round_.pk)]
    return tuple((one, frozenset(named)) for one, named in found if named is not None)


def _wish_pages(
    sheet: Sheet, round_: Round, draft: Draft, answers: Mapping[str, str]
) -> list[Page]:
    """Return a page a list that may be filled: a batch, or in calls of many lanes a lane."""
    kind, application, call = sheet.kind, sheet.application, sheet.application.call
    batches = {one.pk: named for one, named in sheet.offered}
    options = [one for one, _ in sheet.offered if kind.may_wish(call, answers, one)]
    pages: list[Page] = []
    for name, zh, batch in _lists_for(kind, application, rules_of(round_), options, draft, answers):
        most = kind.most_choices(call, batch)
        own = [
            Wishable(str(one.uid), one.title, one.organisation.name)
            for one in options
            if batch.id in batches[one.pk] and (not kind.many_lanes or one.lane == name)
        ]
        if not own or most < 1:
            continue
        listed = WishList(name, zh, min(most, len(own)), own, list(draft.wishes.get(name, ())))
        code = f"{WISHES}{len(pages) + 1}"
        pages.append(Page(code, "", "", (), listed))
    return pages


def _lists_for(
    kind: CallKind,
    application: Application,
    rules: Rules,
    options: Sequence[Option],
    draft: Draft,
    answers: Mapping[str, str],
) -> list[tuple[str, str, Batch]]:
    """Return the lists that are for this family, or filled in already; all where none is."""
    lists = _lists(kind, application, rules, options)
    asked = [one for one in lists if draft.wishes.get(one[0]) or kind.may_ask(answers, one[2])]
    return asked or lists


def _lists(
    kind: CallKind, application: Application, rules: Rules, options: Sequence[Option]
) -> list[tuple[str, str, Batch]]:
    asked = [batch for batch in rules.batches if batch.generate is None]
    if not kind.many_lanes:
        return [(batch.id, batch.zh, batch) for batch in asked]
    lanes = dict.fromkeys(one.lane for one in options)
    return [(lane, kind.lane_zh(application.call, lane), asked[0]) for lane in lanes if asked]

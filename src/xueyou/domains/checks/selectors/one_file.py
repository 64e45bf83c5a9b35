"""One file as who checks it sees it: the family's word, what each source says, what was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.checks.desk_access import (
    COMPLETE_AT_COUNTER,
    FILES,
    OPEN_FILE,
    REFER_FILE,
    WORK_FILE,
    WORK_VISIT,
)
from xueyou.domains.checks.models import (
    FOUND,
    WHY,
    HomeVisit,
    Referral,
    VisitFinding,
    VisitState,
)
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.selectors.file_history import Happened, history_of
from xueyou.domains.checks.selectors.files import FileRow, file_row
from xueyou.domains.checks.services.turns import is_with_county
from xueyou.kernel.calls.answers import answers_of, attested_of
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.doubles import doubled
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Attestation,
    AttestationSource,
    Call,
    Option,
    Round,
)
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.selectors.pictures import Paper, handed_in_papers
from xueyou.kernel.registry.documents import masked_number
from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    IDENTIFIER_NUMBER,
    Claim,
    DocumentKind,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
)
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.reading import can, read, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY, business_today, wall_now
from xueyou.rulebook.language.model import Fact as RuleFact

FLAGS = {"yes": "是", "no": "否"}
OWN = ("family", "registry")
"""Sources that are no attestations: what was filled in, and what the registry holds."""


def _whole(person: str | None, claim: str | None, organisation: str | None) -> str:
    return person or claim or organisation or ""


@view_of(FILES)
class FileSees:
    """A file that was opened: the whole name."""

    uid: UUID
    call: UUID = source("call__uid")
    receipt_no: str
    name: str = computed(_whole, "person__name", "claim__name", "organisation__name")
    state: str
    channel: str
    sent_back: int
    claim_state: str | None = source("claim__state")
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Word:
    """What one source says of a fact: in words, how it stands, and the day."""

    source: str
    said: str
    stands: str
    day: date | None


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that the rules use. `value` is what counts now, as a form holds it (of zones and
    schools the words); `words` all who spoke, the one that counts first; `unsure` whether somebody
    must look.
    """

    name: str
    zh: str
    kind: str
    value: str
    said: str
    among: Sequence[tuple[str, str]]
    words: Sequence[Word]
    unsure: bool


@dataclass(frozen=True, slots=True)
class VisitSeen:
    """A visit. `words` what was found, once it was made."""

    uid: UUID
    day: date
    visitors: str
    state: str
    finding: str
    words: str


@dataclass(frozen=True, slots=True)
class FileSheet:
    """Everything about an opened file. `seen`: its mark, to be sent along with what is decided."""

    row: FileSees
    seen: str
    stage: int
    title: str
    number: str
    sex: str
    born_on: date | None
    guardians: Sequence[str]
    facts: Sequence[FactLine]
    answers: Sequence[tuple[str, str]]
    missing: Sequence[tuple[str, str]]
    papers: Sequence[Paper]
    """What its family photographed and handed in of what it was sent back for."""
    wanted: Sequence[tuple[str, str]]
    visits: Sequence[VisitSeen]
    referral: str
    own_turn: bool
    """Not the county's to decide, or one is of it."""
    history: Sequence[Happened]
    may_work: bool
    may_refer: bool
    may_complete: bool
    """Of what it was sent back for the counter may put up photographs, and hand it in again."""
    is_home: bool
    doubled: bool
    """The child is asked for in another county as well: told to the county alone."""


def file_line(actor: Actor, uid: UUID | str) -> FileRow:
    """Return a file as it stands in its list, without opening it. Raises NotFound."""
    target(actor, OPEN_FILE, uid)
    return file_row(actor, uid)


def file_of_visit(actor: Actor, visit_uid: UUID | str) -> UUID:
    """Return the file that a visit is about. Raises NotFound."""
    visit: HomeVisit = target(actor, WORK_VISIT, visit_uid)
    return visit.application.uid


def mark_of_file(actor: Actor, uid: UUID | str) -> str:
    """Return the mark of an opened file as it stands, to be sent along with what is decided.

    Asked before anything is read that it stands for. Raises NotFound.
    """
    one: Application = target(actor, OPEN_FILE, uid)
    return seen_of(one)


def file_sheet(actor: Actor, uid: UUID | str) -> FileSheet:
    """Return an opened file; who opens it has been written down before. Raises NotFound."""
    row = read(actor, OPEN_FILE, FileSees).get(uid)
    found = Application.objects.select_related("call__organisation", "round", "person", "claim")
    one = found.get(uid=row.uid)
    seen = seen_of(one)  # before anything is read that it stands for
    kind, answers = kind_of(one.call.kind), answers_of(one)
    fields = {field.name: field for field in kind.answers}
    wanted = {**dict(kind.materials), **{name: field.zh for name, field in fields.items()}}
    is_home = can(actor, WORK_FILE, path=one.home_path)
    referral = Referral.objects.filter(application=one, ended_at=None).first()
    party = one.person or one.claim
    return FileSheet(
        row=row,
        seen=seen,
        stage=file_row(actor, uid).stage,
        title=one.call.title,
        number=_number(one),
        sex="" if party is None else str(Sex(party.sex).label),
        born_on=None if party is None else party.born_on,
        guardians=_guardians(one.person),
        facts=_facts(kind, one),
        answers=[
            (field.zh, said_of(field, answers[name]))
            for name, field in fields.items()
            if answers.get(name)
        ],
        missing=[(wanted.get(lack["what"], lack["what"]), lack["why"]) for lack in one.missing],
        papers=handed_in_papers(one) if one.sent_back else (),
        wanted=list((kind.materials or wanted).items()),
        visits=[
            _visit(visit) for visit in HomeVisit.objects.filter(application=one).order_by("-pk")
        ],
        referral="" if referral is None else WHY.text(referral),
        own_turn=is_home or not is_with_county(one),
        history=history_of(one),
        may_work=can(actor, WORK_FILE),
        may_refer=can(actor, REFER_FILE) and not is_home,
        may_complete=one.state == ApplicationState.RETURNED
        and can(actor, COMPLETE_AT_COUNTER, path=one.home_path),
        is_home=is_home,
        doubled=is_home and bool(doubled([one])),
    )


def said_of(field: Field, value: str) -> str:
    """Return a canonical answer in words."""
    among = FLAGS if field.type == "flag" else field.among or {}
    return among.get(value, value)


def _number(one: Application) -> str:
    """Return the number on the child's document, masked, with what it is; "" where none."""
    if one.person is not None:
        row = one.person.identifiers.filter(voided_at=None).order_by("-valid_from", "pk").first()
        if row is not None:
            kind, text = row.kind, IDENTIFIER_NUMBER.text(row)
            return f"{DocumentKind(kind).label} {masked_number(kind, text)}"
    claim: Claim | None = one.claim
    if claim is None or claim.value_enc is None:
        return ""
    masked = masked_number(claim.kind, CLAIM_NUMBER.text(claim))
    return f"{DocumentKind(claim.kind).label} {masked}（家长填，没核对）"


def _guardians(person: Person | None) -> list[str]:
    if person is None:
        return []
    bonds = PersonBond.objects.standing().on(business_today())
    rows = bonds.filter(subject=person, kind=PersonBondKind.GUARDIAN).order_by("valid_from", "pk")
    return [masked_name(name) for name in rows.values_list("holder__name", flat=True)]


def _facts(kind: CallKind, one: Application) -> list[FactLine]:
    round_: Round | None = one.round
    if round_ is None or round_.rulebook_id is None:
        return []
    # As it is known now: what was recorded this morning counts, wherever the business clock stands.
    rules, at = rules_of(round_), wall_now()
    rows = list(
        Attestation.objects.filter(application=one, option=None, superseded_at=None).order_by("pk")
    )
    said = {row.source: (row.observed_at.astimezone(CITY).date(), attested_of(row)) for row in rows}
    (given,) = applied([one])
    counts = kind.facts([given], at).get(one.pk, {})
    own = kind.facts([replace(given, attested={})], at).get(one.pk, {})
    kept = kind.known([given], at).get(one.pk, {})
    places = _places(one)
    return [
        _fact(
            one.call,
            fact,
            _Stands(counts.get(name, ""), own.get(name, ""), name in kept),
            said,
            places,
        )
        for name, fact in rules.facts.items()
        if name in kind.fact_names
    ]


@dataclass(frozen=True, slots=True)
class _Stands:
    """A fact: what counts, what it would be without any office, whether the registry holds it."""

    value: str
    own: str
    kept: bool


def _fact(
    call: Call,
    fact: RuleFact,
    stands: _Stands,
    said: Mapping[str, tuple[date, Mapping[str, Mapping[str, str]]]],
    places: Mapping[str, str],
) -> FactLine:
    kind, value = kind_of(call.kind), stands.value
    field = next((one for one in kind.answers if one.name == fact.name), None)
    among = _among(fact, field, places)
    names = dict(among)

    def words(text: str) -> str:
        return (
            names.get(text) or places.get(text) or kind.fact_zh(call, fact.name, text) or "不知道"
        )

    told = [
        Word(
            str(AttestationSource(office).label),
            "没有查到" if one["s"] == "no_answer" else words(one["v"]),
            one["s"],
            date.fromisoformat(one["on"]) if "on" in one else said[office][0],
        )
        for office in kind.precedence
        if office in said and (one := said[office][1].get(fact.name)) is not None
    ]
    if stands.own:
        source_zh = "本系统档案" if stands.kept else "家长填"
        told.append(Word(source_zh, words(stands.own), "stated", None))
    settled = bool(told) and told[0].source == AttestationSource.OFFICER.label
    unsure = not settled and any(one.stands in ("differs", "no_answer") for one in told)
    named = _named_by_places(fact, field)
    return FactLine(
        name=fact.name,
        zh=fact.zh,
        kind=_box(fact, among),
        value=places.get(value, value) if named else value,
        said=words(value),
        among=[(zh, zh) for zh in dict.fromkeys(names.values())] if named else among,
        words=told,
        unsure=unsure,
    )


def _named_by_places(fact: RuleFact, field: Field | None) -> bool:
    """Return whether values of a fact are codes of zones and schools, which nobody types."""
    return fact.type == "code" and (field is None or not field.among)


def facts_meant(
    actor: Actor, application_uid: UUID | str, given: Mapping[str, str]
) -> dict[str, str]:
    """Return facts as a form holds them in canonical text. Raises NotFound."""
    one: Application = target(actor, OPEN_FILE, application_uid)
    if one.round is None or not given:
        return dict(given)
    kind, rules = kind_of(one.call.kind), rules_of(one.round)
    fields = {field.name: field for field in kind.answers}
    codes = {zh: code for code, zh in _places(one).items()}
    return {
        name: codes.get(text, text)
        if (fact := rules.facts.get(name)) and _named_by_places(fact, fields.get(name))
        else text
        for name, text in given.items()
    }


def _among(fact: RuleFact, field: Field | None, places: Mapping[str, str]) -> list[tuple[str, str]]:
    if fact.type == "flag":
        return list(FLAGS.items())
    if fact.type == "level":
        return [(one, one) for one in fact.order]
    if field is not None and field.among:
        return list(field.among.items())
    return list(places.items()) if fact.type == "code" else []


def _box(fact: RuleFact, among: Iterable[object]) -> str:
    if list(among):
        return "select"
    return "date" if fact.type == "date" else "text"


def _places(one: Application) -> dict[str, str]:
    """Return the codes that options of the call carry, with words: zones and schools."""
    found: dict[str, str] = {}
    rows = Option.objects.filter(call=one.call_id, withdrawn_at=None).select_related("organisation")
    for option in rows.order_by("code"):
        for value in option.attributes.values():
            known = found.get(value)
            name = option.organisation.short_name or option.organisation.name
            found[value] = name if known is None or known == name else f"{known}、{name}"
    return found | ({"none": "没有"} if found else {})


def _visit(row: HomeVisit) -> VisitSeen:
    finding = str(VisitFinding(row.finding).label) if row.finding else ""
    words = FOUND.text(row) if row.state == VisitState.DONE else ""
    return VisitSeen(row.uid, row.day, row.visitors, row.state, finding, words)

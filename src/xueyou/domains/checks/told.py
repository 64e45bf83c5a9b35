"""What an office is told of an application: who the child is, and the answers that are asked about.

Nothing else leaves: no wish, no class, no other answer, no other source's word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xueyou.formats.canonical import canonical_json
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.kinds import Applied, CallKind, kind_of
from xueyou.kernel.calls.models import Application, Call
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    IDENTIFIER_NUMBER,
    DocumentKind,
    Identifier,
    PersonBond,
    PersonBondKind,
)
from xueyou.platform.crypto import keyed_digest
from xueyou.platform.time import business_today

AT_ONCE = 1000
DIGEST = "checks.line.told"
_FLAGS = {"yes": "是", "no": "否"}


@dataclass(frozen=True, slots=True)
class Told:
    """One application as an office is told of it.

    `asked`: by the code of each question that can be asked of it, what the family wrote, in words;
    `confirmed`: the facts that hold where the office says "so it is".
    """

    applied: Applied
    name: str
    document: str
    number: str
    guardians: str
    asked: Mapping[str, str]
    confirmed: Mapping[str, Mapping[str, str]]

    @property
    def sha256(self) -> str:
        """Keyed digest of what goes out, so that an answer to something else is known."""
        body = {"name": self.name, "number": self.number, "asked": dict(self.asked)}
        return keyed_digest(DIGEST, canonical_json(body).decode())


def told_of(
    call: Call, questions: Sequence[Question], applications: Sequence[Application], at: datetime
) -> dict[int, Told]:
    """Return what is told of each application, by its key; `claim` and `person` are at hand."""
    found: dict[int, Told] = {}
    for start in range(0, len(applications), AT_ONCE):
        found |= _some(call, questions, applications[start : start + AT_ONCE], at)
    return found


def _some(
    call: Call, questions: Sequence[Question], some: Sequence[Application], at: datetime
) -> dict[int, Told]:
    kind, drawn = kind_of(call.kind), applied(some)
    confirmed = {one.code: kind.confirmed(call, one, drawn, at) for one in questions}
    people = [one.person_id for one in some if one.person_id is not None]
    numbers, guardians = _numbers(people), _guardians(people)
    found = {}
    for row, one in zip(some, drawn, strict=True):
        document, number = numbers.get(row.person_id or 0, ("", ""))
        if not number and row.claim is not None and row.claim.value_enc is not None:
            document, number = DocumentKind(row.claim.kind).label, CLAIM_NUMBER.text(row.claim)
        party = row.person or row.claim
        asked = {
            question.code: _words(kind, call, question, one, confirmed[question.code][row.pk])
            for question in questions
            if row.pk in confirmed[question.code]
        }
        found[row.pk] = Told(
            one,
            "" if party is None else party.name,
            document,
            number,
            guardians.get(row.person_id or 0, ""),
            asked,
            {code: confirmed[code][row.pk] for code in asked},
        )
    return found


def _words(
    kind: CallKind, call: Call, question: Question, one: Applied, confirmed: Mapping[str, str]
) -> str:
    """Return the answers that a question rests on, in words; without any, the fact itself."""
    fields = {field.name: field for field in kind.answers}
    said = [
        (field.among or _FLAGS if field.type in ("choice", "flag") else {}).get(value, value)
        for name in question.rests_on
        if (field := fields.get(name)) is not None and (value := one.answers.get(name, ""))
    ]
    if not said:
        said = [kind.fact_zh(call, name, value) for name, value in confirmed.items()]
    return "，".join(said)


def _numbers(people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return by person the kind and the number of a document; a citizen's before all others."""
    rows = Identifier.objects.filter(person__in=people, voided_at=None, valid_to=None)
    rows = rows.exclude(kind=DocumentKind.PUPIL_NUMBER).order_by("person_id", "pk")
    best: dict[int, Identifier] = {}
    for row in rows:
        before = best.get(row.person_id)
        if before is None or (
            row.kind == DocumentKind.CITIZEN and before.kind != DocumentKind.CITIZEN
        ):
            best[row.person_id] = row
    return {
        person: (DocumentKind(row.kind).label, IDENTIFIER_NUMBER.text(row))
        for person, row in best.items()
    }


def _guardians(people: Sequence[int]) -> dict[int, str]:
    """Return by person the names of guardians, as far as they are known."""
    rows = PersonBond.objects.standing().on(business_today())
    rows = rows.filter(kind=PersonBondKind.GUARDIAN, subject__in=people).order_by("pk")
    found: dict[int, list[str]] = {}
    for person, name in rows.values_list("subject_id", "holder__name"):
        if name:
            found.setdefault(person, []).append(name)
    return {person: "、".join(names) for person, names in found.items()}

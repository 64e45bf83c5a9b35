"""What each fact of an application rests on: the word that counts, who says it, since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Attestation, AttestationSource
from xueyou.kernel.calls.rules import rules_of
from xueyou.platform.time import CITY

HIDDEN = "＊＊＊"
NOT_FOUND = "no_answer"


@dataclass(frozen=True, slots=True)
class Said:
    """One source's word of a fact, in words. `says`: agrees, differs, no_answer, stated."""

    source_zh: str
    value: str
    says: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that the rules use. `counts` is the word that counts, None where nobody knows;
    `others` are those who also spoke.
    """

    zh: str
    counts: Said | None
    others: Sequence[Said]


def grounds_of(one: Application, at: datetime) -> list[Ground]:
    """Return what the facts of an application rest on; sensitive values are not shown."""
    if one.round is None or one.round.rulebook_id is None:
        return []
    kind, rules = kind_of(one.call.kind), rules_of(one.round)
    hidden = {field.name for field in kind.answers if field.sensitive}
    (given,) = applied([one])
    own = kind.facts([replace(given, attested={})], at).get(one.pk, {})
    known = kind.known([given], at).get(one.pk, {})
    spoken = _spoken(one)
    found = []
    for name, fact in rules.facts.items():
        if name not in kind.fact_names:
            continue
        masked = name in hidden or fact.sensitivity == "sensitive"

        def shown(value: str, name: str = name, masked: bool = masked) -> str:
            return HIDDEN if masked else kind.fact_zh(one.call, name, value)

        words = [
            Said(
                AttestationSource(source).label,
                "" if said["s"] == NOT_FOUND else shown(said["v"]),
                said["s"],
                day,
            )
            for source in kind.precedence
            if (both := spoken.get(source, {}).get(name)) is not None
            for said, day in (both,)
        ]
        if name in own:
            source = AttestationSource.REGISTRY if name in known else AttestationSource.FAMILY
            words.append(Said(source.label, shown(own[name]), "stated", None))
        counts = next((word for word in words if word.says != NOT_FOUND), None)
        found.append(Ground(fact.zh, counts, [word for word in words if word is not counts]))
    return found


def _spoken(one: Application) -> dict[str, dict[str, tuple[Mapping[str, str], date]]]:
    """Return by source and fact what it says now, with the day for which it said so."""
    rows = Attestation.objects.filter(application=one, option=None, superseded_at=None)
    return {
        row.source: {
            name: (
                said,
                date.fromisoformat(said["on"])
                if "on" in said
                else row.observed_at.astimezone(CITY).date(),
            )
            for name, said in attested_of(row).items()
        }
        for row in rows
    }

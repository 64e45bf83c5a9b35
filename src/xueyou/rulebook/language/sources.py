"""Owns the reading of sources and of the clauses that say where a part of the rules is written."""

from collections.abc import Mapping as Names

from xueyou.rulebook.language.model import Clause, Source
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.standing import worse
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Sequence, Value, text


def sources(value: Value | None) -> dict[str, Source]:
    """Return the documents a rulebook names, by their short names."""
    if not isinstance(value, Mapping):
        return {}
    found = {}
    for id, entry in value.entries.items():
        assert isinstance(entry, Mapping)
        found[id] = Source(
            id=id,
            **{key: text(entry, key) for key in ("title", "issuer", "number", "date", "url")},
            status=text(entry, "status"),
        )
    return found


class Clauses:
    """Reads the `clause` of any part against the sources."""

    def __init__(self, known: Names[str, Source], faults: Faults) -> None:
        self._known = known
        self._faults = faults

    def of(self, part: Mapping, key: str = "clause") -> tuple[Clause, ...]:
        """Return the clauses of one part; a source that is not named above is told."""
        value = part.entries.get(key)
        if value is None:
            return ()
        entries = value.items if isinstance(value, Sequence) else (value,)
        return tuple(self._one(entry) for entry in entries if isinstance(entry, Mapping))

    def _one(self, entry: Mapping) -> Clause:
        source = entry.entries["source"]
        assert isinstance(source, Scalar)
        known = self._known.get(source.value)
        if known is None:
            self._faults.add(
                source, "unknown_name", where="依据", value=source.value, kind="sources"
            )
        told = known.status if known else "待核"
        # What a clause says of itself may doubt its document, not outdo it.
        status = worse(text(entry, "status") or told, told)
        return Clause(source.value, text(entry, "at"), text(entry, "says"), status)

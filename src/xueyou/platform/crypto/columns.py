"""Which columns of which tables are sealed or indexed: declared beside the table, walked by keys.

What is not declared would be left behind under an old key; a house test finds such a column by
its name (`*_enc`, `bidx`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from xueyou.platform.crypto.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A sealed column: value in `column`, the name of its key in `key_column`, bound to `label`."""

    model: type[Model]
    column: str
    label: str
    key_column: str = "enc_key_id"

    def columns(self, uid: Any, text: str) -> dict[str, Any]:
        """Return what a row with that uid keeps of the text: value and name of the key."""
        kept = seal(self.label, uid, text)
        return {self.column: kept.value, self.key_column: kept.key_id}

    def text(self, row: Model) -> str:
        """Return the text of a row. Raises Unreadable."""
        uid = getattr(row, "uid")  # noqa: B009 - every model with a sealed column has one
        return unseal(self.label, uid, getattr(row, self.column), getattr(row, self.key_column))


@dataclass(frozen=True, slots=True)
class IndexedColumn:
    """The blind index (bidx, bidx_key_id, bidx_next) of a sealed canonical number."""

    number: SealedColumn
    kind: Callable[[Any], str]
    """What `blind_index` was given as kind, from the row."""


_sealed: list[SealedColumn] = []
_indexed: list[IndexedColumn] = []


def sealed(
    model: type[Model], column: str, *, label: str, key_column: str = "enc_key_id"
) -> SealedColumn:
    """Declare a sealed column of a table with a `uid`. `label` stays for ever: values bind it."""
    found = SealedColumn(model, column, label, key_column)
    if any(other.label == label for other in _sealed):
        raise ValueError(f"label {label} is declared twice")
    _sealed.append(found)
    return found


def indexed(number: SealedColumn, *, kind: Callable[[Any], str]) -> IndexedColumn:
    """Declare that the table also keeps a blind index of the sealed number."""
    found = IndexedColumn(number, kind)
    _indexed.append(found)
    return found


def sealed_columns() -> tuple[SealedColumn, ...]:
    """Return every sealed column of this deployment."""
    return tuple(_sealed)


def indexed_columns() -> tuple[IndexedColumn, ...]:
    """Return every blind index of this deployment."""
    return tuple(_indexed)

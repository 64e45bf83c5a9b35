"""What the selectors of this idea hand out: frozen rows, no models."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of one basis, in steps of `10 ** -scale` of its indicator's unit."""

    uid: UUID
    indicator_id: int
    version: int
    subject_id: int
    period: str
    dims: str
    basis: str
    value: int
    numerator: int | None
    denominator: int | None
    as_of: date
    recorded_at: datetime
    superseded_at: datetime | None
    source_kind: str
    source_uid: UUID
    source_words: str
    status: str
    query_sha256: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A definition of an indicator from a day on."""

    indicator_id: int
    version: int
    numerator: str
    denominator: str
    measure: str
    valid_from: date
    source: str

"""Many values at once, on one basis: what would change, and recording just that. Flat queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from xueyou.kernel.indicators.models import IndicatorVersion, Target, Value
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.indicators.services import value_of
from xueyou.platform.acts.writing import ActInProgress

NEW, RESTATED, UNCHANGED = "new", "restated", "unchanged"
_AT_ONCE = 5_000
"""Keys in one query; a database takes some thirty thousand."""

Place = tuple[int, int, str, str, date]
_PLACE = ("version__indicator_id", "subject_id", "period", "dims", "as_of")
_Standing = tuple[int, int, int | None, int | None, str]
_FIGURES = ("pk", "value", "numerator", "denominator", "status")


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value somebody gives for a target as of a day; `value` already follows from the parts."""

    target: Target
    as_of: date
    value: int
    numerator: int | None = None
    denominator: int | None = None
    words: str = ""
    status: str = "final"

    @classmethod
    def of(
        cls,
        target: Target,
        as_of: date,
        value: int | None,
        numerator: int | None,
        denominator: int | None,
        words: str = "",
        status: str = "final",
    ) -> "NewValue":
        """Make one from what was typed. Raises FigureRefused where the figures disagree."""
        figure = value_of(target.indicator, value, numerator, denominator)
        return cls(target, as_of, figure, numerator, denominator, words, status)

    @property
    def place(self) -> Place:
        """Where it belongs: indicator, subject, period, dims, day."""
        target = self.target
        key = (target.indicator_id, target.subject_id, target.period, target.dims)
        return (*key, self.as_of)


@dataclass(frozen=True, slots=True)
class Compared:
    """A given value beside the one that stands at its place; `kind`: new, restated, unchanged."""

    given: NewValue
    kind: str
    standing_id: int | None = None
    standing_value: int | None = None


def compare(given: Sequence[NewValue], *, basis: str) -> list[Compared]:
    """Say of each value whether it is new, restates one that stands, or changes nothing."""
    standing = _standing(given, basis)
    return [_compared(one, standing.get(one.place)) for one in given]


def record_all(
    a: ActInProgress,
    changes: Iterable[Compared],
    *,
    basis: str,
    source_kind: str,
    source_uid: UUID,
) -> list[Value]:
    """Record what `compare` found to be new or restated; the caller holds the lock since then."""
    wanted = [one for one in changes if one.kind != UNCHANGED]
    replaced = [one.standing_id for one in wanted if one.standing_id is not None]
    for keys in _batched(replaced):
        Value.objects.filter(pk__in=keys).update(superseded_at=a.at)
    versions = _versions(one.given.target.indicator_id for one in wanted)
    rows = [
        Value(
            version_id=_in_force(versions[one.given.target.indicator_id], one.given.as_of),
            subject_id=one.given.target.subject_id,
            period=one.given.target.period,
            year=period(one.given.target.period).year,
            dims=one.given.target.dims,
            basis=basis,
            value=one.given.value,
            numerator=one.given.numerator,
            denominator=one.given.denominator,
            as_of=one.given.as_of,
            recorded_at=a.at,
            source_kind=source_kind,
            source_uid=source_uid,
            source_words=one.given.words,
            status=one.given.status,
        )
        for one in wanted
    ]
    return list(Value.objects.bulk_create(rows, batch_size=1_000))


def _batched(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    rest = iter(keys)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def _standing(given: Sequence[NewValue], basis: str) -> dict[Place, _Standing]:
    """Return what stands at these places; of a long history only the days that are given."""
    found: dict[Place, _Standing] = {}
    if not given:
        return found
    days = [one.as_of for one in given]
    current = Value.objects.current().filter(basis=basis, as_of__range=(min(days), max(days)))
    for keys in _batched(sorted({one.target.indicator_id for one in given})):
        rows = current.filter(version__indicator__in=keys).values_list(*_PLACE, *_FIGURES)
        for row in rows.iterator():
            found[row[: len(_PLACE)]] = row[len(_PLACE) :]
    return found


def _compared(given: NewValue, standing: _Standing | None) -> Compared:
    if standing is None:
        return Compared(given, NEW)
    key, *before = standing
    same = before == [given.value, given.numerator, given.denominator, given.status]
    return Compared(given, UNCHANGED if same else RESTATED, key, standing[1])


def _versions(indicator_ids: Iterable[int]) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = {}
    for keys in _batched(sorted(set(indicator_ids))):
        rows = IndicatorVersion.objects.filter(indicator__in=keys).order_by("version")
        for indicator_id, valid_from, key in rows.values_list("indicator_id", "valid_from", "pk"):
            found.setdefault(indicator_id, []).append((valid_from, key))
    return found


def _in_force(versions: Sequence[tuple[date, int]], day: date) -> int:
    """Return the definition in force on a day; before the first one, the first."""
    return next((key for since, key in reversed(versions) if since <= day), versions[0][1])

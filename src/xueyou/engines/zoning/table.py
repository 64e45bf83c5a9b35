"""A zone table: each row a place, whole or a range of its numbers, and the zone it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xueyou.engines.zoning.addresses import UNITS, Numbers, plain_address

PARITIES = ("", "odd", "even")


class RowRefused(ValueError):
    """A row cannot be used; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A place (road, estate, village) as the notice names it, and the zone it is in.

    Without `low` and `high` the whole place. `unit` is what they count, both ends included;
    `parity` keeps one side of a road. `key` is whatever the caller knows the row by.
    """

    key: str
    place: str
    zone: str
    unit: str = "号"
    low: int | None = None
    high: int | None = None
    parity: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that says nothing, or two things. Raises RowRefused."""
        if not plain_address(self.place) or not self.zone:
            raise RowRefused("这一行没有写地名，或者没有写片区。")
        if self.unit not in UNITS:
            raise RowRefused(f"“{self.unit}”不是能数的单位，请写号、弄、幢或组。")
        if self.parity not in PARITIES:
            raise RowRefused("单双只能写单号、双号，或者空着。")
        if (self.low is None) != (self.high is None) or (
            self.low is not None and self.high is not None and not 0 <= self.low <= self.high
        ):
            raise RowRefused("号段要两头都写，小的在前；整条路就两头都空着。")

    @property
    def whole(self) -> bool:
        """Whether the row takes the place as a whole, or one side of it."""
        return self.low is None

    def holds(self, numbers: Numbers) -> bool | None:
        """Return whether the numbers lie in the row; None where they do not say."""
        if self.whole and not self.parity:
            return True
        number = numbers.by_unit.get(self.unit)
        if number is None:
            return None
        if self.parity and number % 2 != (1 if self.parity == "odd" else 0):
            return False
        return self.low is None or self.high is None or self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Rows by the plain spelling of their place."""

    rows: Mapping[str, tuple[ZoneRow, ...]]
    lengths: tuple[int, ...] = field(default=())
    """Lengths of the places' names, longest first."""

    @classmethod
    def of(cls, rows: Iterable[ZoneRow]) -> "ZoneTable":
        """Build the table."""
        by_place: dict[str, list[ZoneRow]] = defaultdict(list)
        for row in rows:
            by_place[plain_address(row.place)].append(row)
        lengths = sorted({len(name) for name in by_place}, reverse=True)
        return cls({name: tuple(found) for name, found in by_place.items()}, tuple(lengths))

    def contradictions(self) -> list[tuple[ZoneRow, ZoneRow]]:
        """Return pairs of rows that give one number of one place to two zones.

        A whole place beside ranges of it is none: the range, being narrower, counts first.
        """
        found = []
        for rows in self.rows.values():
            for index, one in enumerate(rows):
                for other in rows[index + 1 :]:
                    if one.zone != other.zone and _share_a_number(one, other):
                        found.append((one, other))
        return found


def _share_a_number(one: ZoneRow, other: ZoneRow) -> bool:
    if one.whole != other.whole or one.unit != other.unit:
        return False
    if one.parity and other.parity and one.parity != other.parity:
        return False
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return bool(one.parity) == bool(other.parity)
    low, high = max(one.low, other.low), min(one.high, other.high)
    parity = one.parity or other.parity
    if parity and low <= high and low % 2 != (1 if parity == "odd" else 0):
        low += 1
    return low <= high

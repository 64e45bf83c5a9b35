"""Finding the zone of one address, or the question that has to be answered first."""

from collections.abc import Iterator
from dataclasses import dataclass

from xueyou.engines.zoning.addresses import own_part, read_numbers, segments
from xueyou.engines.zoning.table import ZoneRow, ZoneTable


@dataclass(frozen=True, slots=True)
class Located:
    """What the table says of an address.

    `outcome`: "found" (one zone, and the rows that say so), "number_needed" (the place is known,
    the range not: `unit` is what to add), "out_of_range" (no row holds the number), "ambiguous"
    (rows of different zones hold it) or "unknown" (no place of the table is named).
    """

    outcome: str
    zone: str = ""
    place: str = ""
    unit: str = ""
    rows: tuple[ZoneRow, ...] = ()


def locate(address: str, table: ZoneTable) -> Located:
    """Return the zone of an address. Linear in the address's length; see `Located`."""
    answers = [
        _of_place(place, behind, table.rows[place])
        for text in segments(address)
        for place, behind in _places(text, table)
    ]
    if not answers:
        return Located("unknown")
    found = [answer for answer in answers if answer.outcome == "found"]
    if found:
        return _agreed(found)
    return next((a for a in answers if a.outcome == "number_needed"), answers[0])


def _places(text: str, table: ZoneTable) -> Iterator[tuple[str, str]]:
    """Give the places named, each with what behind it is its own: the longest at each point."""
    start = 0
    while start < len(text):
        for length in table.lengths:
            name = text[start : start + length]
            if len(name) != length or name not in table.rows:
                continue
            behind = own_part(name, text[start + length :])
            if behind is not None:
                yield name, behind
                start += length - 1
                break
        start += 1


def _of_place(place: str, behind: str, rows: tuple[ZoneRow, ...]) -> Located:
    numbers = read_numbers(behind)
    narrow = [row for row in rows if not row.whole or row.parity]
    holding = [row for row in narrow if row.holds(numbers)]
    open_rows = [row for row in narrow if row.holds(numbers) is None]
    whole = [row for row in rows if row.whole and not row.parity]
    if holding:
        ranged = [row for row in holding if not row.whole]
        return _zone_of(place, ranged or holding)
    if open_rows and len({row.zone for row in rows}) > 1:
        return Located("number_needed", place=place, unit=open_rows[0].unit, rows=rows)
    if whole:
        return _zone_of(place, whole)
    if open_rows:
        return Located("number_needed", place=place, unit=open_rows[0].unit, rows=rows)
    return Located("out_of_range", place=place, rows=rows)


def _zone_of(place: str, rows: list[ZoneRow]) -> Located:
    zones = {row.zone for row in rows}
    if len(zones) > 1:
        return Located("ambiguous", place=place, rows=tuple(rows))
    return Located("found", zone=rows[0].zone, place=place, rows=tuple(rows))


def _agreed(found: list[Located]) -> Located:
    """Return the answer where several places are named: they must agree (road and estate)."""
    if len({answer.zone for answer in found}) == 1:
        return found[0]
    rows = tuple(row for answer in found for row in answer.rows)
    return Located("ambiguous", place=found[0].place, rows=rows)

"""A zone table as counties keep it, read and checked: every fault told at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueyou.domains.enrolment.refusals import RowFault, TableNotTaken
from xueyou.domains.enrolment.schools import Schools
from xueyou.domains.enrolment.tables import rows_of, whole_number
from xueyou.engines.zoning import RowRefused, ZoneRow, ZoneTable
from xueyou.formats.tables import Table

PLACE, UNIT, LOW, HIGH, PARITY, SCHOOLS = "地名", "单位", "起", "止", "单双", "学校代码"
EAST, NORTH = "东", "北"
COLUMNS = (PLACE, UNIT, LOW, HIGH, PARITY, SCHOOLS, EAST, NORTH)
NEEDED = (PLACE, SCHOOLS)
PARITIES = {"": "", "单": "odd", "单号": "odd", "双": "even", "双号": "even"}
LONGEST_PLACE, FURTHEST = 80, 8
_BETWEEN = str.maketrans("，,;； /", "、、、、、、")


@dataclass(frozen=True, slots=True)
class ZonesRead:
    """The rows of a table, by school's code the zone it belongs to, and by row where it lies."""

    rows: tuple[tuple[int, ZoneRow], ...]
    zones: Mapping[str, str]
    points: Mapping[int, str]


def read_zones(table: Table, schools: Schools) -> ZonesRead:
    """Return what a table says. `schools`: those that may stand in it.

    A row names one school or several (a zone of several schools: 学校代码 joined by 、); a school
    lies in one zone. Raises TableNotTaken with every fault of every row.
    """
    faults: list[RowFault] = []
    rows: list[tuple[int, ZoneRow]] = []
    zones: dict[str, tuple[str, int]] = {}
    members: dict[str, tuple[str, ...]] = {}
    points: dict[int, str] = {}
    for number, cells in rows_of(table, COLUMNS, NEEDED):
        codes, wrong = _codes(number, cells[SCHOOLS], schools)
        zone = codes[0] if codes else ""
        wrong += _of_other_zone(number, codes, zones, members)
        row = _row(number, cells, zone or "?", wrong)
        if point := _point(number, cells, wrong):
            points[number] = point
        faults += wrong
        if row is not None and not wrong:
            rows.append((number, row))
    faults += _against_each_other(rows)
    if faults:
        raise TableNotTaken(faults)
    if not rows:
        raise TableNotTaken([RowFault(1, "", "表里没有一行内容。")])
    return ZonesRead(tuple(rows), {code: zone for code, (zone, _) in zones.items()}, points)


def _codes(number: int, text: str, schools: Schools) -> tuple[tuple[str, ...], list[RowFault]]:
    parts = [part for part in text.translate(_BETWEEN).split("、") if part]
    if not parts:
        return (), [RowFault(number, SCHOOLS, "没有写学校代码。")]
    unknown = [part for part in parts if part not in schools.by_code]
    wrong = [RowFault(number, SCHOOLS, schools.unknown(part)) for part in unknown]
    return (() if unknown else tuple(sorted(set(parts)))), wrong


def _of_other_zone(
    number: int,
    codes: tuple[str, ...],
    zones: dict[str, tuple[str, int]],
    members: dict[str, tuple[str, ...]],
) -> list[RowFault]:
    """Note the zone of these schools; tell where one of them stands in another zone already."""
    if not codes:
        return []
    zone = codes[0]
    for code in codes:
        before, row = zones.setdefault(code, (zone, number))
        if before != zone or members.setdefault(before, codes) != codes:
            return [
                RowFault(
                    number,
                    SCHOOLS,
                    f"学校“{code}”在第{row}行属于另一个片区，一所学校只能在一个片区里。",
                )
            ]
    return []


def _row(number: int, cells: Mapping[str, str], zone: str, wrong: list[RowFault]) -> ZoneRow | None:
    """Return the row; what is wrong with its cells is added to `wrong`."""
    if len(cells[PLACE]) > LONGEST_PLACE:
        wrong.append(RowFault(number, PLACE, f"地名最多{LONGEST_PLACE}个字。"))
        return None
    ends: list[int | None] = []
    for column in (LOW, HIGH):
        end = whole_number(cells[column])
        if cells[column] and end is None:
            wrong.append(RowFault(number, column, f"“{cells[column]}”不是号码，请只写数字。"))
        ends.append(end)
    if cells[PARITY] not in PARITIES:
        wrong.append(RowFault(number, PARITY, "单双只能写单号、双号，或者空着。"))
    if any(fault.column in (LOW, HIGH, PARITY) for fault in wrong):
        return None
    try:
        return ZoneRow(
            str(number),
            cells[PLACE],
            zone,
            cells[UNIT] or "号",
            ends[0],
            ends[1],
            PARITIES[cells[PARITY]],
        )
    except RowRefused as refused:
        wrong.append(RowFault(number, "", refused.zh))
        return None


def _point(number: int, cells: Mapping[str, str], wrong: list[RowFault]) -> str:
    """Return where a row's place lies, "" where that is not written."""
    ends = [cells[EAST].removesuffix(".0"), cells[NORTH].removesuffix(".0")]
    for column, text in zip((EAST, NORTH), ends, strict=True):
        plain = text.removeprefix("-")
        if any(ends) and not (plain.isascii() and plain.isdigit() and len(plain) <= FURTHEST):
            wrong.append(RowFault(number, column, "东、北两格都写整米数，或者都空着。"))
            return ""
    return " ".join(str(int(text)) for text in ends) if all(ends) else ""


def _against_each_other(rows: list[tuple[int, ZoneRow]]) -> list[RowFault]:
    faults = [
        RowFault(
            max(int(one.key), int(other.key)),
            "",
            f"和第{min(int(one.key), int(other.key))}行矛盾：“{one.place}”的同一个号码"
            "分给了两个片区。",
        )
        for one, other in ZoneTable.of(row for _, row in rows).contradictions()
    ]
    seen: dict[tuple[object, ...], int] = {}
    for number, row in rows:
        same = (row.place, row.unit, row.low, row.high, row.parity, row.zone)
        if same in seen:
            faults.append(RowFault(number, "", f"和第{seen[same]}行一模一样，请删去一行。"))
        seen.setdefault(same, number)
    return faults

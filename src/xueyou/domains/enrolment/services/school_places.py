"""Setting up a call's schools and planned places from one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from xueyou.domains.enrolment.refusals import RowFault, TableNotTaken
from xueyou.domains.enrolment.schools import schools_of
from xueyou.domains.enrolment.services.laying import PRIVATE_SECTOR, batch_for
from xueyou.domains.enrolment.tables import rows_of, whole_number
from xueyou.domains.enrolment.zoning import notice_for
from xueyou.formats.tables import Table
from xueyou.kernel.calls.access import KEEP_ROUND
from xueyou.kernel.calls.models import Call, CapacityLine, LineKind, Option, Round
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today, wall_now
from xueyou.rulebook.language.model import Rulebook as Rules

SCHOOL, PLACES = "学校代码", "计划人数"
SECTOR, EAST, NORTH = "公办民办", "校址东", "校址北"
COLUMNS = (SCHOOL, PLACES, SECTOR, EAST, NORTH)
NEEDED = (SCHOOL, PLACES)
"""The others may be left out: a public school, and no place on the map, in whole metres."""
SECTORS = {"": "", "公办": "public", "民办": PRIVATE_SECTOR}
FURTHEST = 8
REASON = "招生计划"


@dataclass(frozen=True, slots=True)
class _School:
    code: str
    uid: UUID
    name: str
    places: int
    attributes: Mapping[str, str]


def set_up_places(
    *,
    actor: Actor,
    round_uid: UUID | str,
    table: Table,
    key: str,
    at: datetime | None = None,
) -> int:
    """Add each school of a table as an option with its planned places; return how many.

    Once the rules are announced, places go into the batch of their kind of school.

    The table is checked whole before the first act: TableNotTaken tells every fault, nothing is
    changed then. Each school is an act of its own; the same key again goes on where it stopped.
    Raises NotFound, CallRefused.
    """
    round_: Round = target(actor, KEEP_ROUND, round_uid)
    call = round_.call
    source = Ref("places_table", uuid5(NAMESPACE_URL, key))
    schools = _read(table, call, _planned(round_, source))
    notice = notice_for(call, wall_now())
    zones: Mapping[str, str] = {} if notice is None else notice.zones
    rules = rules_of(round_) if round_.rulebook_id else None
    for one in schools:
        zone = zones.get(one.code)
        known = Option.objects.filter(call=call, code=one.code).first()
        uid = (
            known.uid
            if known
            else add_option(
                actor=actor,
                call_uid=call.uid,
                organisation_uid=one.uid,
                code=one.code,
                title=one.name,
                attributes={
                    "school": one.code,
                    **({"zone": zone} if zone else {}),
                    **one.attributes,
                },
                key=str(uuid5(NAMESPACE_URL, f"{key}:option:{one.code}")),
                at=at,
            )
        )
        add_line(
            actor=actor,
            round_uid=round_.uid,
            option_uid=uid,
            kind=LineKind.PLANNED,
            delta=one.places,
            batch="" if rules is None else _batch(uid, rules),
            reason=REASON,
            source=source,
            key=str(uuid5(NAMESPACE_URL, f"{key}:places:{one.code}")),
            at=at,
        )
    return len(schools)


def _batch(option_uid: UUID, rules: Rules) -> str:
    option = Option.objects.get(uid=option_uid)
    return batch_for(option, LineKind.PLANNED, rules) if len(rules.batches) > 1 else ""


def _attributes(number: int, cells: Mapping[str, str], faults: list[RowFault]) -> dict[str, str]:
    """Return what a row says of the school itself; what is wrong is added to `faults`."""
    if cells[SECTOR] not in SECTORS:
        faults.append(RowFault(number, SECTOR, "只能写公办、民办，或者空着。"))
    ends = [cells[EAST].removesuffix(".0"), cells[NORTH].removesuffix(".0")]
    for column, text in zip((EAST, NORTH), ends, strict=True):
        plain = text.removeprefix("-")
        if any(ends) and not (plain.isascii() and plain.isdigit() and len(plain) <= FURTHEST):
            faults.append(RowFault(number, column, "校址东、北两格都写整米数，或者都空着。"))
    sector = SECTORS.get(cells[SECTOR], "")
    return {
        **({"sector": sector} if sector else {}),
        **({"place": " ".join(ends)} if all(ends) else {}),
    }


def _read(table: Table, call: Call, planned: set[str]) -> list[_School]:
    """Return the rows of a table. Raises TableNotTaken with every fault."""
    schools = schools_of(call.organisation, business_today(), Call.objects.filter(pk=call.pk))
    known = {code: (uid, name) for code, (_, uid, name) in schools.by_code.items()}
    faults: list[RowFault] = []
    found: dict[str, _School] = {}
    for number, cells in rows_of(table, COLUMNS, NEEDED):
        attributes = _attributes(number, cells, faults)
        code, places = cells[SCHOOL], whole_number(cells[PLACES])
        if code not in known:
            faults.append(RowFault(number, SCHOOL, schools.unknown(code)))
        elif code in found:
            faults.append(RowFault(number, SCHOOL, f"“{code}”写了两次，请删去一行。"))
        elif code in planned:
            faults.append(RowFault(number, SCHOOL, f"“{code}”这一轮的计划人数已经登记过了。"))
        if places is None:
            faults.append(RowFault(number, PLACES, f"“{cells[PLACES]}”不是人数，请写整数。"))
        elif code in known:
            found.setdefault(code, _School(code, *known[code], places, attributes))
    if faults or not found:
        raise TableNotTaken(faults or [RowFault(1, "", "表里没有一行内容。")])
    return list(found.values())


def _planned(round_: Round, source: Ref) -> set[str]:
    """Return the codes whose planned places another source has given already."""
    lines = CapacityLine.objects.filter(round=round_, kind=LineKind.PLANNED, voided_at=None)
    others = lines.exclude(source_kind=source.kind, source_uid=source.uid)
    return set(others.values_list("option__code", flat=True))

"""Saying how many children schools take in a year, all calls together: by whoever is above them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xueyou.domains.enrolment.plan_access import SET_SCHOOL_PLAN
from xueyou.domains.enrolment.refusals import EnrolmentRefused, RowFault, TableNotTaken
from xueyou.domains.enrolment.selectors.school_plans import STAGES as PLANNED_STAGES
from xueyou.domains.enrolment.shared_places import MOST, PLAN, counted_on
from xueyou.domains.enrolment.tables import rows_of, whole_number
from xueyou.domains.enrolment.verbs import SET_SCHOOL_PLANS
from xueyou.formats.tables import Table
from xueyou.kernel.registry.models import Parameter
from xueyou.kernel.registry.parameters import end_what_holds, hold_from
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.paths import common_path

SCHOOL, STAGE, PLACES = "学校代码", "学段", "一年一共招"
COLUMNS = (SCHOOL, STAGE, PLACES)
UNBOUND = "不限"
"""Written for a number: from that year on the school is not held against any."""
LONGEST_SOURCE = 300
MOST_ROWS = 1000
STAGES = {str(stage.label): str(stage.value) for stage in PLANNED_STAGES}


@dataclass(frozen=True, slots=True)
class _Row:
    """`most` is None where the school is not to be held against a number any more."""

    number: int
    school: Organisation
    stage: str
    most: int | None


def set_school_plans(
    *,
    actor: Actor,
    year: int,
    source: str,
    table: Table,
    verified: bool = False,
    key: str,
    at: datetime | None = None,
) -> int:
    """Let schools take so many from a year on, until it is said anew; return how many rows.

    All rows or none, in one act. What was said of the same year before stays on record. Nothing
    that calls offer already is taken back. Raises NotFound, EnrolmentRefused, TableNotTaken.
    """
    words = " ".join(source.split())
    if not words or len(words) > LONGEST_SOURCE:
        raise EnrolmentRefused("请写明依据的名称和文号，没有核对过的写“待核”。没有登记。")
    if not 2000 <= year <= 2200:
        raise EnrolmentRefused("请选是哪一年。没有登记。")
    rows = _read(table, actor)
    request = {
        "year": year,
        "source": words,
        "verified": verified,
        "rows": [[row.school.code, row.stage, row.most] for row in rows],
    }
    with act(actor, SET_SCHOOL_PLANS.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return int(a.outcome["rows"])
        a.lock(*{row.school.pk: row.school for row in rows}.values())
        faults = [fault for row in rows if (fault := _set(row, year, words, verified))]
        if faults:
            raise TableNotTaken(faults)
        place = Organisation.objects.get(path=common_path([row.school.path for row in rows]))
        a.about("organisation", place.uid, org_path=place.path)
        a.data = {"year": year, "rows": len(rows), "verified": verified}
        a.outcome = {"rows": len(rows)}
        return len(rows)


def _set(row: _Row, year: int, source: str, verified: bool) -> RowFault | None:
    """Write one row; return why not where what was said of later years forbids it."""
    own = Parameter.objects.standing().filter(
        name=PLAN, jurisdiction=row.school, applies_to=row.stage
    )
    since = [one.valid_from for one in own.order_by("valid_from")]
    if any(day > counted_on(year) for day in since):
        return RowFault(row.number, PLACES, f"{year}年以后的计划已经登记过，不能再改{year}年的。")
    first = date(year, 1, 1)
    day = max([first, *since])  # what was said within the year is replaced
    if row.most is None:
        if end_what_holds(PLAN, row.school, row.stage, day) is None:
            return RowFault(row.number, PLACES, "本来就没有登记计划，不用写“不限”，请删去这一行。")
        return None
    hold_from(
        row.school,
        PLAN,
        row.most,
        source=source,
        valid_from=day,
        verified=verified,
        applies_to=row.stage,
    )
    return None


def _read(table: Table, actor: Actor) -> list[_Row]:
    """Return the rows of a table. Raises TableNotTaken with every fault."""
    schools = _schools(actor)
    faults: list[RowFault] = []
    found: dict[tuple[str, str], _Row] = {}
    for number, cells in rows_of(table, COLUMNS, (SCHOOL, PLACES)):
        code, stage, most = cells[SCHOOL], cells[STAGE], whole_number(cells[PLACES])
        row_faults = _faults(number, cells, schools)
        if (code, stage) in found:
            row_faults.append(RowFault(number, SCHOOL, f"“{code}”这个学段写了两次，请删去一行。"))
        faults += row_faults
        if not row_faults:
            found[code, stage] = _Row(number, schools[code], STAGES.get(stage, ""), most)
    if len(found) > MOST_ROWS:
        raise EnrolmentRefused(f"一次最多{MOST_ROWS}行，没有登记。请分几次交。")
    if faults or not found:
        raise TableNotTaken(faults or [RowFault(1, "", "表里没有一行内容。")])
    return list(found.values())


def _faults(
    number: int, cells: Mapping[str, str], schools: Mapping[str, Organisation]
) -> list[RowFault]:
    found = []
    if cells[SCHOOL] not in schools:
        words = f"您管的学校里没有代码是“{cells[SCHOOL]}”的。市直属学校的计划由市教育局登记。"
        found.append(RowFault(number, SCHOOL, words))
    if cells[STAGE] and cells[STAGE] not in STAGES:
        words = (
            f"“{cells[STAGE]}”不是学段，请写{'、'.join(STAGES)}，或者空着（每个学段都照这个数）。"
        )
        found.append(RowFault(number, STAGE, words))
    most = whole_number(cells[PLACES])
    if cells[PLACES] != UNBOUND and (most is None or most > MOST):
        words = f"“{cells[PLACES]}”不是人数，请写0到{MOST}的整数；不再核的写“{UNBOUND}”。"
        found.append(RowFault(number, PLACES, words))
    return found


def _schools(actor: Actor) -> dict[str, Organisation]:
    """Return the schools of which the actor may say it, by code. Raises NotFound for nobody's."""
    found = {one.code: one for one in scope(actor, SET_SCHOOL_PLAN).exclude(code="")}
    if not found:
        raise NotFound
    return found

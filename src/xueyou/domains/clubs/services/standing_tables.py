"""The white list and the list of pupils who pay no fee, each taken from one table, whole or not.

A table is checked to the end before anything is written; what stands already word for word is left
as it is, so the same table a second time changes nothing.
"""

import re
from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_STANDINGS
from xueyou.domains.clubs.credit_codes import credit_code
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.services.telling import tell_exempt
from xueyou.domains.clubs.standings import FEE_EXEMPT, VETTED
from xueyou.formats.tables import Table
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.models import DocumentKind, Membership, MembershipKind, Person, Standing
from xueyou.kernel.registry.names import name_key
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.people import Number, number_of, people_by_index
from xueyou.kernel.registry.services.standings import LONGEST_REASON, grant
from xueyou.kernel.registry.standings import StandingKind
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.orgs.tree import create_organisation

NAME, CODE, REASON, FROM, TO = "机构名称", "统一社会信用代码", "依据", "从哪天起", "到哪天前"
SCHOOL, PUPIL, NUMBER = "学校代码", "学生姓名", "证件号码"
PROVIDER_COLUMNS = (NAME, CODE, REASON, FROM, TO)
PUPIL_COLUMNS = (SCHOOL, PUPIL, NUMBER, REASON, FROM, TO)
MOST_ROWS = 5_000
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row; `column` is its head, "" for the table."""

    row: int
    column: str
    zh: str


class ListNotTaken(ClubRefused):
    """A table was not taken; `faults` are all that is wrong, by row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"表里有{len(faults)}处要改，一行也没有收。改好了再交整张表。")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Said:
    row: int
    reason: str
    valid_from: date
    valid_to: date | None


def list_providers(*, actor: Actor, table: Table, key: str, at: datetime | None = None) -> int:
    """Put the providers of a table on the white list; return how many standings are new.

    A provider nobody entered yet becomes an organisation of the actor's own bureau. Raises
    ListNotTaken, NotAllowed.
    """
    home = _home(actor)
    rows, faults = _rows(table, PROVIDER_COLUMNS, (NAME, CODE, REASON, FROM))
    companies = {
        one.code: one
        for one in Organisation.objects.filter(
            kind=OrganisationKind.COMPANY, closed_on=None
        ).exclude(code="")
    }
    wanted: dict[str, tuple[str, _Said]] = {}
    for number, cells in rows:
        code, said = credit_code(cells[CODE]), _said(number, cells, faults)
        known = None if code is None else companies.get(code)
        if code is None:
            zh = "统一社会信用代码是18位，这一个不对。请照营业执照或登记证核对。"
            faults.append(Fault(number, CODE, zh))
        elif code in wanted:
            faults.append(Fault(number, CODE, "这家机构写了两次，请只留一行。"))
        elif known is not None and not known.path.startswith(home.path):
            zh = "这家机构由别的教育局登记，请由登记它的教育局列入白名单。"
            faults.append(Fault(number, CODE, zh))
        if not cells[NAME]:
            faults.append(Fault(number, NAME, "机构名称没有填。"))
        if code is not None and said is not None:
            wanted.setdefault(code, (cells[NAME], said))
    _refuse(faults, wanted)
    request = {"providers": [[code, name, _plain(said)] for code, (name, said) in wanted.items()]}
    with act(actor, verbs.LIST_PROVIDERS.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return int(a.outcome)
        new = 0
        for code, (name, said) in wanted.items():
            provider = companies.get(code)
            if provider is None:
                provider = create_organisation(
                    a, name=name, kind=OrganisationKind.COMPANY.value, parent=home, code=code
                )
            new += _state(a, VETTED, provider, said)
        a.about("organisation", home.uid, org_path=home.path)
        a.data = {"listed": len(wanted), "new": new}
        a.outcome = new
        return new


def list_exempt(*, actor: Actor, table: Table, key: str, at: datetime | None = None) -> int:
    """Note the pupils of a table as paying no fee; return how many standings are new.

    A pupil is found by the number, among those of the school today, and must bear the name. Raises
    ListNotTaken, NotAllowed.
    """
    home = _home(actor)
    rows, faults = _rows(table, PUPIL_COLUMNS, (SCHOOL, PUPIL, NUMBER, REASON, FROM))
    every = list(rows)
    schools = {
        one.code: one
        for one in Organisation.objects.filter(
            path__startswith=home.path, closed_on=None, kind__in=("school", "kindergarten")
        ).exclude(code="")
    }
    numbers = {number: _number(number, cells[NUMBER], faults) for number, cells in every}
    people = people_by_index([one for one in numbers.values() if one is not None])
    at_school = _pupils([one.pk for one in people.values()])
    wanted: dict[int, tuple[Person, _Said]] = {}
    for number, cells in every:
        said, asked = _said(number, cells, faults), numbers[number]
        school = schools.get(cells[SCHOOL])
        if school is None:
            faults.append(Fault(number, SCHOOL, "您管的范围里没有这个学校代码。"))
        if school is None or asked is None:
            continue
        person = people.get(asked.index.value)
        if person is None or at_school.get(person.pk) != school.pk:
            zh = "这所学校现在没有这个证件号码的学生。请核对，或先由学校导入名册。"
            faults.append(Fault(number, NUMBER, zh))
        elif name_key(person.name) != name_key(cells[PUPIL]):
            faults.append(Fault(number, PUPIL, "姓名和证件号码登记的不一样，请照证件核对。"))
        elif person.pk in wanted:
            faults.append(Fault(number, NUMBER, "这个学生写了两次，请只留一行。"))
        elif said is not None:
            wanted[person.pk] = (person, said)
    _refuse(faults, wanted)
    request = {"pupils": [[str(one.uid), _plain(said)] for one, said in wanted.values()]}
    with act(actor, verbs.LIST_EXEMPT.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return int(a.outcome)
        stated = {
            person: (said.valid_from, said.valid_to)
            for person, said in wanted.values()
            if _state(a, FEE_EXEMPT, person, said)
        }
        tell_exempt(a, stated)
        new = len(stated)
        a.about("organisation", home.uid, org_path=home.path)
        a.data = {"listed": len(wanted), "new": new}
        a.outcome = new
        return new


def _home(actor: Actor) -> Organisation:
    """Return the bureau that the actor keeps standings for. Raises NotAllowed."""
    for held, _ in grants_of(actor, KEEP_STANDINGS):
        found = Organisation.objects.filter(path=held.path).first()
        if found is not None:
            return found
    raise NotAllowed(KEEP_STANDINGS.code)


def _rows(
    table: Table, columns: Sequence[str], needed: Sequence[str]
) -> tuple[Iterator[tuple[int, dict[str, str]]], list[Fault]]:
    """Return the rows by head and the list that faults go to. Raises ListNotTaken."""
    missing = [
        Fault(1, name, f"缺少“{name}”这一列。") for name in needed if name not in table.columns
    ]
    if len(table.rows) > MOST_ROWS:
        missing.append(Fault(1, "", f"一张表最多{MOST_ROWS}行，请分成几张交。"))
    if missing:
        raise ListNotTaken(missing)

    def cell(name: str, index: int) -> str:
        column = table.columns.get(name)
        return "" if column is None else column.values[int(column.codes[index])].strip()

    numbers = [int(number) for number in table.rows.tolist()]
    rows = (
        (number, {name: cell(name, index) for name in columns})
        for index, number in enumerate(numbers)
    )
    return rows, []


def _refuse(faults: list[Fault], wanted: Sized) -> None:
    if faults or not wanted:
        found = faults or [Fault(1, "", "表里没有一行内容。")]
        raise ListNotTaken(sorted(found, key=lambda fault: (fault.row, fault.column)))


def _said(number: int, cells: dict[str, str], faults: list[Fault]) -> _Said | None:
    reason = " ".join(cells[REASON].split())
    first, last = _day(cells[FROM]), _day(cells[TO])
    before = len(faults)
    if not 0 < len(reason) <= LONGEST_REASON:
        zh = f"依据要写（文件名称、文号），最多{LONGEST_REASON}个字。"
        faults.append(Fault(number, REASON, zh))
    if first is None:
        faults.append(Fault(number, FROM, "看不出是哪一天。请写成2026-09-01这样。"))
    if cells[TO] and last is None:
        faults.append(Fault(number, TO, "看不出是哪一天。请写成2027-07-31这样，一直有效就空着。"))
    if first is not None and last is not None and last <= first:
        faults.append(Fault(number, TO, "结束的日子要在开始之后。"))
    if first is None or len(faults) > before:
        return None
    return _Said(number, reason, first, last)


def _number(row: int, text: str, faults: list[Fault]) -> Number | None:
    try:
        return number_of(DocumentKind.CITIZEN.value, text)
    except NumberRefused as refused:
        faults.append(Fault(row, NUMBER, refused.zh.removesuffix("没有保存。")))
        return None


def _pupils(keys: Sequence[int]) -> dict[int, int]:
    """Return {person: school} of open primary memberships."""
    found: dict[int, int] = {}
    for start in range(0, len(keys), 400):
        rows = Membership.objects.standing().filter(
            kind=MembershipKind.PUPIL,
            primary=True,
            valid_to=None,
            person_id__in=keys[start : start + 400],
        )
        found |= dict(rows.values_list("person_id", "organisation_id"))
    return found


def _state(a: ActInProgress, kind: StandingKind, party: Organisation | Person, said: _Said) -> bool:
    """State what a row says of a party, unless it stands already; return whether it is new."""
    rows = Standing.objects.standing().filter(
        kind=kind.name,
        reason=said.reason,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        **{"person" if isinstance(party, Person) else "organisation": party},
    )
    if rows.exists():
        return False
    grant(
        a,
        kind,
        party,
        source=Ref("act", a.uid),
        reason=said.reason,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
    )
    return True


def _plain(said: _Said) -> list[str]:
    last = "" if said.valid_to is None else said.valid_to.isoformat()
    return [said.reason, said.valid_from.isoformat(), last]


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.split("T")[0].split(" 00:00")[0])
    try:
        return None if match is None else date(*(int(part) for part in match.groups()))
    except ValueError:
        return None

"""The ledger of past years as a county keeps it in a table, read whole before a row is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueyou.domains.enrolment.homes import LONGEST, Home, home_of
from xueyou.domains.enrolment.refusals import RowFault, TableNotTaken
from xueyou.domains.enrolment.schools import Schools
from xueyou.domains.enrolment.tables import rows_of
from xueyou.formats.tables import Table
from xueyou.kernel.registry.countries import CountryRefused, country_of
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.models import DocumentKind
from xueyou.kernel.registry.services.people import Number, number_of

ADDRESS, YEAR, SCHOOL = "住址", "入学年份", "学校代码"
CHILD, GUARDIAN, KIND = "孩子证件号码", "监护人证件号码", "证件种类"
COUNTRY = "国籍/地区"
COLUMNS = (ADDRESS, YEAR, SCHOOL, CHILD, GUARDIAN, KIND, COUNTRY)
NEEDED = (ADDRESS, YEAR, SCHOOL)
KINDS = {kind.label: kind.value for kind in DocumentKind if kind != DocumentKind.NONE_YET}
EARLIEST, DIGITS = 2000, 4
_NOT_SAVED = "没有保存。"


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One row: the home, the school year, the school's code, the numbers of the family."""

    row: int
    home: Home
    year: int
    school: str
    numbers: tuple[Number, ...]


def read_homes(table: Table, schools: Schools, above: Sequence[str], latest: int) -> list[HomeRow]:
    """Return the rows of a ledger. Raises TableNotTaken with every fault of every row.

    `schools`: those that may stand in it; `latest`: the last school year that may. 证件种类 is of
    the child's number; empty is a citizen's card, as a guardian's number is. 国籍/地区 says of
    which country a child's passport is. A row needs one number at least: without one nobody could
    tell a brother from a stranger.
    """
    faults: list[RowFault] = []
    found: list[HomeRow] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in rows_of(table, COLUMNS, NEEDED):
        wrong: list[RowFault] = []
        year = _year(number, cells[YEAR], latest, wrong)
        home = _home(number, cells[ADDRESS], above, wrong)
        if cells[SCHOOL] not in schools.by_code:
            wrong.append(RowFault(number, SCHOOL, schools.unknown(cells[SCHOOL])))
        numbers = _numbers(number, cells, wrong)
        same = (home.plain, year, cells[SCHOOL], *(one.text for one in numbers))
        if not wrong and same in seen:
            wrong.append(RowFault(number, "", f"和第{seen[same]}行一模一样，请删去一行。"))
        seen.setdefault(same, number)
        faults += wrong
        if not wrong:
            found.append(HomeRow(number, home, year, cells[SCHOOL], numbers))
    if faults or not found:
        raise TableNotTaken(faults or [RowFault(1, "", "表里没有一行内容。")])
    return found


def _home(number: int, text: str, above: Sequence[str], wrong: list[RowFault]) -> Home:
    home = home_of(text, above)
    if not home.plain:
        wrong.append(RowFault(number, ADDRESS, "没有写住址。"))
    elif len(text) > LONGEST:
        wrong.append(RowFault(number, ADDRESS, f"住址最多{LONGEST}个字，请写短一些。"))
    return home


def _year(number: int, text: str, latest: int, wrong: list[RowFault]) -> int:
    plain = text.removesuffix(".0").removesuffix("年")
    if not (plain.isascii() and plain.isdigit() and len(plain) == DIGITS):
        wrong.append(RowFault(number, YEAR, f"“{text}”不是年份，请写四位数字，例如2022。"))
        return 0
    year = int(plain)
    if not EARLIEST <= year <= latest:
        wrong.append(RowFault(number, YEAR, f"年份要在{EARLIEST}年到{latest}年之间，请核对。"))
    return year


def _numbers(row: int, cells: Mapping[str, str], wrong: list[RowFault]) -> tuple[Number, ...]:
    kind = KINDS.get(cells[KIND] or DocumentKind.CITIZEN.label)
    if kind is None:
        wrong.append(RowFault(row, KIND, f"证件种类只能写：{'、'.join(KINDS)}，或者空着。"))
        return ()
    asked = [(CHILD, kind, cells[CHILD])]
    guardians = cells[GUARDIAN].replace(",", "、").replace("，", "、").split("、")
    asked += [(GUARDIAN, DocumentKind.CITIZEN.value, text.strip()) for text in guardians]
    found: list[Number] = []
    for column, of, text in asked:
        if not text:
            continue
        try:
            found.append(number_of(of, text, country_of(of, cells[COUNTRY])))
        except CountryRefused as refused:
            wrong.append(RowFault(row, COUNTRY, refused.zh.replace(_NOT_SAVED, "")))
        except NumberRefused as refused:
            wrong.append(RowFault(row, column, refused.zh.replace(_NOT_SAVED, "")))
    if not found and not any(text for _, _, text in asked):
        wrong.append(RowFault(row, CHILD, "孩子或监护人的证件号码至少写一个。"))
    return tuple(found)

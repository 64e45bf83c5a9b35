"""The white list and the free pupils by table: whole or not, at once honoured, withdrawn."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from django.test import Client

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import citizen_number, officer
from tests.surfaces.registry.conftest import Browser
from xueyou.domains.clubs.credit_codes import check_character, credit_code
from xueyou.domains.clubs.standings import FEE_EXEMPT, VETTED
from xueyou.kernel.registry.models import Person, Standing
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.orgs.models import Organisation

CODE = "52350000MJ0000001" + check_character("52350000MJ0000001")
DAY = date(2026, 11, 20)
PROVIDERS = ("机构名称", "统一社会信用代码", "依据", "从哪天起", "到哪天前")
PUPILS = ("学校代码", "学生姓名", "证件号码", "依据", "从哪天起", "到哪天前")


@pytest.fixture
def county(rolls: Rolls, browser: Browser) -> Client:
    """Return the browser of county A's officer."""
    return browser(officer("county_officer", rolls.places.county_a))


def written_table(path: Path, *rows: tuple[str, ...]) -> Path:
    """Write a table, heads first."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    book.close()
    return path


def handed_in(client: Client, path: Path, which: str, *rows: tuple[str, ...]) -> Any:
    """Post a table."""
    with written_table(path, *rows).open("rb") as file:
        fields = {"file": file, "idempotency_key": str(uuid4())}
        return client.post(f"/registry/standings/{which}", fields)


def test_credit_codes_are_checked() -> None:
    """One changed character is no code; small letters and blanks are meant well."""
    assert credit_code("91350100M000100Y43") == "91350100M000100Y43"
    assert credit_code(CODE.lower()[:9] + " " + CODE.lower()[9:]) == CODE
    other = "1" if CODE[5] != "1" else "2"
    assert credit_code(CODE[:5] + other + CODE[6:]) is None


def test_a_provider_is_listed_once_and_withdrawn(county: Client, rolls: Rolls) -> None:
    """New, it becomes an organisation of the county; the table again changes nothing."""
    row = ("临澄少年科技社", CODE, "澄教〔2026〕8号", "2026-09-01", "2027-07-31")
    assert handed_in(county, rolls.path, "", PROVIDERS, row).status_code == 302
    company = Organisation.objects.get(code=CODE)
    assert company.path.startswith(rolls.places.county_a.path)
    assert company.pk in in_force([VETTED], organisations=[company.pk], on=DAY)
    handed_in(county, rolls.path, "", PROVIDERS, row)
    one = Standing.objects.get()
    address = f"/registry/standings/{one.uid}/"
    assert "有效" in county.get(address).content.decode()
    refused = county.post(f"{address}withdraw/", {"why": "", "idempotency_key": str(uuid4())})
    assert refused.status_code == 422
    county.post(f"{address}withdraw/", {"why": "登记错了", "idempotency_key": str(uuid4())})
    assert in_force([VETTED], organisations=[company.pk], on=DAY) == {}
    assert county.get(address).status_code == 404


def test_free_pupils_are_found_by_number_and_name(county: Client, rolls: Rolls) -> None:
    """Every fault of the table at once; put right, the bill's room honours it from then on."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "王知夏")]))
    code, why = rolls.places.school_a.code, "低保"
    answer = handed_in(
        county,
        rolls.path,
        "exempt/",
        PUPILS,
        (code, "别的名字", citizen_number(1), why, "2026-09-01", ""),
        (code, "林小满", citizen_number(5), why, "2026-09-01", ""),
        ("没有", "王知夏", citizen_number(2), why, "昨天", ""),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("第2行 学生姓名", "第3行 证件号码", "第4行 学校代码", "第4行 从哪天起"):
        assert said in page
    assert not Standing.objects.exists()
    right = (code, "林小满", citizen_number(1), why, "2026-09-01", "")
    assert handed_in(county, rolls.path, "exempt/", PUPILS, right).status_code == 302
    person = Person.objects.get(name="林小满")
    assert person.pk in in_force([FEE_EXEMPT], persons=[person.pk], on=DAY)
    shown = county.get("/registry/standings/exempt/").content.decode()
    assert "林**" in shown
    assert "林小满" not in shown


def test_another_countys_standings_are_not_there(
    county: Client, rolls: Rolls, browser: Browser
) -> None:
    """Neither listed nor to be withdrawn; a school has no such page."""
    row = ("临澄少年科技社", CODE, "澄教〔2026〕8号", "2026-09-01", "")
    handed_in(county, rolls.path, "", PROVIDERS, row)
    other = browser(officer("county_officer", rolls.places.county_b))
    assert "少年科技社" not in other.get("/registry/standings/").content.decode()
    address = f"/registry/standings/{Standing.objects.get().uid}/"
    assert other.get(address).status_code == 404
    assert "别的教育局" in handed_in(other, rolls.path, "", PROVIDERS, row).content.decode()
    assert browser(rolls.clerk).get("/registry/standings/").status_code in (403, 404)

"""How many schools take in a year, by page: pasted or handed in, what is wrong beside its cell."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domains.clubs.world import founded
from tests.surfaces.calls.conftest import desk_of
from tests.surfaces.soup import page_of, words
from xueyou.domains.enrolment.services.school_plans import COLUMNS
from xueyou.formats.empty_table import empty_table
from xueyou.formats.media_types import XLSX
from xueyou.formats.workbook import new_book
from xueyou.kernel.registry.models import Parameter
from xueyou.platform.orgs.models import Organisation

PAGE = "/registry/zones/plans/"
GIVEN = {"year": "2026", "source": "甲教〔2026〕9号", "verified": "on"}


@pytest.fixture
def city(db: None, business_clock: object) -> Organisation:
    """Found the bureau with a school of its own, and a county with another."""
    made = founded("试点市教育局", "bureau")
    for name, above in (("市实验小学", made), ("东县一小", founded("东县", "county", made))):
        founded(name, "school", above)
    for code, name in (("SY", "市实验小学"), ("E1", "东县一小")):
        Organisation.objects.filter(name=name).update(code=code)
    return made


def workbook(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    """Return a table of plans as a file."""
    buffer, book = new_book()
    page = book.add_worksheet("年度计划")
    for number, row in enumerate((COLUMNS, *rows)):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    book.close()
    return SimpleUploadedFile("plans.xlsx", buffer.getvalue(), XLSX)


def test_pasted_shown_and_said_again(city: Organisation) -> None:
    """Two cells leave the stage out; the page of the year shows what is said."""
    desk = desk_of("enrolment_officer", city)
    assert "还没有登记过计划" in words(desk.see(PAGE))
    assert desk.do(PAGE, {**GIVEN, "rows": "SY\t\t240\nE1 小学 80\n"}) == f"{PAGE}?year=2026"
    shown = words(desk.see(f"{PAGE}?year=2026"))
    for part in ("市实验小学 · 每个学段", "240", "东县一小 · 小学", "还剩80个", "2026年1月1日起"):
        assert part in shown
    assert "没有核对原文" not in shown
    desk.do(PAGE, {**GIVEN, "rows": "E1 小学 不限"})
    assert "东县一小" not in words(desk.see(f"{PAGE}?year=2026"))


def test_what_is_wrong_stands_beside_its_cell(city: Organisation) -> None:
    """Nothing is kept, what was typed stays; the row is the one that was pasted."""
    desk = desk_of("enrolment_officer", city)
    answer = desk.post(PAGE, {**GIVEN, "rows": "SY 小学 240\nXX 大学 4x"})
    assert answer.status_code == 422
    page = page_of(answer)
    (row,) = page.cssselect(".registry-beside li")
    assert words(row).startswith("第2行")
    told = [words(one) for one in row.cssselect("div.wrong")]
    assert [one.cssselect("dt")[0].text for one in row.cssselect("div.wrong")] == list(COLUMNS)
    assert "4x" in told[2]
    assert "SY 小学 240" in page.cssselect("#rows")[0].text
    assert page.cssselect("#source")[0].get("value") == GIVEN["source"]
    for given in ({"rows": ""}, {"rows": "SY 40", "source": " "}):
        assert desk.post(PAGE, {**GIVEN, **given}).status_code == 422
    assert not Parameter.objects.exists()


def test_a_workbook_is_taken_whole_or_not(city: Organisation) -> None:
    """Row numbers are those of the sheet; a column that is missing is named."""
    desk = desk_of("enrolment_officer", city)
    answer = desk.post(PAGE, {**GIVEN, "file": workbook(("SY", "小学", "240"), ("E1", "", "x"))})
    assert answer.status_code == 422
    assert "第3行" in words(page_of(answer).cssselect(".registry-beside")[0])
    headless = SimpleUploadedFile("plans.xlsx", empty_table("年度计划", ()), XLSX)
    assert desk.post(PAGE, {**GIVEN, "file": headless}).status_code == 422
    desk.do(PAGE, {**GIVEN, "file": workbook(("SY", "小学", "240"), ("E1", "", "80"))})
    assert Parameter.objects.standing().count() == 2
    assert desk.browser.get(f"{PAGE}template.xlsx").status_code == 200


def test_a_county_says_it_of_its_own_alone(city: Organisation) -> None:
    """The city's school is not its; who has no part in enrolment has no page."""
    county = desk_of("enrolment_officer", Organisation.objects.get(name="东县"))
    assert "由市教育局登记" in words(page_of(county.post(PAGE, {**GIVEN, "rows": "SY 240"})))
    county.do(PAGE, {**GIVEN, "rows": "E1 80"})
    desk_of("enrolment_officer", city).do(PAGE, {**GIVEN, "rows": "SY 240"})
    assert "市实验小学" not in words(county.see(f"{PAGE}?year=2026"))
    clerk = desk_of("school_clerk", Organisation.objects.get(name="市实验小学"))
    assert clerk.browser.get(PAGE).status_code in (403, 404)

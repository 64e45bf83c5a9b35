"""What few pupils explain is on no page outside the school, and a steering column is named."""

from django.core.files.base import File
from django.test import Client

from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.soup import page_of, words


def test_a_number_of_few_is_on_no_page_but_the_schools_own(hall: Hall) -> None:
    """Neither on the wall of the hall nor on the open page, nor on the county's."""
    division = hall.grade.open()
    hall.grade.fill(
        division,
        {"特长分": ["37", "91"] + [""] * 46},
        scores=["特长分"],
        score_source="小学毕业展示",
    )
    lot = hall.grade.draw(hall.grade.seal(division))
    told = words(page_of(Client().get(f"/divisions/{division.uid}/")))
    assert "少于5个孩子" in told
    for shown in (
        told,
        words(hall.clerk.see(f"/classes/lots/{lot.uid}/stage/")),
        words(hall.county.see(f"/classes/{division.uid}/")),
        words(hall.county.see("/classes/watch/")),
    ):
        assert "特长分" not in shown
        assert "出生年月" in shown
    assert "特长分" in words(hall.clerk.see(f"/classes/{division.uid}/"))


def test_the_clerk_reads_which_column_was_left_out(hall: Hall) -> None:
    """On the page to which the handed-in sheet leads, with why, and what to do."""
    division = hall.grade.open()
    page = f"/classes/{division.uid}/"
    sheet = hall.grade.sheet(division, {"小组": ["甲", "甲"] + ["乙"] * 46})
    with sheet.open("rb") as file:
        hall.clerk.do(page + "fill/", {"file": File(file, "名单.xlsx")})
    assert "没有用“小组”" in words(hall.clerk.see(page))

"""The copy at the school's desk, with forms alone: move, look, take back; the list stands."""

from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.school.classes.test_a_morning import opened, sealed
from tests.surfaces.soup import page_of, words
from xueyou.platform.jobs.api import work_off


def test_a_clerk_tries_a_move_and_takes_it_back(hall: Hall) -> None:
    """What is sent along is the whole state: the page of a move has the way back from it."""
    division = opened(hall)
    page = f"/classes/{division.uid}/"
    refused = hall.clerk.post(page + "trying/", {})
    assert refused.status_code == 422
    assert "请先演练一次" in words(page_of(refused))
    hall.clerk.do(page + "rehearse/")
    work_off()
    assert page + "trying/" in hall.clerk.see(page).xpath("//a/@href")
    copy = hall.clerk.see(page + "trying/")
    code = str(copy.xpath("//section[@data-class='1']//li/@data-code")[0])
    answer = hall.clerk.post(page + "trying/", {"code": code, "to_class": "2"})
    moved = page_of(answer)
    assert answer.status_code == 200
    assert moved.xpath("//input[@name='move']/@value") == [f"{code}>2"]
    assert "25人" in words(moved)
    assert code in moved.xpath("//section[@data-class='2']//li/@data-code")
    back = page_of(hall.clerk.post(page + "trying/", {"move": f"{code}>2", "back": code}))
    assert back.xpath("//input[@name='move']") == []
    assert code in back.xpath("//section[@data-class='1']//li/@data-code")


def test_a_wrong_move_leaves_the_copy_as_it_was(hall: Hall) -> None:
    """The refusal stands over the copy, with the moves that held."""
    division = opened(hall)
    page = f"/classes/{division.uid}/trying/"
    hall.clerk.do(f"/classes/{division.uid}/rehearse/")
    work_off()
    copy = hall.clerk.see(page)
    one, other = (str(code) for code in copy.xpath("//section[@data-class='1']//li/@data-code")[:2])
    answer = hall.clerk.post(page, {"move": f"{one}>2", "code": other, "to_class": "9"})
    assert answer.status_code == 422
    shown = page_of(answer)
    assert "没有这个班" in words(shown)
    assert shown.xpath("//input[@name='move']/@value") == [f"{one}>2"]
    assert hall.clerk.post(page, {"move": "x"}).status_code == 422


def test_after_the_seal_there_is_no_copy(hall: Hall) -> None:
    """Nobody moves a child on what is sealed."""
    division = opened(hall)
    sealed(hall, division)
    answer = hall.clerk.post(f"/classes/{division.uid}/trying/", {})
    assert answer.status_code == 422
    assert "已经封存" in words(page_of(answer))

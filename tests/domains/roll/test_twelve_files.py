"""Twelve rolls as clerks really send them: taken as meant, or refused at the very cell."""

from datetime import date

import pytest

from tests.domains.roll.files import HEADS, Rolls, pupil, written, wrong_cells
from xueyou.formats.roll_reader import RollUnfit
from xueyou.formats.roll_workbook import roll_template
from xueyou.kernel.registry.models import Membership, Person

RARE = ("𠮷田㐂子", "䶮小雨", "阿卜杜热合曼·艾则孜·买买提依明", "葛\U000e0100小葛")


def test_numbers_turned_into_scientific_notation(rolls: Rolls) -> None:
    """1: what E+17 has lost is not guessed; the cell says how to put it right."""
    rows = [pupil(1), pupil(2, 证件号码=3.50504202003050e17), pupil(3, 证件号码="3.50504E+17")]
    found = rolls.hand_in(rows)
    assert found.state == "wrong"
    assert set(wrong_cells(found)) == {"C3", "C4"}
    assert all("科学记数" in says for says in wrong_cells(found).values())


def test_numbers_that_end_in_000(rolls: Rolls) -> None:
    """2: fifteen digits survived, the rest became zeros."""
    found = rolls.hand_in([pupil(1, 证件号码="350504202003050000")])
    assert "000" in wrong_cells(found)["C2"]


def test_numbers_of_text_are_numbers(rolls: Rolls) -> None:
    """3: a phone, a class and a grade as number cells are as good; a citizen number is not."""
    found = rolls.hand_in(
        [pupil(1, 监护人1手机号=13800000001, 班级=1, 年级=1), pupil(2, 证件号码=44020012)]
    )
    assert set(wrong_cells(found)) == {"C3"}


def test_titles_above_the_heads(rolls: Rolls) -> None:
    """4: merged titles stand above; rows keep the numbers their owner sees."""
    rows = [pupil(1), pupil(2, 姓名="林2满")]
    found = rolls.hand_in(rows, above=("阳光小学", "2026学年在籍学生"))
    assert set(wrong_cells(found)) == {"A5"}


def test_hidden_sheets_and_rows(rolls: Rolls) -> None:
    """5: a hidden sheet is not looked at; hidden rows count, and are said."""
    found = rolls.hand_in([pupil(1), pupil(2)], hide=[1], hidden_sheet=True)
    assert (found.state, found.counts["rows"], found.counts["hidden"]) == ("ready", 2, 1)


def test_formulas_are_not_trusted(rolls: Rolls) -> None:
    """6: what another sheet decides may change behind one's back."""
    found = rolls.hand_in([pupil(1, 班级="=B2")])
    assert "公式" in wrong_cells(found)["G2"]


def test_the_same_child_twice(rolls: Rolls) -> None:
    """7: the second row names the first."""
    found = rolls.hand_in([pupil(1), pupil(2), pupil(1, 班级="2班")])
    assert wrong_cells(found) == {"C4": "和第2行的证件号码一样。同一个学生只留一行。"}


def test_columns_shuffled_and_renamed(rolls: Rolls) -> None:
    """8: schools' own heads are known, in any order, beside columns nobody asked for."""
    heads = ("备注", *reversed(HEADS))
    named = {"姓名": "学生 姓名", "证件号码": "身份证号*", "监护人1手机号": "家长联系电话（必填）"}
    found = rolls.hand_in([pupil(1, 备注="走读")], heads=heads, renamed=named)
    assert (found.state, found.counts["new"]) == ("ready", 1)


def test_days_in_three_forms(rolls: Rolls) -> None:
    """9: a real day, words, eight digits; a serial number alone is asked about."""
    days = (date(2020, 3, 5), "2020年3月5日", "2020.3.5", 20200305, "2020/03/05", 43895)
    found = rolls.hand_in([pupil(n, 出生日期=day) for n, day in enumerate(days, start=1)])
    assert set(wrong_cells(found)) == {"E7"}


def test_rare_characters_stay_whole(rolls: Rolls) -> None:
    """10: to the last variation selector."""
    rows = [pupil(n, name=name) for n, name in enumerate(RARE, start=1)]
    rolls.take_in(rolls.hand_in(rows))
    kept = Membership.objects.order_by("pk").values_list("person__name", flat=True)
    assert list(kept) == list(RARE)


def test_the_template_of_another_year(rolls: Rolls) -> None:
    """11: last year's template means last year's grades."""
    data = roll_template(2025, documents=["居民身份证"], relations=["父亲"], grades=["一年级"])
    rolls.path.write_bytes(data)
    with pytest.raises(RollUnfit, match="2025学年"):
        rolls.hand_in()
    assert not Person.objects.filter(name="林小满").exists()


def test_what_is_no_roll_at_all(rolls: Rolls) -> None:
    """A list of something else, and one with a column twice, are refused in words."""
    written(rolls.path, [], heads=("项目", "金额", "日期"))
    with pytest.raises(RollUnfit, match="姓名、证件号码、年级、班级"):
        rolls.hand_in()
    written(rolls.path, [pupil()], heads=(*HEADS, "身份证号码"))
    with pytest.raises(RollUnfit, match="两列"):
        rolls.hand_in()

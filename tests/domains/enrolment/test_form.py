"""What a family is told of its answers: kindly, at the field, all at once."""

from datetime import date

import pytest

from tests.domains.enrolment.world import filled
from xueyou.domains.enrolment.form import CARE, FIELDS, STEPS, faults_between, meant_year
from xueyou.kernel.calls.kinds import kind_of
from xueyou.rulebook.language.forbidden import found_forbidden

TODAY = date(2026, 11, 20)


def test_a_whole_form_is_in_order() -> None:
    """Tests that the form of an ordinary family has no fault."""
    assert faults_between(filled(), TODAY) == {}


@pytest.mark.parametrize(
    ("typed", "meant"), [(2027, 2017), (17, 2017), (99, 1999), (3017, 2017), (1017, 2017)]
)
def test_a_slip_of_a_year_is_guessed(typed: int, meant: int) -> None:
    """Tests that one wrong key, or two digits, lead to the year that was meant."""
    assert meant_year(typed, TODAY) == meant


def test_a_month_that_has_not_come_is_asked_back() -> None:
    """Tests the words at the field of the year."""
    said = faults_between(filled(lived_year="2027"), TODAY)
    assert said == {"lived_year": "2027年3月还没有到，是2017年吗？"}


def test_this_month_is_not_in_the_future() -> None:
    """Tests the last month that counts, and the first that does not."""
    assert faults_between(filled(lived_year="2026", lived_month="11"), TODAY) == {}
    assert "lived_year" in faults_between(filled(lived_year="2026", lived_month="12"), TODAY)


def test_another_address_of_the_household_is_asked_for() -> None:
    """Tests that both parts of it, and nothing else, are missing at once."""
    faults = faults_between(filled(register="county"), TODAY)
    assert set(faults) == {"register_road", "register_door"}


def test_a_household_elsewhere_needs_neither_address_nor_day() -> None:
    """Tests a family that has come from elsewhere."""
    assert faults_between(filled(register="elsewhere", register_day=None), TODAY) == {}


def test_a_door_without_a_number_is_told() -> None:
    """Tests words where a number belongs, and numbers in characters."""
    assert "door" in faults_between(filled(door="大院"), TODAY)
    assert faults_between(filled(door="三幢"), TODAY) == {}


def test_what_is_not_answered_yet_is_no_fault_of_this_page() -> None:
    """Tests that the check may be asked page by page."""
    assert faults_between({"road": "柳荫街"}, TODAY) == {}
    assert faults_between({}, TODAY) == {}


def test_every_field_stands_on_one_page() -> None:
    """Tests that no field is left out, and none asked twice."""
    asked = [name for step in (*STEPS, CARE) for name in step.fields]
    assert sorted(asked) == sorted(field.name for field in FIELDS)


def test_pages_follow_the_answers() -> None:
    """Tests who is asked for the address in the household book, and for the sibling's school."""
    asked = {
        register: [step.code for step in STEPS if step.asked(filled(register=register))]
        for register in ("home", "county", "elsewhere")
    }
    assert "register_place" in asked["county"]
    assert "register_place" not in asked["home"]
    assert "register_day" not in asked["elsewhere"]
    assert "sibling_school" not in asked["home"]


def test_nothing_forbidden_is_asked() -> None:
    """Tests the fields against the list of what nobody may ask, at every stage."""
    kind = kind_of("enrolment.school")
    for stage in ("kindergarten", "primary", "junior"):
        for field in kind.answers:
            assert found_forbidden(field.name, stage) is None, field.name
            assert found_forbidden(field.zh, stage) is None, field.zh


def test_no_page_calls_optional_what_it_will_not_go_on_without() -> None:
    """A field that is a fault when it is empty there is one that the page says must be filled."""
    answers = {"register": "county", "register_road": "", "sibling": "yes"}
    asked = {name for step in STEPS for name in step.must}
    faults = faults_between({k: v for k, v in answers.items() if v}, date(2026, 11, 20))
    assert {"register_day", "sibling_school"} <= set(faults)
    optional = {field.name for field in FIELDS if not field.required}
    assert set(faults) & optional <= asked

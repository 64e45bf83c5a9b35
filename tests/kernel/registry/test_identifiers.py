"""Numbers that a source has confirmed: one person's, agreeing with his file, ending in order."""

from datetime import date, timedelta

import pytest

from tests.kernel.registry.people_world import TODAY, child, citizen_number, doing
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.models import Identifier, Person
from xueyou.kernel.registry.services.people import (
    NumberTaken,
    add_person,
    confirm_identifier,
    number_of,
    person_with,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


def confirm(person: Person, kind: str, number: str, on: date = TODAY, **other: str) -> Identifier:
    """Confirm a number by the police."""
    with doing() as a:
        return confirm_identifier(
            a, person, kind=kind, number=number, checked_by="police", on=on, **other
        )


def test_a_repeat_is_the_same_row() -> None:
    """However it is typed."""
    person = child()
    first = person.identifiers.get()
    assert confirm(person, "citizen", citizen_number(1).lower()).pk == first.pk
    assert Identifier.objects.count() == 1


def test_a_number_belongs_to_one_person() -> None:
    """The refusal hands out whose it is, for whoever may merge."""
    first = child("甲", 1)
    with pytest.raises(NumberTaken) as taken:
        confirm(child("乙", 3), "citizen", citizen_number(1))
    assert taken.value.person == first
    assert "合并" in taken.value.zh


def test_a_new_citizen_number_ends_the_old_one() -> None:
    """Both still find the person: old papers carry the old number."""
    person = child()
    later = TODAY + timedelta(days=30)
    confirm(person, "citizen", citizen_number(3), on=later)
    rows = person.identifiers.order_by("pk").values_list("valid_to", "voided_at")
    assert list(rows) == [(later, None), (None, None)]
    for serial in (1, 3):
        assert person_with(number_of("citizen", citizen_number(serial))) == person


def test_a_number_corrected_the_same_day_is_voided() -> None:
    """It never held, and finds nobody."""
    person = child()
    confirm(person, "citizen", citizen_number(3))
    assert person_with(number_of("citizen", citizen_number(1))) is None


def test_passports_stand_side_by_side() -> None:
    """Of two countries, and two of one."""
    person = child()
    confirm(person, "passport", "E12345678")
    confirm(person, "passport", "E12345679")
    confirm(person, "passport", "E12345678", country="USA")
    assert person.identifiers.filter(valid_to=None).count() == 4


def test_birth_day_and_sex_are_filled_in() -> None:
    """Where the file did not have them."""
    with doing() as a:
        person = add_person(a, name="林小满")
    confirm(person, "citizen", citizen_number(2))
    person.refresh_from_db()
    assert (person.born_on, person.sex) == (date(2020, 3, 5), "female")


@pytest.mark.parametrize(
    ("number", "words"),
    [(citizen_number(1, date(2020, 3, 6)), "出生日期"), (citizen_number(2), "性别")],
)
def test_a_number_that_contradicts_the_file_is_refused(number: str, words: str) -> None:
    """More often a slip than a second birth day."""
    with doing() as a:
        person = add_person(a, name="林小满", sex="male", born_on=date(2020, 3, 5))
    with pytest.raises(NumberRefused, match=words):
        confirm(person, "citizen", number)
    assert not Identifier.objects.exists()


def test_a_passport_carries_nothing_to_contradict() -> None:
    """Its digits are no birth day."""
    person = child()
    confirm(person, "passport", "20010101")
    person.refresh_from_db()
    assert person.born_on == date(2020, 3, 5)


def test_two_children_without_number_are_two_people() -> None:
    """Same name, same day: twins exist, and so do namesakes."""
    with doing() as a:
        for _ in range(2):
            add_person(a, name="林小满", born_on=TODAY)
    assert Person.objects.count() == 2

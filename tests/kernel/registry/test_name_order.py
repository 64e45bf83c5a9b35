"""Lists of people stand as in a class register: by sound, surnames as they are read as such."""

import pytest

from tests.kernel.registry.people_world import doing
from xueyou.kernel.registry.names import name_order
from xueyou.kernel.registry.services.people import add_person


def test_names_by_sound_and_surnames_as_they_are_read() -> None:
    """单 is Shàn, 曾 is Zēng, 万俟 is Mòqí."""
    wanted = [
        "阿依古丽·买买提",
        "陈知夏",
        "林予安",
        "林予宁",
        "林子轩",
        "刘䶮",
        "万俟雪",
        "单小云",
        "王睿",
        "尉迟敬",
        "曾一诺",
        "查良",
    ]
    assert sorted(reversed(wanted), key=name_order) == wanted


@pytest.mark.django_db
def test_a_person_is_kept_with_the_place_in_a_list() -> None:
    """Also a name that is longer than the key."""
    with doing() as a:
        first, long = add_person(a, name="林知夏"), add_person(a, name="阿" * 120)
        a.about("person", first.uid)
    assert first.sort_key == "lin2林zhi1知xia4夏"
    assert len(long.sort_key) == 240

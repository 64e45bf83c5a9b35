"""Search and order do not depend on the database's collation."""

import pytest
from django.db import connection, models

from xueyou.platform.db import SortKeyField, search_key, sort_key
from xueyou.platform.orgs.models import Organisation


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("臨澄市第一中學", "临澄市第一中学"),
        ("ＡＢＣ１２", "abc12"),
        ("  教育　 局\n", "教育 局"),
        ("ﬁve ẞ", "five ss"),
        ("", ""),
    ],
)
def test_search_key(text: str, key: str) -> None:
    """NFKC, simplified, lower case, single blanks."""
    assert search_key(text) == key


def test_numbered_names_stand_in_their_order() -> None:
    """Chinese ordinals and digit runs by value, not by character."""
    wanted = [
        "第一小学",
        "第二小学",
        "第九小学",
        "第十小学",
        "第十一小学",
        "第二十小学",
        "第九十九小学",
    ]
    assert sorted(reversed(wanted), key=sort_key) == wanted
    classes = ["2班", "7班", "12班", "101班"]
    assert sorted(reversed(classes), key=sort_key) == classes


def test_names_stand_by_their_sound() -> None:
    """Sound, then tone, then the character; the next character only where the first is one."""
    wanted = ["abc学校", "安居小学", "柳荫街小学", "路口小学", "绿园小学", "文澜小学", "溪口小学"]
    assert sorted(reversed(wanted), key=sort_key) == wanted
    assert sorted(["临澄一中", "李村一中", "令山一中", "林溪一中"], key=sort_key) == [
        "李村一中",
        "临澄一中",
        "林溪一中",
        "令山一中",
    ]


@pytest.mark.django_db
def test_the_database_orders_as_python_does() -> None:
    """Code point by code point, on both."""
    names = ["第十小学", "第二小学", "b校", "A校", "啊", "阿", "10", "9", "零", "a-b", "a b", "ab"]
    for number, name in enumerate(names, start=1):
        Organisation.objects.create(
            path=f"{number:06d}.", depth=1, kind="school", name=name,
            sort_key=sort_key(name), opened_on="2020-01-01",
        )  # fmt: skip
    found = list(Organisation.objects.order_by("sort_key").values_list("sort_key", flat=True))
    assert found == sorted(found)
    assert found == sorted(map(sort_key, names))


def test_the_collation_is_named_as_the_database_names_it() -> None:
    """One migration, two names."""
    field = SortKeyField()
    field.set_attributes_from_name("sort_key")
    assert isinstance(field, models.CharField)
    collation = field.db_parameters(connection)["collation"]
    assert collation == {"sqlite": "BINARY", "postgresql": "C"}[connection.vendor]

"""The fund: rows that only grow, a balance that is their sum, and what everybody may see of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.domains.clubs.world import World, founded, guard, key
from xueyou.domains.clubs.models import BillLine, Entry, HandOver, Mark
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.accounts import balance, entries_of, sums_by_school
from xueyou.domains.clubs.services.accounts import enter, reverse_entry
from xueyou.domains.clubs.services.publishing import publish_account
from xueyou.kernel.publications.selectors import Served, served
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.db.append_only import trigger_names

DAY = date(2026, 11, 10)
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger",
}


def entered(world: World, kind: str, amount: int, **more: Any) -> UUID:
    """Enter a movement."""
    asked = {"actor": world.clerk, "school_uid": world.school.uid, "on": DAY, "words": "测试"}
    return enter(kind=kind, amount=amount, key=key(), **(asked | more))


def published(world: World, **more: Any) -> Served:
    """Publish November and read it as everybody does."""
    asked = {
        "actor": world.clerk,
        "organisation_uid": world.school.uid,
        "first_on": date(2026, 11, 1),
        "last_on": date(2026, 11, 30),
        "key": key(),
    }
    found = served(publish_account(**(asked | more)))
    assert isinstance(found, Served)
    return found


def test_a_reversal_is_another_row(world: World) -> None:
    """The first stays as it was; it is reversed once, and a reversal never."""
    entered(world, "subsidy", 10_000)
    wrong = entered(world, "teacher_pay", 3_000)
    assert balance(world.school.pk) == 7_000
    undone = reverse_entry(actor=world.clerk, entry_uid=wrong, why="登错了", key="r")
    assert reverse_entry(actor=world.clerk, entry_uid=wrong, why="登错了", key="r") == undone
    assert balance(world.school.pk) == 10_000
    for uid in (wrong, undone):
        with pytest.raises(ClubRefused, match="已经冲销"):
            reverse_entry(actor=world.clerk, entry_uid=uid, why="再来", key=key())
    rows = entries_of(world.clerk, world.school.uid).rows
    assert sorted(row.amount for row in rows) == [-3_000, 3_000, 10_000]


def test_the_tables_refuse_change_themselves(world: World) -> None:
    """Not even our own code edits an entry; marks, hand-overs and lines of bills alike."""
    entered(world, "subsidy", 10_000)
    for change in (lambda: Entry.objects.update(amount=1), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert balance(world.school.pk) == 10_000
    guarded = [
        trigger_names(connection.vendor, m._meta.db_table) for m in (Mark, HandOver, BillLine)
    ]
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert {name for names in guarded for name in names} <= there


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("income", {}, "照账单登记"),
        ("gift", {}, "不在这里"),
        ("refund", {"amount": 0}, "大于零"),
        ("refund", {"words": " "}, "用途"),
        ("refund", {"on": date(2026, 11, 21)}, "还没有到"),
    ],
)
def test_wrong_entries_are_refused(world: World, kind: str, more: Any, said: str) -> None:
    """Each with its reason; nothing is written."""
    amount = more.pop("amount", 100)
    with pytest.raises(ClubRefused, match=said):
        entered(world, kind, amount, **more)
    assert not Entry.objects.exists()


def test_others_touch_no_fund(world: World) -> None:
    """Neither a family nor another school's clerk."""
    other = founded("别的小学", "school", world.city)
    with pytest.raises(NotFound):
        entered(world, "refund", 1, actor=guard())
    with pytest.raises(NotFound):
        entered(world, "refund", 1, school_uid=other.uid)
    uid = entered(world, "subsidy", 1)
    with pytest.raises(NotFound):
        reverse_entry(actor=guard(), entry_uid=uid, why="x", key=key())


def test_everybody_sees_sums_of_the_period_and_no_more(world: World) -> None:
    """Brought forward, moved, left; frozen: what is entered later does not change it."""
    entered(world, "subsidy", 50_000, on=date(2026, 10, 31))
    entered(world, "materials", 1_205)
    wrong = entered(world, "provider", 900)
    reverse_entry(actor=world.clerk, entry_uid=wrong, why="登错了", key=key())
    found = published(world)
    row = dict(zip([column.name for column in found.columns], found.rows[0], strict=True))
    assert row == {
        "school": "点餐小学",
        "before": "500.00",
        "income": "0.00",
        "subsidy": "0.00",
        "teacher_pay": "0.00",
        "provider": "0.00",
        "materials": "12.05",
        "refund": "0.00",
        "balance": "487.95",
    }
    entered(world, "materials", 1)
    again = served(found.uid)
    assert isinstance(again, Served)
    assert again.rows == found.rows


def test_a_county_sees_its_schools_side_by_side(
    world: World, django_assert_num_queries: Any
) -> None:
    """By name, in two queries however many there are."""
    entered(world, "subsidy", 100)
    for number in range(4):
        school = founded(f"第{number}小学", "school", world.city)
        row = Entry(organisation=school, kind="subsidy", amount=number + 1, on=DAY, words="x")
        row.recorded_at = world.round.opens_at
        row.save()
    with django_assert_num_queries(2):
        found = sums_by_school(world.city.path, DAY, DAY)
    assert sorted(sums.balance for sums in found) == [1, 2, 3, 4, 100]
    shown = published(world, actor=world.bureau, organisation_uid=world.city.uid)
    assert len(shown.rows) == 5


def test_nothing_is_published_of_nothing_nor_for_ever(world: World) -> None:
    """No entries, no publication; and a school does not publish for the city."""
    with pytest.raises(ClubRefused, match="没有一笔"):
        published(world)
    entered(world, "subsidy", 100)
    with pytest.raises(NotAllowed):
        published(world, organisation_uid=world.city.uid)
    found = published(world)
    assert found.visible_to - found.visible_from == timedelta(days=365)

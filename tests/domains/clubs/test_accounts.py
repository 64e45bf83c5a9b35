"""The fund: rows that only grow, a balance that is their sum, and what everybody may see of it."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from tests.domains.clubs.world import (
    World,
    account_drafted,
    account_signed,
    appoint,
    founded,
    guard,
    key,
    signed_off,
)
from xueyou.domains.clubs.models import BillLine, Entry, HandOver, Mark
from xueyou.domains.clubs.publication_kinds import FIELDS
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.accounts import balance, entries_of, sums_by_school
from xueyou.domains.clubs.services.accounts import enter, reverse_entry
from xueyou.domains.clubs.services.publishing import draft_account, publish_account
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import NotSigned, PaperRefused, SamePerson
from xueyou.kernel.papers.services.deciding import check
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Gone, Served, served
from xueyou.platform.access.reading import NotFound
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
    """Publish November so far by a signed order and read it as everybody does."""
    order = account_signed(world, date(2026, 11, 1), date(2026, 11, 20), **more)
    actor = more.get("actor", world.clerk)
    found = served(publish_account(actor=actor, paper_uid=order, key=key()))
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
    shown = published(world, actor=world.bureau, place=world.city)
    assert sorted(row[-1] for row in shown.rows) == ["0.01", "0.02", "0.03", "0.04", "1.00"]
    assert all(len(row) == len(FIELDS) for row in shown.rows)
    body = json.loads(Paper.objects.get().content)["body"]
    assert [len(table["columns"]) for table in body[1:]] == [4, 6], "nine would not fit on a page"


def test_nothing_is_published_of_nothing_nor_for_ever(world: World) -> None:
    """No entries, no order; no day to come; nobody drafts for another organisation."""
    about = {"actor": world.clerk, "organisation_uid": world.school.uid, "first_on": DAY}
    with pytest.raises(ClubRefused, match="没有一笔"):
        published(world)
    entered(world, "subsidy", 100)
    for last in (date(2026, 11, 9), date(2026, 11, 21)):
        with pytest.raises(ClubRefused, match="最晚到今天"):
            draft_account(**about, last_on=last, key=key())
    for actor, place in ((world.clerk, world.city), (world.bureau, world.school)):
        with pytest.raises(NotFound):
            published(world, actor=actor, place=place)
    found = published(world)
    assert found.visible_to - found.visible_from == timedelta(days=365)


def test_nothing_is_published_without_the_signed_order(world: World) -> None:
    """Who drafts neither checks nor signs; the order of one school opens no other's; once only."""
    entered(world, "subsidy", 100)
    drafted = account_drafted(world, DAY, DAY)
    with pytest.raises(NotSigned):
        publish_account(actor=world.clerk, paper_uid=drafted, key=key())
    with pytest.raises(SamePerson):
        check(actor=world.clerk, paper_uid=drafted, revision=1, key=key())
    signed_off(drafted)
    for actor in (guard(), world.bureau, appoint("clerk", founded("别校", "school", world.city))):
        with pytest.raises(NotFound):
            publish_account(actor=actor, paper_uid=drafted, key=key())
    uid = publish_account(actor=world.clerk, paper_uid=drafted, key="once")
    assert publish_account(actor=world.clerk, paper_uid=drafted, key="once") == uid
    with pytest.raises(ClubRefused, match="公开过一次"):
        publish_account(actor=world.clerk, paper_uid=drafted, key=key())
    assert Publication.objects.get().paper_uid == drafted


def test_what_was_signed_is_what_is_published(world: World) -> None:
    """An account that moved is neither checked nor published; a new order replaces the old list."""
    entered(world, "subsidy", 100)
    first = publish_account(actor=world.clerk, paper_uid=account_signed(world, DAY, DAY), key=key())
    drafted, signed = account_drafted(world, DAY, DAY), account_signed(world, DAY, DAY)
    entered(world, "materials", 1)
    with pytest.raises(PaperRefused, match="不一样"):
        signed_off(drafted)
    with pytest.raises(ClubRefused, match="账又动过"):
        publish_account(actor=world.clerk, paper_uid=signed, key=key())
    again = account_signed(world, DAY, DAY)
    second = publish_account(actor=world.clerk, paper_uid=again, key=key())
    assert isinstance(served(first), Gone)
    shown = served(second)
    assert isinstance(shown, Served)
    assert (shown.paper_uid, shown.rows[0][-1]) == (again, "0.99")

"""What each fact rests on: the source that counts first, its day, and who else spoke."""

from datetime import timedelta
from typing import Any

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import NOW, World, child_of, parent
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.applications import sheet
from xueyou.kernel.calls.services.attesting import Fact, attest_many, take_back
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act


def said(world: World, one: Application, source: str, days: int, **facts: Fact) -> Any:
    """Let a source speak on a day, laid over what it said before."""
    with act(SYSTEM, WORK.name) as a:
        a.about("call", world.call.uid)
        row = Application.objects.select_related("call", "round", "claim").get(pk=one.pk)
        return attest_many(
            a, [(row, facts)], source, observed_at=NOW - timedelta(days=days), laid_over=True
        )


def test_the_first_source_counts_and_a_silent_one_never(world: World) -> None:
    """Police before housing before the family; "not found" is shown and counts for nothing."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    said(world, done, "housing", 1, zone=Fact("西", "differs"))
    said(world, done, "police", 2, zone=Fact("", "no_answer"), local=Fact("yes"))
    by_name = {one.zh: one for one in sheet(world.officer, done.uid).grounds}
    (zone,) = [one for zh, one in by_name.items() if one.counts and one.counts.value == "西"]
    assert zone.counts is not None
    assert zone.counts.source_zh == "不动产登记"
    assert zone.counts.on == (NOW - timedelta(days=1)).date()
    assert [(word.source_zh, word.says) for word in zone.others] == [
        ("公安户籍", "no_answer"),
        ("家长填写", "stated"),
    ]


def test_what_stays_from_before_keeps_its_day(world: World) -> None:
    """A second word about another fact does not make the first one younger; undone, it is gone."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    said(world, done, "police", 3, local=Fact("yes"))
    made = said(world, done, "police", 1, zone=Fact("东", "agrees"))
    days = {
        one.counts.on
        for one in sheet(world.officer, done.uid).grounds
        if one.counts and one.counts.source_zh == "公安户籍"
    }
    assert days == {(NOW - timedelta(days=n)).date() for n in (3, 1)}
    with act(SYSTEM, WORK.name) as a:
        a.about("call", world.call.uid)
        take_back(a, made)
    (row,) = done.attestations.all()
    assert set(row.body) == {"local"}
    assert row.superseded_at is None

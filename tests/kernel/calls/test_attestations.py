"""What sources say: one current row a source, nothing edited, sensitive facts sealed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import AFTER, NOW, World, child_of, key, parent
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.applications import sheet
from xueyou.kernel.calls.services.attesting import Fact, attest_many, record_attestation
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act


def say(world: World, one: Application, source: str = "police", **facts: Any) -> None:
    """Let the office write down what a source says."""
    record_attestation(
        actor=world.officer,
        application_uid=one.uid,
        source=source,
        facts={n: f if isinstance(f, Fact) else Fact(f) for n, f in facts.items()},
        key=key(),
    )


@pytest.fixture
def done(world: World) -> Application:
    """Return an application handed in."""
    mother = parent("林母")
    return world.handed_in(mother, child_of(mother))


def test_a_second_word_of_a_source_takes_the_place_of_the_first(world: World, done: Application):
    """Tests that nothing is edited, that the same again writes nothing, and other sources stand."""
    say(world, done, local="yes")
    say(world, done, local="yes")
    say(world, done, "housing", zone="西")
    assert Attestation.objects.count() == 2
    say(world, done, local=Fact("no", "differs", "moved"))
    rows = Attestation.objects.filter(source="police").order_by("id")
    assert [row.superseded_at is None for row in rows] == [False, True]
    assert attested_of(rows[1]) == {"local": {"v": "no", "s": "differs", "why": "moved"}}


def test_sensitive_facts_are_sealed_and_stay_out_of_sight(world: World, done: Application):
    """Tests the row, the act and the office's sheet."""
    say(world, done, "document", illness="asthma", local="yes")
    row = Attestation.objects.get()
    assert set(row.body) == {"local"}
    assert attested_of(row)["illness"]["v"] == "asthma"
    (said,) = sheet(world.officer, done.uid).said
    assert said.facts["illness"]["v"] == "＊＊＊"
    assert "asthma" not in str(list(Act.objects.values_list("data", flat=True)))


def test_facts_are_refused_that_nobody_asks_for_or_the_rules_cannot_read(
    world: World, done: Application
):
    """Tests unknown names, half values, words that do not fit; nothing is written."""
    for facts in (
        {"income": "1"},
        {"points": "1.25"},
        {"local": "maybe"},
        {"local": Fact("", "agrees")},
        {"local": Fact("yes", "no_answer")},
        {},
    ):
        with pytest.raises(CallRefused):
            say(world, done, **facts)
    assert not Attestation.objects.exists()


def test_what_is_not_handed_in_is_not_checked(world: World):
    """Tests a draft, for an office that learned of it."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother))
    with pytest.raises(CallRefused, match="还没有交"):
        say(world, draft, local="yes")


def test_after_the_freeze_no_word_is_added(world: World, done: Application):
    """Tests that facts are as they were frozen."""
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    with pytest.raises(CallRefused, match="已经封存"):
        say(world, done, local="yes")


def test_many_rows_at_once(world: World, django_assert_max_num_queries: Any):
    """Tests an import: new, changed and equal words, in a number of queries that stays flat."""
    mother = parent("林母")
    done = [world.handed_in(mother, child_of(mother, name=f"林{n}小")) for n in "一二三四五六"]

    def imported(value: str, some: list[Application], most: int) -> int:
        with act(SYSTEM, WORK.name) as a:
            a.about("call", world.call.uid)
            rows = list(
                Application.objects.select_related("call", "round").filter(
                    pk__in=[one.pk for one in some]
                )
            )
            facts = {"local": Fact(value)}
            with django_assert_max_num_queries(most):
                made = attest_many(
                    a,
                    [(one, facts) for one in rows],
                    "police",
                    observed_at=NOW - timedelta(days=1),
                )
        return len(made)

    assert imported("yes", done[:3], 6) == 3
    assert imported("yes", done, 6) == 3
    assert imported("no", done, 6) == 6
    assert Attestation.objects.filter(superseded_at=None).count() == 6

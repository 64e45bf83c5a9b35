"""What a call offers is kept in the process, and never shown older than the database has it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.databases import OwnDatabase
from tests.kernel.calls.world import NOW, World, child_of, found_world, line, parent
from xueyou.kernel.calls import offering
from xueyou.kernel.calls.models import Call, CapacityLine, Offering, Option, Phase, Round
from xueyou.kernel.calls.offering import kept_for, stamp_of
from xueyou.kernel.calls.selectors.forms import FamilyForm, form_of
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.orgs.models import Organisation

OFFERED = ("calls_round", "calls_phase", "calls_option", "calls_capacityline")
Kept = tuple[World, SignedIn, Any]


@pytest.fixture
def kept(own_database: OwnDatabase, own_roles: None) -> Iterator[Kept]:
    """Let a family begin, in a database of the test's own: nothing of it is in a transaction."""
    world = found_world()
    mother = parent("林母")
    draft = world.draft(mother, child_of(mother))
    yield world, mother, draft.uid
    connections.close_all()


def asked(work: Callable[[], Any]) -> list[str]:
    """Return which of the tables that are offered from the work reads first."""
    with CaptureQueriesContext(connection) as found:
        work()
    said = [one["sql"] for one in found.captured_queries]
    return [table for table in OFFERED if any(f'FROM "{table}"' in one for one in said)]


def wishable(form: FamilyForm) -> dict[str, str]:
    """Return titles and schools of what a form lets wish for."""
    lists = [page.wishes for page in form.pages if page.wishes is not None]
    return {one.title: one.organisation for listed in lists for one in listed.options}


def test_the_second_page_asks_for_nothing_that_is_offered(kept: Kept) -> None:
    """The first reads rounds, options and lines; later ones, of whatever family, do not."""
    _, mother, uid = kept
    first = form_of(mother, uid)
    assert asked(lambda: form_of(mother, uid)) == []
    assert wishable(form_of(mother, uid)) == wishable(first) != {}


def changes() -> dict[str, Callable[[World], Any]]:
    """Return what may happen to what a call offers, each past every verb."""
    later = timedelta(days=1)
    return {
        "round": lambda w: Round.objects.filter(pk=w.round.pk).update(
            closes_at=w.round.closes_at + later
        ),
        "round added": lambda w: Round.objects.create(
            call=w.call, ordinal=9, opens_at=NOW, closes_at=NOW + later
        ),
        "phase": lambda w: Phase.objects.create(
            round=w.round, step="apply", opens_at=NOW, closes_at=NOW + later
        ),
        "phase gone": lambda w: Phase.objects.create(
            round=w.round, step="check", opens_at=NOW, closes_at=NOW + later
        ).delete(),
        "option": lambda w: Option.objects.filter(code="S1").update(title="改了"),
        "line": lambda w: line(w, "S1", 3, batch="公办"),
        "line voided": lambda w: CapacityLine.objects.filter(option__code="S1").update(
            voided_at=NOW
        ),
        "school": lambda w: Organisation.objects.filter(pk=w.schools[0].pk).update(name="新名"),
    }


def stamp(world: World) -> int:
    """Return the stamp that the database holds."""
    return Offering.objects.get(call=world.call).stamp


@pytest.mark.parametrize("change", list(changes()))
@pytest.mark.django_db
def test_every_change_raises_the_stamp(change: str, world: World) -> None:
    """Whoever writes, by whatever way; and a change of nothing offered does not."""
    before = stamp(world)
    Call.objects.filter(pk=world.call.pk).update(title="另一个名字")
    assert stamp(world) == before
    changes()[change](world)
    assert stamp(world) > before


@pytest.mark.django_db
def test_the_stamp_of_another_call_stays(world: World) -> None:
    """A school that offers nothing there does not disturb it."""
    before = stamp(world)
    Organisation.objects.filter(pk=world.county.pk).update(name="别的")
    assert stamp(world) == before


def test_what_changes_is_shown_at_the_next_page(kept: Kept) -> None:
    """A withdrawn option is gone, a new name there, a later deadline stands."""
    world, mother, uid = kept
    form_of(mother, uid)
    Option.objects.filter(code="S2").update(withdrawn_at=NOW)
    assert set(wishable(form_of(mother, uid))) == {"第1小学 S1", "第2小学 P1"}
    Organisation.objects.filter(pk=world.schools[0].pk).update(name="实验小学")
    assert wishable(form_of(mother, uid))["第1小学 S1"] == "实验小学"
    closes = world.round.closes_at + timedelta(days=3)
    Round.objects.filter(pk=world.round.pk).update(closes_at=closes)
    window = form_of(mother, uid).window
    assert window is not None
    assert window.closes_at == closes


def test_what_a_transaction_sees_alone_is_kept_by_nobody(kept: Kept) -> None:
    """It is undone: the family after it is shown what stands."""
    _, mother, uid = kept
    before = wishable(form_of(mother, uid))
    with transaction.atomic():
        Option.objects.filter(code="S2").update(withdrawn_at=NOW)
        assert wishable(form_of(mother, uid)) != before
        transaction.set_rollback(True)
    assert wishable(form_of(mother, uid)) == before


def _call(world: World) -> Call:
    return Call.objects.select_related("offering").get(pk=world.call.pk)


def test_what_changes_while_it_is_read_is_not_kept(kept: Kept) -> None:
    """It may be the new under the old number."""
    world, _, _ = kept
    call = _call(world)

    def ask() -> str:
        Option.objects.filter(code="S1").update(title="改了")
        return "half"

    assert kept_for(call, "test", 1, ask) == "half"
    assert kept_for(call, "test", 1, lambda: "whole") == "whole"
    assert kept_for(_call(world), "test", 1, lambda: "now") == "now"
    assert kept_for(_call(world), "test", 1, lambda: "later") == "now"


def test_a_call_read_without_its_stamp_is_asked_anew(kept: Kept) -> None:
    """Nobody is served from what is kept who did not look at the number."""
    world, _, _ = kept
    plain = Call.objects.get(pk=world.call.pk)
    assert stamp_of(plain) is None
    kept_for(_call(world), "plain", 1, lambda: "kept")
    assert kept_for(plain, "plain", 1, lambda: "asked") == "asked"


def test_a_bounded_number_is_kept(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest goes."""
    world, _, _ = kept
    monkeypatch.setattr(offering, "MOST_KEPT", 2)
    monkeypatch.setattr(offering, "_kept", {})
    for key in range(4):
        kept_for(_call(world), "many", key, lambda: "kept")
    assert kept_for(_call(world), "many", 3, lambda: "anew") == "kept"
    assert kept_for(_call(world), "many", 0, lambda: "anew") == "anew"

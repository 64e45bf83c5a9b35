"""Every address, as every person, by every method and reference: nothing leaks, nothing moves."""

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.leaks.aside import aside
from tests.leaks.checks import Seen, changes_by_right, look
from tests.leaks.enumeration import Address, addresses
from tests.leaks.forms import rightful
from tests.leaks.persons import BY_ID, PERSONS, Person
from tests.leaks.sentinels import Sentinel
from tests.leaks.world import World

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
Survey = dict[str, Seen]


@pytest.fixture(scope="module")
def survey(leak_world: World) -> Survey:
    """Look once as every person, as each second one aside; the tests read what was seen."""
    with aside(lambda: _look_as(leak_world, PERSONS[1::2])) as others:
        return {**_look_as(leak_world, PERSONS[::2]), **others()}


def _look_as(world: World, persons: Sequence[Person]) -> Survey:
    everywhere = addresses()
    found = {person.id: look(world, everywhere, [person]) for person in persons}
    for seen in found.values():
        seen.before = {}  # every row of the world: nobody reads it any more
    return found


@pytest.mark.parametrize("person", PERSONS, ids=lambda person: person.id)
def test_nothing_is_shown_or_changed_that_is_not_his(survey: Survey, person: Person) -> None:
    """See `checks.look`: answers, headers, cookies, letters, logs and rows."""
    findings = survey[person.id].findings
    assert not findings, f"{len(findings)}\n" + "\n".join(map(str, findings[:30]))


def test_every_sentinel_is_seen_by_somebody(survey: Survey, leak_world: World) -> None:
    """A sentinel that nobody ever meets proves nothing; the exceptions are reviewed one by one."""
    seen = set().union(*(each.sentinels for each in survey.values()))
    unseen = {one for one in leak_world.sentinels.all() if one not in seen}
    left = [one for one in unseen if not any(_excused(one, rule) for rule in FLOORS["unseen"])]
    assert not left, sorted(f"{one.content} {one.field} of {one.owner}" for one in left)


def test_every_scoped_page_shows_something_to_its_rightful_person(survey: Survey) -> None:
    """An address that answers nobody would pass every other check."""
    shown = {name for each in survey.values() for name, _ in each.good}
    wanted = {a.name for a in addresses() if a.scoped and "GET" in _methods(a)}
    assert wanted - shown == set(FLOORS["answers_without_rows"])


def test_every_form_changes_something_for_its_rightful_person(
    survey: Survey, leak_world: World
) -> None:
    """A form that never writes would pass the write check in silence."""
    dead = {
        address.name
        for address in addresses()
        if address.guarded
        and address.writes
        and not changes_by_right(leak_world, address, BY_ID[rightful(address.name)])
    }
    assert dead == set(FLOORS["forms_without_use"])


def test_floors(survey: Survey, leak_world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Addresses, persons, requests and sentinels only ever grow; each issue raises the floors."""
    met = set().union(*(each.sentinels for each in survey.values()))
    counted = {
        "addresses": len(addresses()),
        "persons": len(PERSONS),
        "requests": sum(each.requests for each in survey.values()),
        "sentinels": len(met),
    }
    with capsys.disabled():
        print("\nleaks:", counted)
    floors = FLOORS["floors"]
    assert all(counted[name] >= floors[name] for name in floors), counted
    assert counted["requests"] >= counted["addresses"] * counted["persons"] * 3


def _excused(one: Sentinel, rule: dict[str, str]) -> bool:
    told = f"{one.content}/{one.owner}/{one.field}"
    return fnmatchcase(told, rule["which"])


def _methods(address: Address) -> tuple[str, ...]:
    return address.declared.methods if address.declared else ()

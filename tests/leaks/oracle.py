"""The oracle: what each person may see and change, read from tests/house/authority.yaml."""

from functools import cache
from typing import Any

import yaml

from tests.leaks.persons import BY_ID, Person
from tests.leaks.places import (
    CHILDREN,
    CLAIMS,
    PARENT,
    Child,
    checked_by,
    claimed_in,
    kept,
    relation,
)
from tests.leaks.sentinels import Sentinel
from tests.paths import ROOT

FILE = ROOT / "tests" / "house" / "authority.yaml"
RELATIONS = {"own", "below", "above", "sibling", "elsewhere", "nowhere", "self", "staff"}
RELATIONS |= {"ward", "invited", "kept", "claimed", "pupil", "everybody", "led", "colleague"}
RELATIONS |= {"checked"}


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(found["public"]) <= set(found["contents"])
    return found


@cache
def table() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return person class → content class → see/change → relations, checked for slips."""
    read = _read()
    contents = set(read["contents"])
    persons: dict[str, dict[str, dict[str, list[str]]]] = read["persons"]
    for person, rules in persons.items():
        assert set(rules) <= contents, f"{person}: unknown content {set(rules) - contents}"
        for rule in rules.values():
            assert set(rule) <= {"see", "change"}, f"{person}: {rule}"
            for relations in rule.values():
                assert set(relations) <= RELATIONS, f"{person}: {relations}"
    return persons


def may_see(person: Person, sentinel: Sentinel) -> bool:
    """Return whether the person may meet this sentinel in an answer."""
    if sentinel.content in _read()["public"]:
        return True
    return _may(person, "see", sentinel.content, sentinel.owner)


def may_change(person: Person, content: str, owner: str) -> bool:
    """Return whether the person may change rows of that content that belong to that place."""
    return _may(person, "change", content, owner)


def _has_as_pupil(place: str | None, child: Child) -> bool:
    return bool(child.pupil_of) and relation(place, child.pupil_of) in ("own", "below")


def _may(person: Person, deed: str, content: str, owner: str) -> bool:
    relations = table()[person.acts_as].get(content, {}).get(deed, [])
    if "kept" in relations and owner in kept(person.at):
        return True
    if "checked" in relations and owner in checked_by(person.at):
        return True
    if "claimed" in relations and owner in claimed_in(person.at):
        return True
    if "everybody" in relations and owner in {*CHILDREN, *CLAIMS}:
        return True
    if owner in CHILDREN:
        child = CHILDREN[owner]
        return (
            ("ward" in relations and person.id in child.guardians)
            or ("invited" in relations and person.id in child.invited)
            or _at_school(person, child, relations)
        )
    if owner not in PARENT:  # an account: it belongs to its holder
        mine = "staff" in relations or ("self" in relations and owner == person.id)
        mine = mine or ("colleague" in relations and _works_with(person, owner))
        wards = (child for child in CHILDREN.values() if owner in (*child.guardians, *child.former))
        return mine or any(_at_school(person, child, relations) for child in wards)
    return relation(person.at, owner) in relations


def _works_with(person: Person, owner: str) -> bool:
    """Return whether an account is of somebody who acts for the person's place or one below."""
    place = BY_ID[owner].at if owner in BY_ID else None
    return place is not None and relation(person.at, place) in ("own", "below")


def _at_school(person: Person, child: Child, relations: list[str]) -> bool:
    """Return whether a child goes to the person's school, or takes part in a club he leads."""
    return ("pupil" in relations and _has_as_pupil(person.at, child)) or (
        "led" in relations and person.id in child.led_by
    )

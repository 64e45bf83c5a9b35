"""The harness is tested itself: planted leaks are found, and a product whose guard is gone."""

import random  # noqa: TID251 - a seeded choice of addresses
import sys
from collections.abc import Callable

import pytest
from django.db.models import Q
from django.test import override_settings
from django.urls import clear_url_caches

from tests.depth import DEEP
from tests.leaks.checks import Finding, look, stir
from tests.leaks.enumeration import Address, addresses
from tests.leaks.persons import BY_ID
from tests.leaks.planted import LEAKY
from tests.leaks.test_look import FLOORS
from tests.leaks.world import World
from xueyou.kernel.papers import access as papers
from xueyou.platform.access import anchors, reading
from xueyou.platform.db import Prepared

PLANTED = "tests.leaks.planted"
LOOKING = [BY_ID[name] for name in ("officer-b", "officer-a", "principal-a1")]
WRITING = [BY_ID[name] for name in ("officer-a", "principal-a1", "auditor", "tomorrow")]
SHARE = 10
USELESS = FLOORS["forms_without_use"]
EVERYBODYS = ("family:start", "family:accept", "family:add_child")
"""Every account may fill these in, for itself: no guard is there whose loss could show."""
NOTHING_TO_LEAK = (
    "calls:revelation",
    "bureau:papers:list",
    "desk:mine",
    "registry:claims",
    "registry:homes_template",
    "registry:zones_template",
)
"""This world's one draw is not revealed; its papers' titles are made of published words, and so are
those of the announced calls that a check desk lists; claims are listed with masked names; an empty
table names nobody."""


def found_in(world: World, address: Address) -> list[Finding]:
    """Return what all checks together find at one address."""
    seen = look(world, [address], LOOKING)
    return [*seen.findings, *stir(world, [address])]


@pytest.mark.parametrize("name", [*LEAKY, "sound"])
def test_every_planted_leak_is_found(leak_world: World, name: str) -> None:
    """Twelve kinds of leaks give findings; the sound view beside them gives none."""
    with override_settings(ROOT_URLCONF=PLANTED):
        clear_url_caches()
        address = next(one for one in addresses(PLANTED) if one.name == f"leaky-{name}")
        found = found_in(leak_world, address)
    clear_url_caches()
    assert bool(found) is (name != "sound"), found[:5]


def test_a_broken_view_repeats_nothing(leak_world: World) -> None:
    """The page says it is our fault, the log says where: neither says what was in the error."""
    with override_settings(ROOT_URLCONF=PLANTED):
        clear_url_caches()
        address = next(one for one in addresses(PLANTED) if one.name == "leaky-crash")
        found = look(leak_world, [address], LOOKING).findings
    clear_url_caches()
    assert {one.check for one in found} == {"error"}
    assert all(one.what.endswith(": 500") for one in found)


def _everything(actor: object, permission: reading.Permission, view: object = None) -> object:
    assert permission.of is not None
    return permission.of.all_rows()


def _anything(scoped: object, anchor: str, holding: object) -> Q:
    return Q(pk__isnull=False)


def _without_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every row be everybody's, for `scope` under all its imported names and for anchors.

    Questions that were composed with their guard are forgotten, for the time of the test.
    """
    monkeypatch.setattr(sys.modules[Prepared.__module__], "_kept", {})
    guard = reading.scope
    for module in list(sys.modules.values()):
        if getattr(module, "scope", None) is guard:
            monkeypatch.setattr(module, "scope", _everything)
    monkeypatch.setattr(anchors.Scoped, "condition", _anything)


def _without_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody do everything, and draft papers wherever they like."""
    monkeypatch.setattr(reading, "_allowed", lambda actor, permission, path: True)
    monkeypatch.setattr(papers, "may_draft", lambda actor, path: True)


def _seeded(choose: Callable[[Address], bool]) -> list[Address]:
    """Return all such addresses in the deep run, else a tenth of them and at least three."""
    fitting = [one for one in addresses() if choose(one)]
    if DEEP:
        return fitting
    many = max(3, len(fitting) // SHARE)
    return random.Random(20261121).sample(fitting, min(many, len(fitting)))


@pytest.mark.parametrize(
    "address",
    _seeded(
        lambda one: (
            one.scoped
            and one.name not in NOTHING_TO_LEAK
            and "GET" in (one.declared.methods if one.declared else ())
        )
    ),
    ids=lambda one: one.name,
)
def test_without_scope_every_scoped_page_leaks(
    leak_world: World, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that stays clean when every row is everybody's is not looked at.

    Pages with two guards (the rows and the right to open them) leak only without both.
    """
    _without_scope(monkeypatch)
    found = look(leak_world, [address], LOOKING).findings
    if not found:
        _without_authority(monkeypatch)
        found = look(leak_world, [address], LOOKING).findings
    assert found


@pytest.mark.parametrize(
    "address",
    _seeded(lambda one: one.guarded and one.writes and one.name not in {*EVERYBODYS, *USELESS}),
    ids=lambda one: one.name,
)
def test_without_authority_every_form_writes_too_much(
    leak_world: World, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that stays harmless when everybody may do everything is not tried out."""
    _without_authority(monkeypatch)
    if address.scoped:
        _without_scope(monkeypatch)
    writes = [one for one in look(leak_world, [address], WRITING).findings if one.check == "write"]
    assert writes

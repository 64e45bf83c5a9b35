"""Whoever serves a family is killed at six points of handing in: once counted, one receipt."""

from pathlib import Path

import pytest

from tests.kernel.calls.world import World, found_world
from tests.kill.handing_in import (
    POINTS,
    SCENES,
    family,
    faults_of,
    kill_while_handing_in,
)
from tests.kill.store import faults_of_store

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def world(kept: Path) -> World:
    """Found the county with its call open."""
    return found_world()


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, scene: str, world: World, kept: Path) -> None:
    """Tests one point: nothing accepted is lost, doubled or mixed, and the store is whole."""
    one = family(world)
    kill_while_handing_in(one, point, scene)
    assert faults_of(one) == []
    assert faults_of_store(kept) == []

"""Roles and kinds of a room that only these tests know, and its world."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kernel.calls.world import World, found_clubs, found_world
from xueyou.platform.access.roles import roles


@pytest.fixture
def own_roles(settings: Any, business_clock: object) -> Iterator[None]:
    """Let the catalogue be that of room.py, on the morning of 20 November."""
    settings.XUEYOU_ROLES = "tests.kernel.calls.room"
    roles.cache_clear()
    yield
    roles.cache_clear()


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the county with its call open."""
    return found_world()


@pytest.fixture
def clubs(db: None, own_roles: None) -> World:
    """Found the school with its clubs open."""
    return found_clubs()

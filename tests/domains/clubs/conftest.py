"""A school whose menu can be made, with the roles of room.py."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.domains.clubs.world import World, found_school
from xueyou.platform.access.roles import roles


@pytest.fixture
def own_roles(settings: Any, business_clock: object, tmp_path: Path) -> Iterator[None]:
    """Let the catalogue be that of room.py, on the morning of 20 November."""
    settings.XUEYOU_ROLES = "tests.domains.clubs.room"
    settings.DATA = tmp_path
    roles.cache_clear()
    yield
    roles.cache_clear()


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the school, with its call open and no club on the menu."""
    return found_school()

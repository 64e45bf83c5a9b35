"""A city whose enrolment is open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.domains.enrolment.world import World, found_world
from xueyou.platform.access.roles import roles


@pytest.fixture
def own_roles(settings: Any, tmp_path: Path, business_clock: object) -> Iterator[None]:
    """Let an officer of these tests stand beside the site's roles."""
    settings.DATA = tmp_path
    settings.XUEYOU_ROLES = "tests.domains.enrolment.roles"
    roles.cache_clear()
    yield
    roles.cache_clear()


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the city."""
    return found_world()

"""One leak world a file, in a database of its own, as production would answer."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import override_settings

from tests.databases import world_in_memory
from tests.leaks.clubs import let_clubs_meet
from tests.leaks.families import let_families_in
from tests.leaks.issuing import steer
from tests.leaks.rolls import let_rolls_in
from tests.leaks.world import World, build
from xueyou.platform.accounts import sessions


@pytest.fixture(scope="module")
def leak_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the world once for the tests of a file."""
    with (
        django_db_blocker.unblock(),
        world_in_memory() as folder,
        override_settings(MEDIA_ROOT=folder / "media"),
        # A session is noted as used once: later notes would be undone, and made with each request.
        patch.object(sessions, "SEEN_STEP", 86_400),
    ):
        world = build(steer, let_families_in, let_rolls_in, let_clubs_meet)
        assert settings.XUEYOU_ENV == "test"
        with override_settings(XUEYOU_ENV="prod"):  # no demonstration list, no demonstration link
            yield world

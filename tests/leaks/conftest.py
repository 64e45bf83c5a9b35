"""One leak world, for each file in a database of its own, as production would answer."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import override_settings

from tests.databases import save_world, world_in_memory
from tests.leaks.check_desk import let_desks_check
from tests.leaks.check_lists import let_lists_out
from tests.leaks.classes import let_classes_be_divided
from tests.leaks.clubs import let_clubs_meet
from tests.leaks.committee import let_committee_decide
from tests.leaks.families import let_families_in
from tests.leaks.issuing import steer
from tests.leaks.moves import let_pupils_move
from tests.leaks.rolls import let_rolls_in
from tests.leaks.world import World, build
from xueyou.platform.accounts import sessions

_BUILT: list[tuple[World, Path]] = []
"""The world with its folder, as soon as the first file of this process has asked for it."""


def _built(folders: pytest.TempPathFactory) -> tuple[World, Path]:
    """Return the world with a folder of this process's own; built once for all workers of a run."""
    if not _BUILT:
        common = folders.getbasetemp()
        common = common.parent if "PYTEST_XDIST_WORKER" in os.environ else common
        whole, told = common / "leak-world", common / "leak-world.pickle"
        with (common / "leak-world.lock").open("w") as one_builds:
            fcntl.flock(one_builds, fcntl.LOCK_EX)
            if not told.exists():
                whole.mkdir()
                told.write_bytes(pickle.dumps(_build(whole)))
        folder = folders.mktemp("leaks")
        shutil.copytree(whole, folder, dirs_exist_ok=True)
        _BUILT.append((pickle.loads(told.read_bytes()), folder))
    return _BUILT[0]


def _build(folder: Path) -> World:
    with world_in_memory(folder) as data, override_settings(MEDIA_ROOT=data / "media"):
        world = build(
            steer,
            let_families_in,
            let_rolls_in,
            let_desks_check,
            let_committee_decide,
            let_lists_out,
            let_clubs_meet,
            let_pupils_move,
            let_classes_be_divided,
        )
        save_world(data)
    return world


@pytest.fixture(scope="module")
def leak_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Give the tests of a file a world of their own: a copy of the one that was built."""
    with django_db_blocker.unblock():
        world, folder = _built(tmp_path_factory)
        with (
            world_in_memory(folder) as data,
            override_settings(MEDIA_ROOT=data / "media"),
            # A session is noted as used once: later notes would be undone, made with each request.
            patch.object(sessions, "SEEN_STEP", 86_400),
        ):
            assert settings.XUEYOU_ENV == "test"
            with override_settings(XUEYOU_ENV="prod"):  # no demonstration list or link
                yield deepcopy(world)

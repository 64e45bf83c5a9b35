"""The test of the test: with idempotency switched off, the same kills double what is handed in."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.kernel.calls.world import World, found_world
from tests.kill.handing_in import COMMITTED, GUARDIANS, SCENES, family, faults_of
from tests.kill.handing_in import kill_while_handing_in as kill
from xueyou.kernel.calls.services import submitting
from xueyou.platform.acts import receipts

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def world(kept: Path) -> World:
    """Found the county with its call open."""
    return found_world()


@pytest.fixture
def unprotected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget every key: each press is taken for the first, by the log and by the verb."""
    claim = receipts.claim

    def forgetful(scope: str, key: str, digest: str, now: object) -> object:
        return claim(scope, str(uuid4()), digest, now)  # type: ignore[arg-type]

    monkeypatch.setattr(receipts, "claim", forgetful)
    monkeypatch.setattr(submitting, "_require_first", lambda application, key: None)


@pytest.mark.parametrize("scene", SCENES)
def test_idempotency_off_doubles(scene: str, world: World, unprotected: None) -> None:
    """Tests that a retry after a commit nobody heard is found as a double."""
    one = family(world)
    kill(one, COMMITTED, scene)
    assert "doubled: acts" in faults_of(one)


def test_another_receipt_is_found(world: World) -> None:
    """Tests that a receipt that is not the stored one is found, as lost and as doubled."""
    one = family(world)
    kill(one, COMMITTED, GUARDIANS)
    one.heard.append("another")
    assert len(faults_of(one)) == 2


def test_another_familys_answer_is_found(world: World) -> None:
    """Tests that a stored field of another family is found."""
    one = family(world)
    kill(one, COMMITTED, GUARDIANS)
    one.answers["note"] = "别人家的"
    assert faults_of(one) == ["mixed: other answers are stored"]

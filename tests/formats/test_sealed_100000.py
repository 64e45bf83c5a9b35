"""A hundred thousand acts are verified within ten seconds."""

import time
from pathlib import Path

import pytest

from tests.formats.made_exports import write_made_export
from xueyou.formats.sealed import verify_export

pytestmark = pytest.mark.alone
ACTS, BATCH = 100_000, 500


def test_a_hundred_thousand_acts_in_ten_seconds(tmp_path: Path) -> None:
    """Every act, every batch, the chain and the head."""
    path = tmp_path / "export"
    head = write_made_export(path, count=ACTS, batch=BATCH)
    started = time.process_time()  # of this process: others may be busy on the same cores
    verdict = verify_export(path, head)
    seconds = time.process_time() - started
    assert verdict.ok, verdict.zh
    assert verdict.counts["sealed"] == ACTS
    assert seconds <= 10, f"{seconds:.1f} s"

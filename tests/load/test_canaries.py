"""The browsers among the families, where nobody answers: what they compute must stay theirs."""

import os
import time
from pathlib import Path

import pytest

from tests.load.canaries import AT_ONCE, Canaries
from tests.load.canary import NICE
from tests.site.run.running import alive, children_of
from tests.waiting import until

pytestmark = pytest.mark.alone
NOBODY_THERE = 9
SECONDS = 1.0


def test_what_the_browsers_computed_is_told_after_their_last_family() -> None:
    """Tests the end of a stage: all families are through, and the browsers are still counted.

    They compute at the foot of the line, whichever of their processes it is, and none is left.
    """
    with Canaries(NOBODY_THERE, "call", AT_ONCE, SECONDS, lambda _: "") as browsers:
        until(lambda: len(browsers.felt.wrong) == AT_ONCE, "their families are through")
        # Nothing tells that a browser does not close: one that did would be gone by then.
        time.sleep(SECONDS)
        mine = _chromium()
        assert len(mine) > AT_ONCE
        assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in mine} == {NICE}
        assert browsers.cpu() > 0.5
    assert [said.partition(":")[0] for said in sorted(browsers.felt.wrong)] == [
        "canary 0",
        "canary 1",
    ]
    assert alive(mine) == []


def _chromium() -> list[int]:
    return [pid for pid in children_of(os.getpid()) if _name(pid).startswith("chrom")]


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")

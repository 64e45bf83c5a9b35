"""The browsers among the families, where nobody answers: what they compute must stay theirs."""

import os
import time
from pathlib import Path

import pytest

from tests.load.canaries import AT_ONCE, NICE, Canaries
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
        until(lambda: _niced() > AT_ONCE, "browsers stand and give way")
        until(lambda: _at_rest(browsers), "their families are through")
        mine = _chromium()
        assert _niced() == len(mine)
        assert browsers.cpu() > 0.5
    assert [said.partition(":")[0] for said in sorted(browsers.felt.wrong)] == [
        "canary 0",
        "canary 1",
    ]
    assert alive(mine) == []


def _at_rest(browsers: Canaries) -> bool:
    before = browsers.cpu()
    time.sleep(2 * SECONDS)
    return browsers.cpu() - before < 0.1


def _niced() -> int:
    return sum(os.getpriority(os.PRIO_PROCESS, pid) == NICE for pid in _chromium())


def _chromium() -> list[int]:
    return [pid for pid in children_of(os.getpid()) if _name(pid).startswith("chrom")]


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")

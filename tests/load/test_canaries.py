"""The browsers among the families, where nobody answers: what they compute must stay theirs."""

import os
import time

import pytest

from tests.load.canaries import AT_ONCE, NICE, Canaries, _is_browser
from tests.site.run.running import children_of

pytestmark = pytest.mark.alone
NOBODY_THERE = 9
SECONDS = 1.0


def test_what_the_browsers_computed_is_told_after_their_last_family() -> None:
    """Tests the end of a stage: all families are through, and the browsers are still counted.

    They compute at the foot of the line, whichever of their processes it is.
    """
    with Canaries(NOBODY_THERE, "call", AT_ONCE, SECONDS, lambda _: "") as browsers:
        until = time.monotonic() + 60
        while len(browsers.felt.wrong) < AT_ONCE and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(2 * SECONDS)
        assert browsers.cpu() > 0.1
        mains = [pid for pid in children_of(os.getpid()) if _is_browser(pid)]
        assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in mains} == {NICE}
    assert len(browsers.felt.wrong) == AT_ONCE
    assert browsers.cpu() == 0.0

"""Work aside comes back whole, fails aloud, and is not left running."""

import os

import pytest

from tests.leaks.aside import AsideFailed, aside


def test_a_result_comes_back() -> None:
    """What was worked out aside, in another process."""
    with aside(os.getpid) as result:
        assert result() != os.getpid()


def test_a_failure_is_told() -> None:
    """With its traceback: silence would pass for no findings."""
    with pytest.raises(AsideFailed, match="ZeroDivisionError"), aside(lambda: 1 // 0) as result:
        result()


def test_nothing_goes_on_behind_a_failure() -> None:
    """Whoever fails meanwhile does not wait for the work, nor leave it running."""
    with pytest.raises(KeyError), aside(lambda: input()):
        raise KeyError

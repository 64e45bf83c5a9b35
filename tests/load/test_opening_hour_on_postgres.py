"""The same short opening hour on PostgreSQL: a file of its own, so that both are played at once."""

from pathlib import Path

import pytest

from tests.load.playing import nothing_is_lost

pytestmark = pytest.mark.alone


def test_nothing_accepted_is_lost_doubled_or_mixed(tmp_path: Path) -> None:
    """Tests a run without the random kills: those are SQLite's."""
    nothing_is_lost("postgres", tmp_path / "opening-hour.json", "--no-kills")

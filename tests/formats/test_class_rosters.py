"""Heads of rosters as somebody names them; whole rosters stand in tests/rulebook/classes."""

import pytest

from xueyou.formats.class_rosters import head_key, scores_named


@pytest.mark.parametrize("head", ["数学", " 数 学 ", "数学*", "数学（满分150）", "数学："])
def test_one_head_written_in_many_ways(head: str) -> None:
    """Tests blanks, stars, width and brackets."""
    assert head_key(head) == "数学"


def test_scores_named_with_any_comma() -> None:
    """Tests commas of both widths, the enumeration comma, blanks and nothing between."""
    assert scores_named("语文, 数学，英语、 物理（百分制）,, ") == [
        "语文",
        "数学",
        "英语",
        "物理",
    ]
    assert scores_named("") == []

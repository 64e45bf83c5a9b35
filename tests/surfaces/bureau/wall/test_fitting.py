"""Words fitted to their place: cut titles, whole clauses."""

from xueyou.surfaces.bureau.wall.fitting import brief, fitted


def test_a_long_title_is_cut() -> None:
    """Tests the width of a label, narrow letters counted as half."""
    assert fitted("临澄市第三高级中学迁建工程", 8) == "临澄市第三高级…"
    assert fitted("24 classrooms", 8) == "24 classrooms"


def test_a_long_sentence_ends_with_a_clause() -> None:
    """Tests that no figure is cut off in its middle."""
    said = "应到 3,728 个，实到 2,640 个，只到 71%；10月31日曾经达到"
    assert brief(said, 40) == said
    assert brief(said, 21) == "应到 3,728 个，实到 2,640 个，只到 71%"
    assert brief(said, 15) == "应到 3,728 个，实到 2,640 个"
    assert brief("没有一处停顿的长句子", 5) == "没有一处…"

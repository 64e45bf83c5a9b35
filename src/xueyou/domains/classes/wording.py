"""Sentences of this room that several pages say."""

from collections.abc import Iterable


def left_out_zh(heads: Iterable[str]) -> str:
    """Return what the clerk is told of columns that were left out; nothing where none was."""
    named = "、".join(f"“{head}”" for head in heads)
    if not named:
        return ""
    return (
        f"没有用{named}：平台不认识这样的列，里面的内容只有几名学生相同或者不同，"
        "用了就等于指定他们分开。教育局已经收到提醒。其余各列照常；"
        "这一列确实该用的，请教育局先认可，再交一次表。"
    )

"""What is typed wrong is told in Chinese, and so is the help."""

import re

import pytest

from tests.cli.run import xueyou

_COMMANDS = (
    (), ("admit",), ("admit", "sheet"), ("admit", "run"), ("admit", "explain"), ("verify",),
    ("admit", "compare"), ("admit", "appeal"), ("admit", "simulate"), ("draw", "commit"),
    ("plan", "read"),
)  # fmt: skip
ENGLISH = re.compile(r"usage|positional|arguments|options:|show this|required|expected|invalid")


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
def test_the_help_is_chinese(command: tuple[str, ...]) -> None:
    """Tests headings, the line about the help itself, and that every own argument is explained."""
    told = xueyou(*command, "--help").out
    assert ENGLISH.search(told) is None, told
    assert told.startswith("用法：xueyou")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("admit", "run", "x"), "少了 --out"),
        (("admit", "explain", "x", "--applicant"), "--applicant 后面要写一个值"),
        (
            ("admit", "run", "x", "--out", "y", "--threads", "two"),
            "--threads 要写成 1 到 256 的整数",
        ),
        (("plan", "lights", "x", "--readings"), "--readings 后面要写一个值"),
        (("admit", "nothing"), "没有“nothing”"),
        (("admit", "check", "x", "--no-such"), "不认识 --no-such"),
        (("admit", "sheet", "x", "--html", "a", "--docx", "b"), "--docx 不能和 --html 一起用"),
        (("admit", "check", "x", "--progress", "loud"), "可以写：auto、jsonl、none"),
        (("admit", "row", "x"), "--applicant、--all 里要写一个"),
    ],
)
def test_what_is_typed_wrong_is_told_in_chinese(typed: tuple[str, ...], said: str) -> None:
    """Tests the mistakes people make, each with what to write instead."""
    ran = xueyou(*typed)
    assert ran.code == 2
    assert f"命令没有写对：{said}" in ran.err or said in ran.err
    assert ENGLISH.search(ran.err) is None, ran.err

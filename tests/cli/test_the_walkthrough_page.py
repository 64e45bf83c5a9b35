"""The Chinese walkthrough of admission: each command is typed as printed, each line is seen."""

from pathlib import Path

import pytest

from tests.cli.walkthrough import Desk, fences, is_as_shown, typed
from tests.paths import ROOT

PAGE = ROOT / "docs" / "handbook" / "admission-walkthrough.md"
AGAIN = f"python -m tests.cli.walkthrough {PAGE.relative_to(ROOT)}"


def test_every_command_of_the_page_shows_what_the_page_shows(tmp_path: Path) -> None:
    """Tables and rules are laid down as they stand there; nothing else is prepared."""
    desk, commands, wrong = Desk(tmp_path), 0, []
    for fence in fences(PAGE.read_text(encoding="utf-8")):
        if fence.file is not None:
            desk.lay(fence.file, fence.body)
        for one in typed(fence.body) if fence.kind == "console" else ():
            commands += 1
            code, seen = desk.type(one.command)
            if code or not is_as_shown(seen, one.shown):
                wrong.append(f"$ {one.command}\n{seen}-- exit {code}; the page shows\n{one.shown}")
    assert not wrong, "\n".join([*wrong, f"If this is as it should be: {AGAIN}"])
    assert commands > 20


def test_the_page_shows_the_whole_way() -> None:
    """No step is left out: each command that an office needs is on it."""
    text = PAGE.read_text(encoding="utf-8")
    for words in (
        "admit check", "admit run", "admit explain", "admit row", "admit compare", "admit appeal",
        "admit refill", "draw commit", "draw reveal", "xueyou verify", "verify.py",
    ):  # fmt: skip
        assert words in text
    files = {fence.file for fence in fences(text)}
    tables = ("rules.yaml", "applicants.csv", "choices.csv", "options.csv", "quotas.csv")
    assert files >= {f"in/{name}" for name in tables}


@pytest.mark.parametrize(
    ("seen", "shown", "same"),
    [
        ("a 12 b\n", "a … b", True),
        ("a 12 c\n", "a … b", False),
        ("a\nb\nc\n", "a\n…\nc", True),
        ("a\nc\n", "a\n…\nc", True),
        ("a\nb\n", "a", False),
        ("", "", True),
        ("x\n", "", False),
        ("a.b\n", "axb", False),
    ],
)
def test_dots_stand_for_what_differs_and_nothing_else(seen: str, shown: str, same: bool) -> None:
    """A page that shows too little or too much fails."""
    assert is_as_shown(seen, shown) is same

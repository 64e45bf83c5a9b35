"""docs/interfaces.md prints the same refusals and exit codes as the code knows."""

import re

from tests.paths import ROOT
from xueyou.cli.exits import MEANINGS
from xueyou.formats.refusal import REASONS

INTERFACES = (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
PROMISED = (
    "empty binary format_mismatch too_large encrypted scan_no_text zip_bomb macro broken_ids "
    "no_plan encoding_unknown classified heic pixels script pages no_picture unsupported"
)


def _section(title: str) -> str:
    return INTERFACES.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_refusals_are_those_promised() -> None:
    """Eighteen codes, no more and no fewer, each with the sentence the program says."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", _section("Refusals"), re.MULTILINE)
    assert rows == [(code, reason.zh, reason.en) for code, reason in REASONS.items()]
    assert list(REASONS) == PROMISED.split()


def test_the_exit_codes_are_those_promised() -> None:
    """A script that reads the table can rely on it."""
    rows = re.findall(r"^\| (\d+) \| (.+?) \|$", _section("Exit codes"), re.MULTILINE)
    assert {int(code): said for code, said in rows} == MEANINGS

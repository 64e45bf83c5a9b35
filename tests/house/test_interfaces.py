"""docs/interfaces.md says what is there, and what is there is said."""

import re
import subprocess

from tests.paths import ROOT
from xueyou.cli import COMMANDS
from xueyou.cli.exits import MEANINGS
from xueyou.rulebook.answers.reason_sentences import CODES, meaning, template, variants

TEXT = (ROOT / "docs/interfaces.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return the text under a heading."""
    return re.split(r"^## ", TEXT.split(f"## {title}\n")[1], flags=re.M)[0]


def test_every_make_target_with_a_word_is_described() -> None:
    """Tests that the table of make and the Makefile's own list are the same."""
    said = set(re.findall(r"^\| `make ([a-z-]+)`", section("Make"), re.M))
    there = set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.M)) - {"help", "clean"}
    assert said == there


def test_exit_codes_are_the_ones_in_code() -> None:
    """Tests the table of exits against the enumeration."""
    said = {int(code) for code in re.findall(r"^\| (\d+) \|", section("Exit codes"), re.M)}
    assert said == set(MEANINGS)


def test_commands_of_the_command_line_are_described() -> None:
    """Tests that each first word the command line owns stands in the table."""
    said = set(re.findall(r"^\| `([a-z]+) ", section("Command line"), re.M))
    assert said == set(COMMANDS)


def test_every_variable_of_the_environment_is_described() -> None:
    """Tests that no XUEYOU_ variable is read that nobody was told of."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/xueyou").rglob("*.py"))
    )
    read = set(re.findall(r"environ(?:\.get\(|\[|\.setdefault\()\s*\"(XUEYOU_[A-Z_]+)\"", source))
    assert read
    assert {name for name in read if f"`{name}" not in TEXT} == set()


def test_management_commands_are_described() -> None:
    """Tests that each command a person may give stands somewhere in the interfaces."""
    own = {
        path.stem
        for path in (ROOT / "src/xueyou").rglob("management/commands/*.py")
        if path.stem != "__init__"
    }
    assert own
    assert {name for name in own if f"{name}" not in TEXT} == set()


def test_make_refuses_an_unknown_group_as_usage() -> None:
    """Tests that a wrong TESTS= is told, not ignored."""
    done = subprocess.run(
        ["make", "-n", "test", "TESTS=nothing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python -m tests nothing" in done.stdout


def test_admission_reasons_are_the_ones_in_code() -> None:
    """Tests the closed list of reasons: codes, sentences, meanings, further wordings."""
    said = re.findall(
        r"^\| `([a-z_]+)`(?: \(([a-z_]+)\))? \| (.*?) \| (.*?) ?\|$",
        section("Admission reasons"),
        re.M,
    )
    there = []
    for code in CODES:
        there.append((code, "", template(code), meaning(code)))
        there += [(code, name, template(code, name), "") for name in variants(code)]
    assert said == there

"""Nothing in the repository knows the machine it was written on."""

import re
import subprocess

from tests.paths import ROOT

FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|root|home/[a-z]+|opt/(?:pypi|wheels))/|"
    r"(?<!\w)https?://(?:pypi|files\.pythonhosted|registry|mirrors?)\."
)
HERE = "tests/house/test_nothing_of_this_machine.py"


def offending(text: str) -> list[str]:
    """Return the lines that hold a path of a machine or the host of a registry."""
    return [line for line in text.splitlines() if FORBIDDEN.search(line)]


def test_no_path_or_registry_host_is_committed():
    """Tests that no tracked text file holds such a line."""
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    found = {}
    for name in names:
        if not name or name == HERE or not (ROOT / name).is_file():
            continue
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if lines := offending(text):
            found[name] = lines[:3]
    assert found == {}


def test_the_pattern_finds_what_it_should():
    """Tests that a planted path and a planted host are found."""
    planted = "see /" + "work/main/src"  # put together here, so that no such path stands in a file
    assert offending(planted) == [planted]
    assert offending("from https://pypi.example.org/simple")

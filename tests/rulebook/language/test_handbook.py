"""docs/handbook/rules.md shows rules that are taken and lists every refusal."""

import re

from tests.paths import ROOT
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.language.refusals import SAYINGS

TEXT = (ROOT / "docs/handbook/rules.md").read_text(encoding="utf-8")
RULES, FRAME = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_example_is_taken_within_its_frame() -> None:
    """Tests that both documents of the page are read as they stand."""
    found = rulebook_of(RULES.encode(), "rules.yaml", frame=FRAME.encode())
    assert [batch.id for batch in found.batches] == ["到校", "统招"]


def test_every_refusal_is_listed() -> None:
    """Tests that the page prints the same sentences as the program says."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert rows == [(code, said["zh"], said["en"]) for code, said in SAYINGS.items()]

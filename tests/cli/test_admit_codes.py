"""docs/interfaces.md names every code with which a table is refused."""

from tests.paths import ROOT
from xueyou.rulebook.tables.input_faults import SAYINGS

TEXT = (ROOT / "docs/interfaces.md").read_text(encoding="utf-8")


def test_every_code_of_the_tables_is_described() -> None:
    """Tests code and English sentence, as the faults say them."""
    missing = [code for code, said in SAYINGS.items() if f"| `{code}` | {said['en']} |" not in TEXT]
    assert missing == []


def test_every_sentence_says_what_to_do_without_shouting() -> None:
    """Tests that both tongues are there, politely."""
    for said in SAYINGS.values():
        assert said["zh"].endswith("。")
        assert "！" not in said["zh"] + said["en"]

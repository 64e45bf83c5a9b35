"""One small rulebook as text, for tests that change a word of it and look what is said."""

from pathlib import Path

from xueyou.rulebook.language.faults import Fault, RulebookRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of

RULES = Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8")


def read(*changes: tuple[str, str]) -> Rulebook:
    """Return the small rulebook with pieces of its text replaced; each piece must be there."""
    return rulebook_of(changed(*changes).encode(), "rules.yaml")


def changed(*changes: tuple[str, str]) -> str:
    """Return the text with pieces replaced."""
    text = RULES
    for old, new in changes:
        assert old in text, f"{old!r} is not in the rules"
        text = text.replace(old, new, 1)
    return text


def faults(*changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Return what is said of the changed rulebook; it must be refused."""
    return faults_of(changed(*changes))


def faults_of(text: str | bytes) -> tuple[Fault, ...]:
    """Return what is said of a text that must be refused."""
    data = text.encode() if isinstance(text, str) else text
    try:
        rulebook_of(data, "rules.yaml")
    except RulebookRefused as refused:
        return refused.faults
    raise AssertionError("the rules were taken")


def line_of(piece: str, *changes: tuple[str, str]) -> int:
    """Return the line a piece of the changed text begins in."""
    text = changed(*changes)
    return text[: text.index(piece)].count("\n") + 1

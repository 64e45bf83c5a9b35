"""Each decision has a number of its own, the same in its name and its title."""

from tests.paths import ROOT


def test_decisions_are_numbered_without_gap_or_double() -> None:
    """Tests names and titles in docs/adr."""
    files = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        title = file.read_text(encoding="utf-8").splitlines()[0]
        assert title.startswith(f"# {int(file.name[:4])}. "), file.name

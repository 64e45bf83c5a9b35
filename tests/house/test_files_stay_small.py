"""Files stay small enough to be read in one sitting."""

from tests.paths import ROOT

LIMIT = 400


def long_files(limit: int) -> list[str]:
    """Return the Python files under src/ and tests/ with more lines than the limit."""
    return [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in ("src", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]


def test_no_file_is_longer_than_the_limit():
    """Tests that no Python file passes 400 lines."""
    assert long_files(LIMIT) == []


def test_the_walk_finds_files():
    """Tests that the walk looks at files at all."""
    assert long_files(10)

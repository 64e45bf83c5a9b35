"""The longest files of tests begin first, so that both workers end together."""

from types import SimpleNamespace
from typing import Any

from tests.longest import SECONDS, longest_first
from tests.paths import ROOT


def item(path: str, name: str) -> Any:
    """Return what stands for a test of a file."""

    class Item(SimpleNamespace):
        __hash__ = object.__hash__

    return Item(path=ROOT / path, name=name)


def test_every_named_file_exists() -> None:
    """A file that was renamed would begin last again, in silence."""
    assert [path for path in SECONDS if not (ROOT / path).is_file()] == []


def test_long_files_begin_then_those_of_many_tests() -> None:
    """What is named goes by its seconds, the rest by its tests; the shortest comes third."""
    longest = max(SECONDS, key=SECONDS.__getitem__)
    found = [item("tests/house/a.py", "alone")]
    found += [item("tests/house/b.py", name) for name in ("two", "of two")]
    found += [item("tests/house/c.py", name) for name in ("three", "of three", "also of three")]
    found += [item(longest, name) for name in ("long", "of the long")]
    longest_first(found)
    assert [one.name for one in found] == [
        *("long", "of the long", "three", "of three", "also of three", "alone", "two", "of two")
    ]


def test_nothing_is_ordered_where_nothing_is() -> None:
    """A stage whose mark selects nothing is no error."""
    nothing: list[Any] = []
    longest_first(nothing)
    assert nothing == []

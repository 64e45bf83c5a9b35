"""A path is a prefix of its descendants' paths and of nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.platform.orgs.paths import (
    DEEPEST,
    PathFull,
    ancestor_paths,
    child_path,
    depth_of,
    is_within,
)

numbers = st.lists(st.integers(1, 999_999), min_size=1, max_size=DEEPEST)


def path_of(segments: list[int]) -> str:
    """Return the path of a node given its ancestors' numbers."""
    path = ""
    for number in segments:
        path = child_path(path, number)
    return path


@given(numbers, numbers)
def test_prefix_means_ancestor(first: list[int], second: list[int]) -> None:
    """Text prefix and being above are the same thing, for any two nodes."""
    above = second[: len(first)] == first
    assert path_of(second).startswith(path_of(first)) == above
    assert is_within(path_of(second), path_of(first)) == above


@given(numbers, st.integers(1, 999_999), st.integers(1, 999_999))
def test_no_path_is_a_prefix_of_a_siblings(parent: list[int], one: int, other: int) -> None:
    """Neither 1 of 10, nor 0001 of 00010."""
    above = path_of(parent[: DEEPEST - 1])
    first, second = child_path(above, one), child_path(above, other)
    assert first.startswith(second) == (one == other)


def test_siblings_sort_in_the_order_they_came() -> None:
    """Fixed width: text order is number order."""
    paths = [child_path("000001.", number) for number in (1, 9, 10, 99, 100, 999_999)]
    assert paths == sorted(paths)


@given(numbers)
def test_depth_and_ancestors(segments: list[int]) -> None:
    """From the root down, without the node itself."""
    path = path_of(segments)
    assert depth_of(path) == len(segments)
    assert ancestor_paths(path) == [path_of(segments[:n]) for n in range(1, len(segments))]


@pytest.mark.parametrize(("parent", "number"), [("", 0), ("", 1_000_000), ("000001." * DEEPEST, 1)])
def test_a_full_tree_refuses(parent: str, number: int) -> None:
    """Rather than a path that is too long or breaks the width."""
    with pytest.raises(PathFull):
        child_path(parent, number)
    assert len("000001." * DEEPEST) <= 120

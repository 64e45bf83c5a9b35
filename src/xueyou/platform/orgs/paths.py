"""Paths of the tree: 6-digit segments, each with a final dot. Pure text."""

from collections.abc import Collection

from xueyou.platform.orgs.models import SEGMENT_DIGITS

SEGMENT_LENGTH = SEGMENT_DIGITS + 1
DEEPEST = 120 // SEGMENT_LENGTH


class PathFull(ValueError):
    """The tree has no room there: too deep, or a parent used up its segments."""


def child_path(parent_path: str, number: int) -> str:
    """Return the path of a parent's `number`-th child (counted from 1; "" is above the root)."""
    if not 0 < number < 10**SEGMENT_DIGITS or depth_of(parent_path) >= DEEPEST:
        raise PathFull("这个单位下面放不下了：层级或数量到了上限。")
    return f"{parent_path}{number:0{SEGMENT_DIGITS}d}."


def depth_of(path: str) -> int:
    """Return how many segments a path has."""
    return len(path) // SEGMENT_LENGTH


def ancestor_paths(path: str) -> list[str]:
    """Return the paths above, from the root down, without the path itself."""
    return [path[:end] for end in range(SEGMENT_LENGTH, len(path), SEGMENT_LENGTH)]


def common_path(paths: Collection[str]) -> str:
    """Return the longest path that all of these lie at or below; "" where there is none."""
    first, last = min(paths), max(paths)  # what these two share, all between them share
    ends = range(SEGMENT_LENGTH, len(first) + 1, SEGMENT_LENGTH)
    return max((first[:end] for end in ends if last.startswith(first[:end])), key=len, default="")


def is_within(path: str, above: str) -> bool:
    """Return whether a path is `above` or lies below it."""
    return path.startswith(above)

"""Paths of the tree: 6-digit segments, each with a final dot. Pure text."""

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


def is_within(path: str, above: str) -> bool:
    """Return whether a path is `above` or lies below it."""
    return path.startswith(above)

"""Owns how a long list is shown in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list. `number` counts from 1; `kept` stands in the links to the others."""

    rows: Sequence[T]
    number: int
    pages: int
    kept: str = ""


def leaf(rows: Sequence[T], asked: str, kept: str = "") -> Leaf[T]:
    """Return the page asked for, the nearest where there is none such."""
    pages = max(1, -(-len(rows) // SIZE))
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = max(1, min(wanted, pages))
    return Leaf(rows[(number - 1) * SIZE : number * SIZE], number, pages, kept)

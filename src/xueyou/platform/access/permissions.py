"""Permissions: what can be allowed. One object each, named where its room is, listed here once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xueyou.platform.access.anchors import Scoped

_BY_CODE: dict[str, "Permission"] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Permission:
    """One thing that a role may allow.

    `code` is "<room>.<object>.<verb>", `zh` the words people read.
    `of` names the objects it is about; without it the permission concerns a page, not rows.
    """

    code: str
    zh: str
    of: "Scoped | None" = None

    def __post_init__(self) -> None:
        """List the permission; a second one with the same code is a programming error."""
        if self.code in _BY_CODE:
            raise ValueError(f"permission {self.code} is declared twice")
        _BY_CODE[self.code] = self

    def __str__(self) -> str:
        return self.code


def permissions() -> dict[str, Permission]:
    """Return every declared permission by code."""
    return dict(_BY_CODE)

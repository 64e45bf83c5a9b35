"""The kinds of paper: what each is called, whom it asks, and how its figures are checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Verify = Callable[[Mapping[str, Any], UUID], None]
"""Looks at a content and the uid of what the paper is about; raises PaperRefused."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper that a room issues.

    `countersigned`: a department signs between the check and the signature.
    `addressed`: it is sent to somebody, so it is served before it is archived.
    `circulated`: everybody below the organisation may read it once it is out.
    `leaves_signed`: its files are handed out only once it is signed.
    `of_desk`: which desk's people draft, check, read and number it beside their business, without
    seeing the organisation's other papers: the anchor's name ("desk", "account"), "" for none.
    `verify` is asked whenever the content is written, and again at check and signature.
    """

    code: str
    zh: str
    countersigned: bool
    addressed: bool
    verify: Verify | None = None
    leaves_signed: bool = False
    circulated: bool = False
    of_desk: str = ""


_kinds: dict[str, PaperKind] = {}


def paper_kind(
    code: str,
    *,
    zh: str,
    countersigned: bool,
    addressed: bool,
    verify: Verify | None = None,
    leaves_signed: bool = False,
    circulated: bool = False,
    of_desk: str = "",
) -> PaperKind:
    """Register a kind once, when its room is loaded; a differing second one is an error."""
    kind = PaperKind(code, zh, countersigned, addressed, verify, leaves_signed, circulated, of_desk)
    if _kinds.setdefault(code, kind) != kind:
        raise ValueError(f"paper kind {code} is registered twice with different rules")
    return kind


def kind_of(code: str) -> PaperKind:
    """Return a registered kind; KeyError where no room registered it."""
    return _kinds[code]


def paper_kinds() -> list[PaperKind]:
    """Return every kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]

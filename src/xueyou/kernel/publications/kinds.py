"""The kinds of publication: what each may show, whether an order must be signed, how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

NEVER_SHOWN = (
    "身份证", "证件号", "住址", "地址", "电话", "手机", "出生", "银行卡", "账号", "学籍号",
)  # fmt: skip
"""What no notice to the public may show of a person, whatever its kind."""


@dataclass(frozen=True, slots=True)
class PublicationKind:
    """A kind of publication that a room issues.

    `fields`: what may be shown, by name, with the words above the column.
    `longest`: the longest time that it may stand there.
    `paper_kind`: the kind of signed paper that must have ordered it; None where none is needed.
    """

    code: str
    zh: str
    fields: Mapping[str, str]
    longest: timedelta
    paper_kind: str | None


_kinds: dict[str, PublicationKind] = {}


def publication_kind(
    code: str,
    *,
    zh: str,
    fields: Mapping[str, str],
    longest: timedelta,
    paper_kind: str | None = None,
) -> PublicationKind:
    """Register a kind once, when its room is loaded; a differing second one is an error."""
    if not fields or longest <= timedelta(0):
        raise ValueError(f"publication kind {code} shows nothing, or for no time")
    for name, words in fields.items():
        if any(word in words for word in NEVER_SHOWN):
            raise ValueError(f"publication kind {code}: {name} may never be shown")
    kind = PublicationKind(code, zh, MappingProxyType(dict(fields)), longest, paper_kind)
    if _kinds.setdefault(code, kind) != kind:
        raise ValueError(f"publication kind {code} is registered twice with different rules")
    return kind


def kind_of(code: str) -> PublicationKind:
    """Return a registered kind; KeyError where no room registered it."""
    return _kinds[code]

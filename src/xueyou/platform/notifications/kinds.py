"""The kinds of notification: what each says, and which fields fill it."""

import string
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """A sentence with gaps. `mail`: it also goes out by e-mail, with `body` below the sentence."""

    name: str
    zh: str
    fields: frozenset[str]
    mail: bool
    body: str

    def check(self, params: Mapping[str, str]) -> None:
        """Raise TypeError unless the params are text under exactly the declared names."""
        if params.keys() != self.fields or not all(isinstance(v, str) for v in params.values()):
            raise TypeError(f"{self.name} is filled by text under {sorted(self.fields)}")

    def sentence(self, params: Mapping[str, str]) -> str:
        """Return the words for people."""
        return self.zh.format_map(params)


_kinds: dict[str, NotificationKind] = {}


def notification_kind(
    name: str, *, zh: str, mail: bool = False, body: str = ""
) -> NotificationKind:
    """Register a kind once. The gaps in `zh` (``《{title}》已经读完。``) are its declared fields.

    Say what happened and where to look; names of persons and numbers of children do not belong in
    it, because a mail leaves the house.
    """
    gaps = {gap for text in (zh, body) for _, gap, _, _ in string.Formatter().parse(text) if gap}
    if not all(gap.isidentifier() for gap in gaps):
        raise ValueError(f"{name}: gaps are plain names")
    kind = NotificationKind(name, zh, frozenset(gaps), mail, body)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"notification kind {name} is registered twice with different words")
    return kind


def kind_named(name: str) -> NotificationKind:
    """Return a registered kind; KeyError where there is none."""
    return _kinds[name]

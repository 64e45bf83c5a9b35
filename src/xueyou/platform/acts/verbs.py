"""The catalogue of verbs: name, Chinese sentence, declared data. Rooms register their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xueyou.platform.acts.schema import KINDS, FieldKind

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Verb:
    """What can be done: `plans.document.receive`, 收下一份文件, and the fields its act may hold."""

    name: str
    zh: str
    fields: Mapping[str, FieldKind]

    def __str__(self) -> str:
        return self.name


class VerbUnknown(LookupError):
    """A verb was used that no room registered."""


_verbs: dict[str, Verb] = {}


def register_verb(name: str, *, zh: str, fields: Mapping[str, FieldKind] | None = None) -> Verb:
    """Register a verb once, when its room is loaded; a differing second one is an error."""
    declared = dict(fields or {})
    if not _NAME.fullmatch(name) or len(name) > 80 or not zh:
        raise ValueError(f"verb {name!r} needs a dotted lower-case name and a Chinese sentence")
    if not KINDS.issuperset(declared.values()):
        raise ValueError(f"verb {name!r} declares a field kind that does not exist")
    verb = Verb(name, zh, MappingProxyType(declared))
    if _verbs.setdefault(name, verb) != verb:
        raise ValueError(f"verb {name!r} is registered twice with different words or fields")
    return verb


def verb_named(name: str) -> Verb:
    """Return a registered verb, or raise VerbUnknown."""
    try:
        return _verbs[name]
    except KeyError:
        raise VerbUnknown(f"没有登记过的办理事项：{name}") from None


def registered_verbs() -> list[Verb]:
    """Return every verb, by name."""
    return [_verbs[name] for name in sorted(_verbs)]

"""What an act's data may hold: uids, codes, numbers, flags, masked text. No personal data.

Acts are kept for ever and sealed; what must one day be erased may therefore never enter them.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import UUID

FieldKind = Literal[
    "uid", "code", "number", "flag", "masked", "uids", "codes", "numbers"
]  # the plural: a list of them

_CODE = re.compile(r"[A-Za-z0-9_.:/+\-]{0,160}")
# Bounded by letters too: a digest in hex holds runs of eleven digits by chance.
_PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")
_MASK = re.compile(r"[*＊…]")
_LARGEST = 2**53 - 1


class DataRefused(ValueError):
    """The data of an act does not fit what its verb declared."""


def checked_data(
    verb: str, fields: Mapping[str, FieldKind], data: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the data in its stored form, or raise DataRefused naming the field (not the value)."""
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise DataRefused(f"{verb}: 没有声明的字段 {'、'.join(unknown)}")
    return {name: _stored(verb, name, fields[name], value) for name, value in data.items()}


def _stored(verb: str, name: str, kind: FieldKind, value: Any) -> Any:
    if value is None:
        return None
    try:
        if kind in _LISTS:
            if not isinstance(value, list | tuple):
                raise TypeError
            return [_LISTS[kind](each) for each in value]
        return _SINGLE[kind](value)
    except (TypeError, ValueError) as error:
        raise DataRefused(f"{verb}: 字段 {name} 不是声明的 {kind}") from error


def _uid(value: Any) -> str:
    return str(value if isinstance(value, UUID) else UUID(hex=value))


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value) or _PERSONAL_NUMBER.search(value):
        raise ValueError
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _masked(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 60 or not _MASK.search(value):
        raise ValueError
    if _PERSONAL_NUMBER.search(value):
        raise ValueError
    return value


_SINGLE: dict[str, Callable[[Any], Any]] = {
    "uid": _uid,
    "code": _code,
    "number": _number,
    "flag": _flag,
    "masked": _masked,
}
_LISTS: dict[str, Callable[[Any], Any]] = {"uids": _uid, "codes": _code, "numbers": _number}
KINDS = frozenset(_SINGLE) | frozenset(_LISTS)

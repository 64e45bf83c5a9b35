"""The identity of a row outside this deployment: a UUID version 7 (RFC 9562, section 5.7)."""

import secrets
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    _Base = models.UUIDField[UUID, UUID]
else:  # Django's fields are generic for the type checker only
    _Base = models.UUIDField


def uuid7() -> UUID:
    """Return a new UUID version 7: 48 bits of milliseconds, then 74 random bits.

    It tells the millisecond at which it was made; where that must stay hidden, use uuid4.
    """
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    chance = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62
    return UUID(int=value | chance & (1 << 62) - 1)


class UidField(_Base):
    """`uid`: unique, made once, never edited; it stands in addresses and leaves the deployment."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", uuid7)
        options.setdefault("unique", True)
        options.setdefault("editable", False)
        super().__init__(**options)

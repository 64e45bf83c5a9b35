"""Owns finding one row by the uid that a person or a form gave: it is there, or NotFound."""

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from xueyou.platform.access.reading import NotFound

M = TypeVar("M", bound=Model)


def found(rows: "QuerySet[M]", uid: UUID | str | None) -> M:
    """Return the row of that uid among `rows`. Raises NotFound, also for what is no uid."""
    try:
        row = rows.filter(uid=uid).first() if uid else None
    except (ValidationError, ValueError):
        row = None
    if row is None:
        raise NotFound
    return row

"""Rows that are restated by superseding: what stands now, and what we knew at a moment."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class KnownQuerySet(models.QuerySet[Any]):
    """`.current()`: nothing has superseded it; `.known(at)`: as we knew it at that moment."""

    def current(self) -> Self:
        """Keep rows that stand."""
        return self.filter(superseded_at=None)

    def known(self, at: datetime) -> Self:
        """Keep rows that had been recorded and not yet superseded at the moment."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=at), recorded_at__lte=at)

"""Accounts that may hold a post of an organisation on a day."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from xueyou.platform.access.models import Assignment
from xueyou.platform.accounts.models import User


def may_hold(path: str, on: date) -> QuerySet[Any]:
    """Return open accounts with a role, on the day, in the organisation or one above or below it.

    A post held by an account without any role there would be a duty that nobody can see.
    """
    above = Q(whole__startswith=F("organisation__path"))
    below = Q(organisation__path__startswith=path)
    held = Assignment.objects.standing().on(on).annotate(whole=Value(path)).filter(above | below)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))

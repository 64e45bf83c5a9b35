"""Accounts on a day: who may hold a post, who works at a place, who is whose guardian."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from xueyou.kernel.registry.access import HOLD_POST
from xueyou.kernel.registry.models import PersonBond, PersonBondKind, PostHolding
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation


def may_hold(path: str, on: date) -> QuerySet[Any]:
    """Return open accounts that may hold a post, by a role there or above or below it on the day.

    A post held by an account without such a role would be a duty that nobody can see.
    """
    good = [role.name for role in roles() if role.grants_of(HOLD_POST)]
    above = Q(whole__startswith=F("organisation__path"))
    below = Q(organisation__path__startswith=path)
    held = Assignment.objects.standing().on(on).filter(role__in=good)
    held = held.annotate(whole=Value(path)).filter(above | below)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def guarding(on: date) -> QuerySet[PersonBond]:
    """Return the bonds that make somebody with an account a guardian on the day.

    `holder__account_id` is the account, `subject_id` the child.
    """
    bonds: QuerySet[PersonBond] = PersonBond.objects.standing().on(on)
    return bonds.filter(kind=PersonBondKind.GUARDIAN, holder__account_id__isnull=False)


def working_at(organisation: Organisation, on: date) -> QuerySet[Any]:
    """Return open accounts that hold a role or a post of this very organisation on the day."""
    roles_held = Assignment.objects.standing().on(on).filter(organisation=organisation)
    posts_held = PostHolding.objects.standing().on(on).filter(post__organisation=organisation)
    posted = posts_held.filter(post__closed_on=None)
    either = Q(pk__in=roles_held.values("user_id")) | Q(pk__in=posted.values("user_id"))
    return User.objects.filter(either, is_active=True)

"""Whom a school was given by a call of an office above it, and when their school year begins."""

from datetime import date

from django.db.models import F, QuerySet

from xueyou.kernel.calls.models import Offer
from xueyou.kernel.registry.models import Person
from xueyou.platform.orgs.models import Organisation


def placed_in(school: Organisation, year: int) -> QuerySet[Offer]:
    """Return the places held in a school for a year, each with its child, by receipt number.

    A call of the school's own (clubs) gives no place in the school.
    """
    rows = Offer.objects.filter(
        option__organisation=school, call__year=year, holds_place=True
    ).exclude(call__organisation=F("option__organisation"))
    return rows.select_related("application__person", "application__claim__person").order_by(
        "application__receipt_no"
    )


def years_of(school: Organisation) -> list[int]:
    """Return the years for which the school was given children, the latest first."""
    rows = Offer.objects.filter(option__organisation=school).exclude(
        call__organisation=F("option__organisation")
    )
    return list(rows.order_by("-call__year").values_list("call__year", flat=True).distinct())


def year_meant(school: Organisation, asked: str, today: date) -> int:
    """Return the year a page is about: the one asked for, else the latest, else this one."""
    if asked.isascii() and asked.isdecimal() and 2000 <= int(asked) <= today.year + 1:
        return int(asked)
    return next(iter(years_of(school)), today.year)


def child_of(offer: Offer) -> Person | None:
    """Return whose place it is; None while the child is only claimed."""
    application = offer.application
    if application.person is not None:
        return application.person
    return None if application.claim is None else application.claim.person


def name_of(offer: Offer) -> str:
    """Return the child's name: as registered, else as the family wrote it."""
    person, claim = child_of(offer), offer.application.claim
    if person is not None:
        return person.name
    return "" if claim is None else claim.name

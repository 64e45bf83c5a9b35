"""School years: when each begins and ends, as the city set it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import KEEP_PARAMETERS
from xueyou.kernel.registry.models import SchoolYear
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.reading import require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

PREPARED_FOR = timedelta(weeks=9)
"""A summer: from July on schools prepare the year that begins in September."""


@dataclass(frozen=True, slots=True)
class SchoolYearView:
    """School year 2026 is 2026/27; half-open days."""

    year: int
    starts_on: date
    ends_on: date


class SchoolYearMissing(LookupError):
    """The school year is not entered; `zh` says so. Nobody guesses the first of September."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def school_year(year: int) -> SchoolYearView:
    """Return the school year that begins in `year`. Raises SchoolYearMissing."""
    row = SchoolYear.objects.filter(pk=year).first()
    if row is None:
        raise SchoolYearMissing(f"还没有录入{year}学年的起止日期，请先录入，再办这件事。")
    return SchoolYearView(row.year, row.starts_on, row.ends_on)


def school_year_of(day: date) -> SchoolYearView:
    """Return the school year that holds the day. Raises SchoolYearMissing."""
    row = SchoolYear.objects.filter(starts_on__lte=day, ends_on__gt=day).first()
    if row is None:
        raise SchoolYearMissing(
            f"{day:%Y年%-m月%-d日}不在任何已录入的学年里，请先录入，再办这件事。"
        )
    return SchoolYearView(row.year, row.starts_on, row.ends_on)


def school_year_ahead(day: date) -> SchoolYearView:
    """Return the school year that one works for: in the weeks before one begins, that one.

    Else the one that holds the day. Raises SchoolYearMissing.
    """
    row = SchoolYear.objects.filter(starts_on__gt=day, starts_on__lte=day + PREPARED_FOR).first()
    return (
        school_year_of(day) if row is None else SchoolYearView(row.year, row.starts_on, row.ends_on)
    )


def set_school_year(
    *,
    actor: Actor,
    year: int,
    starts_on: date,
    ends_on: date,
    key: str,
    at: datetime | None = None,
) -> None:
    """Enter or correct a school year. Raises RegistryRefused, NotAllowed."""
    if actor.kind != "system":
        require(actor, KEEP_PARAMETERS)
    if not starts_on.year == year or ends_on <= starts_on:
        raise RegistryRefused(f"{year}学年要从{year}年开始，结束日要晚于开始日。没有录入。")
    request = {"year": year, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    with act(actor, verbs.SET_SCHOOL_YEAR.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        others = SchoolYear.objects.exclude(pk=year)
        if others.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
            raise RegistryRefused("和别的学年有几天重叠，没有录入。请核对起止日期。")
        SchoolYear.objects.update_or_create(
            year=year, defaults={"starts_on": starts_on, "ends_on": ends_on}
        )
        a.about("school_year", uuid5(NAMESPACE_URL, f"xueyou:school-year:{year}"))
        a.data = request

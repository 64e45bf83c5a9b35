"""What the platform counts by itself from the rows of plans: projects, places, money.

A subject's figures are those of the projects built in it and below it. What a measure finds is
recorded on the basis "computed", beside what units report.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from django.db.models import Q, QuerySet, Sum

from xueyou.domains.plans.models import Project, ProjectMoney
from xueyou.kernel.indicators.measures import Count, measure
from xueyou.kernel.indicators.numbers import rounded
from xueyou.kernel.indicators.periods import Period
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

FEN_A_YUAN = 100


@measure("plans.projects_finished", zh="建成的项目", unit="个")
def projects_finished(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Count projects finished in the period, up to the day."""
    return _counted(subjects, _finished(period, as_of), lambda rows: len(rows))


@measure("plans.places_finished", zh="建成项目的学位", unit="个")
def places_finished(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Add up the school places of projects finished in the period, up to the day."""
    return _counted(
        subjects, _finished(period, as_of), lambda rows: sum(places for _, places in rows)
    )


@measure("plans.projects_started", zh="开工的项目", unit="个")
def projects_started(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Count projects whose milestone 开工 was finished in the period, up to the day."""
    last = min(period.last, as_of.astimezone(CITY).date())
    begun = Q(milestones__title__contains="开工", milestones__dropped_on=None) & Q(
        milestones__done_on__range=(period.first, last)
    )
    rows = Project.objects.exclude(state="dropped").filter(begun).distinct()
    return _counted(subjects, rows, lambda found: len(found))


@measure("plans.money_spent_share", zh="项目资金支出比例", unit="%")
def money_spent_share(subjects: Sequence[int], period: Period, as_of: datetime) -> Iterable[Count]:
    """Hold the money spent for the period's year against the money planned for it; whole yuan."""
    known = Q(recorded_at__lte=as_of) & (Q(superseded_at=None) | Q(superseded_at__gt=as_of))
    rows = (
        ProjectMoney.objects.filter(known, year=period.year, kind__in=("planned", "spent"))
        .exclude(project__state="dropped")
        .values_list("project__organisation__path", "kind")
        .annotate(total=Sum("amount"))
    )
    sums = [(path, kind, total or 0) for path, kind, total in rows]
    for subject, path in _paths(subjects).items():
        below = [(kind, total) for where, kind, total in sums if where.startswith(path)]
        planned = sum(total for kind, total in below if kind == "planned")
        spent = sum(total for kind, total in below if kind == "spent")
        if planned >= FEN_A_YUAN:
            yield Count(
                subject,
                numerator=rounded(Fraction(spent, FEN_A_YUAN)),
                denominator=rounded(Fraction(planned, FEN_A_YUAN)),
            )


def _finished(period: Period, as_of: datetime) -> "QuerySet[Project]":
    last = min(period.last, as_of.astimezone(CITY).date())
    return Project.objects.filter(state="done", done_on__range=(period.first, last))


def _counted(
    subjects: Sequence[int],
    rows: "QuerySet[Project]",
    figure: Callable[[Sequence[tuple[str, int]]], int],
) -> Iterable[Count]:
    found = list(rows.values_list("organisation__path", "places"))
    for subject, path in _paths(subjects).items():
        yield Count(subject, figure([row for row in found if row[0].startswith(path)]))


def _paths(subjects: Sequence[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=subjects).values_list("pk", "path"))

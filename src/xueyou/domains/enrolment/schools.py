"""Schools that a county may write into its tables: its own, and city-run ones entrusted to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from xueyou.kernel.calls.entrusted import told, within_reach
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.kernel.registry.selectors.standings import holders
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.orgs.paths import ancestor_paths

SCHOOL_KINDS = ("school", "kindergarten")


@dataclass(frozen=True, slots=True)
class Schools:
    """`by_code`: key, uid and name of each. `elsewhere`: codes of city-run schools that are not
    entrusted `on` the day.
    """

    by_code: Mapping[str, tuple[int, Any, str]]
    elsewhere: frozenset[str]
    on: date | None = None

    @property
    def keys(self) -> dict[str, int]:
        """Return the keys of the schools by code."""
        return {code: key for code, (key, _, _) in self.by_code.items()}

    def unknown(self, code: str) -> str:
        """Return why a code that is not among them is not taken, and what to do."""
        if code not in self.elsewhere:
            return f"本县区没有代码是“{code}”的学校。"
        when = f"{self.on.year}年{self.on.month}月{self.on.day}日那天" if self.on else ""
        return f"“{code}”是市直属学校，{when}没有委托给本县区招生。请先请市教育局登记委托，再导入。"


def schools_of(county: Organisation, on: date, calls: QuerySet[Call]) -> Schools:
    """Return the schools that a county's tables may name on a day.

    Also those that families know of the calls already: none leaves a call that is under way.
    """
    known = Organisation.objects.filter(pk__in=told(calls).values("organisation"), closed_on=None)
    return _schools(county, within_reach(county, on) | known, on)


def schools_ever_of(county: Organisation) -> Schools:
    """Return the county's schools, closed ones too, and all that were ever entrusted to it."""
    entrusted = holders(ENTRUSTED, scope=county.path)
    rows = Organisation.objects.filter(Q(path__startswith=county.path) | Q(pk__in=entrusted))
    return _schools(county, rows)


def city_run() -> QuerySet[Organisation]:
    """Return the open schools that belong to no county."""
    whole = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    county = Organisation.objects.filter(kind=OrganisationKind.COUNTY).annotate(whole=whole)
    above = county.filter(whole__startswith=F("path"))
    return Organisation.objects.filter(~Exists(above), kind__in=SCHOOL_KINDS, closed_on=None)


def _schools(county: Organisation, rows: QuerySet[Organisation], on: date | None = None) -> Schools:
    found = rows.filter(kind__in=SCHOOL_KINDS).exclude(code="")
    known = {row[0]: row[1:] for row in found.values_list("code", "pk", "uid", "name")}
    house = next(iter(ancestor_paths(county.path)), county.path)
    others = city_run().filter(path__startswith=house).exclude(code__in=["", *known])
    return Schools(known, frozenset(others.values_list("code", flat=True)), on)

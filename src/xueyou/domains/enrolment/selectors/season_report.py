"""The year in numbers: who asked, who was placed and why not, talents, migrants, kindergartens.

Counts alone, by what is published. No ranks, no promotion rates.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xueyou.domains.enrolment.call_kinds import LOCAL, MIGRANT
from xueyou.domains.enrolment.season_access import WATCH_SEASON
from xueyou.domains.enrolment.season_parameters import MIGRANT_TARGETS
from xueyou.domains.enrolment.selectors.season import season
from xueyou.domains.enrolment.selectors.season_views import CallLine, Season
from xueyou.domains.enrolment.services.laying import PRIVATE_SECTOR
from xueyou.kernel.calls.effective import counting
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CapacityLine,
    Decision,
    LineKind,
    Offer,
    Verdict,
)
from xueyou.kernel.registry.models import Stage
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

SCHOOL, TALENT = "enrolment.school", "enrolment.talent"
CLASSES = {LOCAL: "本地户籍", MIGRANT: "外地户籍"}
REASONS = {
    "placed_earlier": "已在前面的批次录取",
    "placed_higher": "已在前面的志愿录取",
    "not_eligible": "不符合条件",
    "below_line": "没到最低要求",
    "fact_missing": "材料没有核实",
    "home_taken": "住址的学位在年限内用过",
    "no_pool": "没有对应的名额",
    "no_places": "没有名额",
    "group_not_fitting": "绑在一起的，名额不够一起录取",
    "outranked": "排在前面的已经录满",
    "no_choice": "没有填志愿",
}
PRIVATE = Q(option__attributes__sector=PRIVATE_SECTOR)
"""An option without a sector is a public school's."""


@dataclass(frozen=True, slots=True)
class Migrants:
    """Migrants' children placed in compulsory schools: `public`, in places `bought`, of `placed`.

    `county`: whose; `targets` hold for it: percent and day, each as the text gives it; their
    `source`.
    """

    county: str
    placed: int
    public: int
    bought: int
    targets: Sequence[tuple[int, date]]
    source: str

    @property
    def share(self) -> str:
        """Return the share without bought places, in percent with one digit."""
        return _percent(self.public, self.placed)

    @property
    def with_bought(self) -> str:
        """Return the share with them."""
        return _percent(self.public + self.bought, self.placed)


@dataclass(frozen=True, slots=True)
class Kindergartens:
    """Children placed in kindergartens, and in public ones of them."""

    placed: int
    public: int

    @property
    def share(self) -> str:
        """Return the share in percent with one digit."""
        return _percent(self.public, self.placed)


@dataclass(frozen=True, slots=True)
class Report:
    """A year as `organ` sees it; the sequences are in the order of `season.calls`.

    `classes`: class in words → (asked, placed); `reasons`: words → how many were not placed;
    `migrants`: all together against the target of `organ`, `counties`: each against its own.
    """

    organ: str
    season: Season
    classes: Sequence[Mapping[str, tuple[int, int]]]
    reasons: Sequence[Mapping[str, int]]
    talents: Sequence[tuple[CallLine, int | None]]
    migrants: Migrants
    counties: Sequence[Migrants]
    kindergartens: Kindergartens | None
    as_of: date = field(default_factory=business_today)


def report(actor: Actor, year: int | None = None) -> Report:
    """Return a year of the calls that the actor watches, the newest without one. NotFound."""
    board = season(actor, year)
    rows = scope(actor, WATCH_SEASON).filter(uid__in=[one.uid for one in board.calls])
    calls = {one.uid: one for one in rows.select_related("organisation")}
    ordered = [calls[line.uid] for line in board.calls]
    keys = [one.pk for one in ordered]
    asked, placed = _by_class(keys)
    reasons = _reasons(keys)
    held, _ = next(iter(grants_of(actor, WATCH_SEASON)))
    counties = _migrants(ordered)
    return Report(
        organ=held.organisation_name,
        season=board,
        classes=[
            {
                CLASSES.get(code, "其他"): (asked[one.pk, code], placed[one.pk, code])
                for call, code in sorted(asked)
                if call == one.pk
            }
            for one in ordered
        ],
        reasons=[reasons.get(one.pk, {}) for one in ordered],
        talents=[
            (line, _total(one))
            for line, one in zip(board.calls, ordered, strict=True)
            if one.kind == TALENT
        ],
        migrants=_together(counties, Organisation.objects.get(pk=held.organisation_id)),
        counties=counties,
        kindergartens=_kindergartens(ordered),
    )


def _total(call: Call) -> int | None:
    total = call.settings.get("total")
    return int(total) if total else None


def _by_class(calls: Sequence[int]) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    rows = Application.objects.filter(call__in=calls, withdrawn_at=None).exclude(receipt_no="")
    asked: Counter[tuple[int, str]] = Counter()
    counted = rows.order_by().values_list("call_id", "applicant_class").annotate(n=Count("pk"))
    for call, code, count in counted:
        asked[call, code] += count
    held: Counter[tuple[int, str]] = Counter()
    offers = Offer.objects.filter(call__in=calls, holds_place=True).order_by()
    told = offers.values_list("call_id", "application__applicant_class")
    for call, code, count in told.annotate(n=Count("application", distinct=True)):
        held[call, code] += count
    return asked, held


def _reasons(calls: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return why who was not placed was not, by what counts and is published."""
    rows = Decision.objects.filter(counting(), run__round__call__in=calls)
    rows = rows.exclude(verdict__in=(Verdict.PLACED, Verdict.GRANTED)).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = rows.values_list("run__round__call", "reason").annotate(
        n=Count("application", distinct=True)
    )
    for call, reason, count in counted:
        words = REASONS.get(reason, reason)
        found[call][words] = found[call].get(words, 0) + count
    return found


def _migrants(calls: Iterable[Call]) -> list[Migrants]:
    """Return the numbers of each organisation that has calls of compulsory schools."""
    schools = [
        one
        for one in calls
        if one.kind == SCHOOL and one.settings.get("stage") != Stage.KINDERGARTEN
    ]
    bought = CapacityLine.objects.filter(
        option=OuterRef("option"), batch=OuterRef("batch"), kind=LineKind.BOUGHT, voided_at=None
    )
    rows = Offer.objects.filter(
        call__in=[one.pk for one in schools],
        holds_place=True,
        application__applicant_class=MIGRANT,
    )
    counted = rows.order_by().values_list("call__organisation")
    placed = _numbers(counted)
    private = _numbers(counted.filter(PRIVATE))
    in_bought = _numbers(counted.filter(PRIVATE, Exists(bought)))
    return [
        _held_against(one, placed[pk], placed[pk] - private[pk], in_bought[pk])
        for pk, one in {one.organisation_id: one.organisation for one in schools}.items()
    ]


def _numbers(rows: QuerySet[Offer, tuple[int]]) -> Counter[int]:
    return Counter(dict(rows.annotate(n=Count("pk"))))


def _together(counties: Sequence[Migrants], organ: Organisation) -> Migrants:
    """Return the sums of them all, against what holds for the organ that looks at them."""
    sums = (
        sum(one.placed for one in counties),
        sum(one.public for one in counties),
        sum(one.bought for one in counties),
    )
    if not counties:
        return Migrants(organ.name, *sums, [], "")
    return _held_against(organ, *sums)


def _held_against(place: Organisation, placed: int, public: int, bought: int) -> Migrants:
    found = parameter(MIGRANT_TARGETS, place, business_today())
    targets = [(int(one["percent"]), date.fromisoformat(one["by"])) for one in found.value]
    return Migrants(place.name, placed, public, bought, targets, found.source)


def _kindergartens(calls: Iterable[Call]) -> Kindergartens | None:
    keys = [
        one.pk
        for one in calls
        if one.kind == SCHOOL and one.settings.get("stage") == Stage.KINDERGARTEN
    ]
    if not keys:
        return None
    rows = Offer.objects.filter(call__in=keys, holds_place=True)
    placed = rows.count()
    return Kindergartens(placed, placed - rows.filter(PRIVATE).count())


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "没数据"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"

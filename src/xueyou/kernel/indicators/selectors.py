"""Values beside their targets: flat queries whatever the number of targets, bases side by side."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xueyou.kernel.indicators.models import Basis, IndicatorVersion, Nature, Target, Value
from xueyou.kernel.indicators.rows import ValueRow, VersionRow

JUDGED_BY = (Basis.COMPUTED, Basis.REPORTED, Basis.READ)
"""Bases by which a target may be judged, the first that has a value first; never projections."""

_FIELDS = (
    "uid", "version__indicator_id", "version__version", "subject_id", "period", "dims", "basis",
    "value", "numerator", "denominator", "as_of", "recorded_at", "superseded_at", "source_kind",
    "source_uid", "source_words", "status", "query_sha256",
)  # fmt: skip


def series(
    targets: Iterable[Target], *, known_at: datetime | None = None
) -> dict[int, list[ValueRow]]:
    """Return the values that belong to each target, by its id, in order of days; one query.

    All bases, side by side. Of a cumulative indicator those of the target's own period; of stocks
    and rates those of every period, for the one before is where this one starts. Targets must come
    with their indicator (select_related). `known_at`: as we knew it at that moment.
    """
    wanted = list(targets)
    found: dict[tuple[int, int, str], list[ValueRow]] = {}
    for row in _values(wanted, known_at):
        found.setdefault((row.indicator_id, row.subject_id, row.dims), []).append(row)
    return {
        target.pk: [
            row
            for row in found.get((target.indicator_id, target.subject_id, target.dims), ())
            if target.indicator.nature != Nature.CUMULATIVE or row.period == target.period
        ]
        for target in wanted
    }


def _values(targets: Sequence[Target], known_at: datetime | None) -> Iterable[ValueRow]:
    if not targets:
        return []
    rows = Value.objects.current() if known_at is None else Value.objects.known(known_at)
    found = rows.filter(
        version__indicator__in={target.indicator_id for target in targets},
        subject__in={target.subject_id for target in targets},
    )
    ordered = found.order_by("as_of", "recorded_at", "pk").values_list(*_FIELDS)
    return [ValueRow(*row) for row in ordered]


def judged_rows(target: Target, rows: Sequence[ValueRow], on: date) -> list[ValueRow]:
    """Return those of a target's values that its light is judged by, in order of days.

    Of the first basis in JUDGED_BY with a value in the period up to `on`; and before the period,
    for a start, all that is known: of one day the stronger basis stands last and counts.
    """
    order = {basis.value: place for place, basis in enumerate(JUDGED_BY)}
    usable = [row for row in rows if row.basis in order and row.as_of <= on]
    inside = [row for row in usable if row.as_of >= target.starts_on]
    before = [row for row in usable if row.as_of < target.starts_on]
    before.sort(key=lambda row: (row.as_of, -order[row.basis]))
    if not inside:
        return before
    best = min(order[row.basis] for row in inside)
    return before + [row for row in inside if order[row.basis] == best]


def latest_values(
    targets: Iterable[Target], *, known_at: datetime | None = None
) -> dict[int, dict[str, ValueRow]]:
    """Return the latest value of each basis of each target; one query."""
    return {
        target_id: {row.basis: row for row in rows}
        for target_id, rows in series(targets, known_at=known_at).items()
    }


def history(target: Target) -> list[ValueRow]:
    """Return every value of a target ever recorded, restated ones too, as they were recorded."""
    rows = Value.objects.filter(
        version__indicator=target.indicator_id, subject=target.subject_id, dims=target.dims
    )
    if target.indicator.nature == Nature.CUMULATIVE:
        rows = rows.filter(period=target.period)
    return [ValueRow(*row) for row in rows.order_by("recorded_at", "pk").values_list(*_FIELDS)]


def definitions(indicator_ids: Iterable[int]) -> dict[int, list[VersionRow]]:
    """Return the definitions of each indicator in order; one query."""
    found: dict[int, list[VersionRow]] = {}
    rows = IndicatorVersion.objects.filter(indicator__in=set(indicator_ids)).order_by("version")
    fields = ("indicator_id", "version", "numerator", "denominator", "measure", "valid_from")
    for row in rows.values_list(*fields, "source"):
        found.setdefault(row[0], []).append(VersionRow(*row))
    return found

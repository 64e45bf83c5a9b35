"""Values: recorded once, restated by superseding, known as of a moment, by their definition."""

from datetime import date

import pytest

from tests.kernel.indicators.conftest import Figures
from xueyou.kernel.indicators import services
from xueyou.kernel.indicators.models import Target, Value
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.indicators.refusals import FigureRefused
from xueyou.kernel.indicators.selectors import definitions, history, latest_values, series


def test_an_equal_repeat_is_the_same_row(figures: Figures) -> None:
    """Reporting the same figure twice changes nothing."""
    places = figures.indicator()
    first = figures.value(places, figures.bureau, 10)
    assert figures.value(places, figures.bureau, 10).pk == first.pk
    assert Value.objects.count() == 1


def test_another_figure_for_the_day_restates(figures: Figures) -> None:
    """Both rows stay; one stands; what was known before is still known for then."""
    places = figures.indicator()
    target = figures.target(places, figures.bureau)
    before = figures.value(places, figures.bureau, 10)
    after = figures.value(places, figures.bureau, 12)
    assert [row.value for row in series([target])[target.pk]] == [12]
    then = series([target], known_at=before.recorded_at)[target.pk]
    assert [row.value for row in then] == [10]
    assert [row.value for row in history(target)] == [10, 12]
    assert Value.objects.current().get().pk == after.pk


def test_bases_stand_side_by_side(figures: Figures) -> None:
    """No basis overwrites another, for the same day too."""
    places = figures.indicator()
    target = figures.target(places, figures.bureau)
    for basis, value in (("computed", 9), ("reported", 10), ("read", 11), ("projected", 12)):
        figures.value(places, figures.bureau, value, basis=basis)
    latest = latest_values([target])[target.pk]
    assert {basis: row.value for basis, row in latest.items()} == {
        "computed": 9, "reported": 10, "read": 11, "projected": 12,
    }  # fmt: skip


def test_a_value_keeps_the_definition_of_its_day(figures: Figures) -> None:
    """A new definition from July on does not touch what was counted in May."""
    places = figures.indicator(valid_from=date(2026, 1, 1))
    with figures.open() as a:
        services.define_anew(a, places, valid_from=date(2026, 7, 1), source="新口径")
    may = figures.value(places, figures.bureau, 1, as_of=date(2026, 5, 1))
    august = figures.value(places, figures.bureau, 2, as_of=date(2026, 8, 1))
    assert (may.version.version, august.version.version) == (1, 2)
    assert [row.source for row in definitions([places.pk])[places.pk]] == ["试", "新口径"]
    with figures.open() as a, pytest.raises(FigureRefused):
        services.define_anew(a, places, valid_from=date(2026, 7, 1), source="又一个")


def test_a_ratio_follows_from_its_parts(figures: Figures) -> None:
    """185 of 200 is 92.50 %; a figure that contradicts them is refused; no whole is no ratio."""
    share = figures.indicator(unit="%", scale=2, aggregation="ratio", nature="rate")
    given = {"numerator": 185, "denominator": 200}
    assert figures.value(share, figures.bureau, None, **given).value == 9250
    for wrong in ({"value": 8000} | given, {"value": None, "numerator": 1, "denominator": 0}):
        with pytest.raises(FigureRefused):
            figures.value(share, figures.east, **wrong)


def test_a_day_that_has_not_come_takes_projections_only(figures: Figures) -> None:
    """Nobody reports tomorrow's figure."""
    places = figures.indicator()
    tomorrow = date(2026, 11, 21)
    with pytest.raises(FigureRefused):
        figures.value(places, figures.bureau, 1, as_of=tomorrow)
    assert figures.value(places, figures.bureau, 1, as_of=tomorrow, basis="projected").value == 1


def test_a_revised_promise_takes_over_the_uid(figures: Figures) -> None:
    """Links and lights go on; the row before stays under another."""
    places = figures.indicator()
    first = figures.target(places, figures.bureau, 100)
    assert figures.target(places, figures.bureau, 100).pk == first.pk
    second = figures.target(places, figures.bureau, 120)
    assert (second.uid, second.pk != first.pk) == (first.uid, True)
    first.refresh_from_db()
    assert first.uid != second.uid
    assert Target.objects.current().get().value == 120
    assert Target.objects.known(first.recorded_at).get().value == 100


def test_what_a_revision_does_not_name_stays_promised(figures: Figures) -> None:
    """Every other word of the promise is carried over, the uid with it."""
    points = {"kind": "milestones", "points": [["2026-12-31", 10000]]}
    said = {"hedge": "about", "tolerance": 3, "baseline": 7, "curve": points, "dims": "x"}
    first = figures.target(figures.indicator(), figures.bureau, 100, **said)
    with figures.open() as a:
        second = services.revise_target(a, first, value=120)
    promised = {field.name for field in Target._meta.fields}
    own = {"id", "value", "recorded_at", "superseded_at"}
    assert (second.value, second.pk != first.pk) == (120, True)
    for name in promised - own:
        assert getattr(second, name) == getattr(first, name), name


def test_cumulative_values_belong_to_their_period_and_rates_to_every(figures: Figures) -> None:
    """Last year's count is no part of this year's; last year's rate is where this one starts."""
    for nature, known in (("cumulative", [5]), ("rate", [90, 5])):
        one = figures.indicator(nature=nature)
        target = figures.target(one, figures.bureau)
        figures.value(one, figures.bureau, 90, period="2025", as_of=date(2025, 12, 31))
        figures.value(one, figures.bureau, 5)
        assert [row.value for row in series([target])[target.pk]] == known


def test_the_number_of_queries_does_not_grow(
    figures: Figures, django_assert_num_queries: object
) -> None:
    """Values of two or twenty targets are one query."""
    for _ in range(20):
        one = figures.indicator()
        figures.target(one, figures.bureau)
        figures.value(one, figures.bureau, 3)
    targets = list(Target.objects.current().select_related("indicator"))
    for some in (targets[:2], targets):
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = series(some)
        assert [len(rows) for rows in found.values()] == [1] * len(some)


def test_a_period_must_be_one(figures: Figures) -> None:
    """Codes are a closed language; days follow from them."""
    assert period("2024-02").last == date(2024, 2, 29)
    assert (period("2026Q3").first, period("2026Q3").last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (period("SY2026").first, period("SY2026").last) == (date(2026, 9, 1), date(2027, 8, 31))
    assert period("2026-12").last == date(2026, 12, 31)
    for wrong in ("", "26", "2026Q5", "2026-13", "SY2026Q1", "2026\n", "１９９９x"):
        with pytest.raises(FigureRefused):
            period(wrong)

"""Parameters and school years from the machine's console."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.kernel.registry.conftest import Registry
from xueyou.kernel.registry.parameters import parameter
from xueyou.kernel.registry.school_years import school_year

LADDER = (
    '{"warn_before": [5], "warning": ["holder"], "overdue": ["holder"],'
    ' "otherwise": ["role:plan_officer"]}'
)


def test_a_parameter_is_set_with_its_source(registry: Registry) -> None:
    """The value is JSON; from its day on it holds for the department below."""
    call_command(
        "parameter_set",
        "plans.ladder",
        "甲市教育局",
        LADDER,
        source="督办办法（待核）",
        valid_from=date(2026, 11, 1),
    )
    found = parameter("plans.ladder", registry.office, date(2026, 11, 20))
    assert (found.value["warn_before"], found.source) == ([5], "督办办法（待核）")


@pytest.mark.parametrize(
    ("name", "place", "value", "said"),
    [
        ("plans.ladder", "没有", LADDER, "单位代码"),
        ("plans.ladder", "甲市教育局", "{", "JSON"),
        ("plans.ladder", "甲市教育局", "{}", "提前几天"),
        ("no.such", "甲市教育局", "1", "没有“no.such”"),
    ],
)
def test_what_does_not_fit_is_said(
    registry: Registry, name: str, place: str, value: str, said: str
) -> None:
    """In words, with exit 3, and nothing is set."""
    with pytest.raises(CommandError, match=said) as refused:
        call_command(
            "parameter_set", name, place, value, source="待核", valid_from=date(2026, 11, 1)
        )
    assert refused.value.returncode == 3


def test_a_school_year_is_entered(registry: Registry) -> None:
    """2026 begins in 2026; another beginning is refused."""
    call_command("school_year_set", "2026", "2026-09-01", "2027-09-01")
    assert school_year(2026).ends_on == date(2027, 9, 1)
    with pytest.raises(CommandError, match="2027年开始"):
        call_command("school_year_set", "2027", "2028-09-01", "2029-09-01")

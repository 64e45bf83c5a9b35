"""Parameters: dated, sourced, the nearest organisation decides."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.kernel.registry.conftest import Registry
from xueyou.kernel.registry.models import Parameter
from xueyou.kernel.registry.parameters import (
    ParameterMissing,
    parameter,
    parameter_kind,
    set_parameter,
)
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.orgs.models import Organisation


def _days(value: Any) -> str:
    return "" if type(value) is int and value > 0 else "要写成天数。"


parameter_kind("tests.days", zh="答复天数", check=_days)
parameter_kind("tests.shipped", zh="提前天数", check=_days, initial=(5, "随程序带，待核"))
TODAY = date(2026, 11, 20)


def enter(registry: Registry, value: Any, valid_from: date, place: str = "bureau") -> None:
    """Set the parameter as the plan officer."""
    set_parameter(
        actor=registry.officer,
        name="tests.days",
        organisation_uid=Organisation.objects.get(kind=place).uid,
        value=value,
        source="某办法第八条（待核）",
        valid_from=valid_from,
        key=str(uuid4()),
    )


def test_each_day_has_its_own_value(registry: Registry) -> None:
    """A later row ends the one before; what held on a past day stays readable."""
    enter(registry, 15, date(2026, 1, 1))
    enter(registry, 10, date(2026, 7, 1))
    assert parameter("tests.days", registry.office, date(2026, 6, 30)).value == 15
    found = parameter("tests.days", registry.office, TODAY)
    assert (found.value, found.since, found.verified) == (10, date(2026, 7, 1), False)
    assert Parameter.objects.filter(voided_at__isnull=False).count() == 1


def test_the_nearest_organisation_decides(registry: Registry) -> None:
    """A department's own row goes before the bureau's, for the department alone."""
    enter(registry, 15, date(2026, 1, 1))
    enter(registry, 7, date(2026, 1, 1), "department")
    bureau = Organisation.objects.get(kind="bureau")
    assert parameter("tests.days", registry.office, TODAY).value == 7
    assert parameter("tests.days", bureau, TODAY).value == 15


def test_nothing_set_is_said_and_what_is_shipped_counts(registry: Registry) -> None:
    """Without a row and without a shipped value it fails in words; shipped ones are 待核."""
    with pytest.raises(ParameterMissing) as missing:
        parameter("tests.days", registry.office, TODAY)
    assert "答复天数" in missing.value.zh
    shipped = parameter("tests.shipped", registry.office, TODAY)
    assert (shipped.value, shipped.verified, shipped.since) == (5, False, None)


def test_what_does_not_fit_is_refused(registry: Registry) -> None:
    """A wrong shape, an unknown name, no source, a row before a later one."""
    with pytest.raises(RegistryRefused, match="天数"):
        enter(registry, "十五", TODAY)
    enter(registry, 15, date(2026, 7, 1))
    with pytest.raises(RegistryRefused, match="更晚的日子"):
        enter(registry, 10, date(2026, 1, 1))
    asked = {
        "actor": registry.officer,
        "organisation_uid": registry.office.uid,
        "value": 3,
        "valid_from": TODAY,
        "key": "k",
    }
    with pytest.raises(RegistryRefused, match="没有“tests"):
        set_parameter(name="tests.none", source="某办法", **asked)  # type: ignore[arg-type]
    with pytest.raises(RegistryRefused, match="依据"):
        set_parameter(name="tests.days", source=" ", **asked)  # type: ignore[arg-type]


def test_a_wrong_shipped_value_is_a_fault_of_the_room() -> None:
    """It is found when the program starts, not when somebody needs it."""
    with pytest.raises(ValueError, match=r"tests\.wrong"):
        parameter_kind("tests.wrong", zh="错的", check=_days, initial=(0, "随程序带"))
    with pytest.raises(ValueError, match="twice"):
        parameter_kind("tests.days", zh="答复天数", check=_days)


def test_only_who_keeps_them_may_set_one(registry: Registry) -> None:
    """A department officer may not."""
    with pytest.raises(NotAllowed):
        set_parameter(
            actor=registry.city.department,
            name="tests.days",
            organisation_uid=registry.office.uid,
            value=3,
            source="某办法",
            valid_from=TODAY,
            key="k",
        )

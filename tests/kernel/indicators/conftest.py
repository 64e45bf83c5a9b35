"""A bureau with two counties, and acts in which figures are written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from xueyou.kernel.indicators import services
from xueyou.kernel.indicators.models import Indicator, Target, Value
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation
from xueyou.platform.time import CITY

WRITE = register_verb("tests.figures.write", zh="写测试用的数")
SOURCE = UUID("0192f3a0-0000-7000-8000-0000000000ff")
At = Callable[..., Any]


@dataclass
class Figures:
    """Places, and short ways to write what a test needs."""

    bureau: Organisation
    east: Organisation
    west: Organisation
    made: int = field(default=0)

    @contextmanager
    def open(self, month: int = 11, day: int = 20) -> Iterator[ActInProgress]:
        """Open an act on a business day of 2026."""
        with act(SYSTEM, WRITE.name, at=datetime(2026, month, day, 9, tzinfo=CITY)) as a:
            a.about("test", SOURCE)
            yield a

    def indicator(self, unit: str = "个", **given: Any) -> Indicator:
        """Open an indicator."""
        self.made += 1
        known = {"code": f"t/{self.made}", "name": f"指标{self.made}", "source": "试"} | given
        with self.open(1, 5) as a:
            return services.open_indicator(a, unit=unit, **known)

    def target(
        self, indicator: Indicator, subject: Organisation, value: int = 100, **given: Any
    ) -> Target:
        """Promise a value for 2026."""
        known = {
            "period": "2026", "comparator": "ge", "starts_on": date(2026, 1, 1),
            "due_on": date(2026, 12, 31), "source_kind": "test", "source_uid": SOURCE,
        } | given  # fmt: skip
        with self.open(1, 6) as a:
            return services.set_target(
                a, indicator=indicator, subject=subject, value=value, **known
            )

    def value(self, indicator: Indicator, subject: Organisation, value: Any, **given: Any) -> Value:
        """Record a value as of 1 November, on 20 November."""
        known = {
            "period": "2026", "basis": "reported", "as_of": date(2026, 11, 1),
            "source_kind": "test", "source_uid": SOURCE,
        } | given  # fmt: skip
        with self.open() as a:
            return services.record_value(
                a, indicator=indicator, subject=subject, value=value, **known
            )


@pytest.fixture
def figures(db: None, business_clock: object) -> Figures:
    """Return a bureau and two counties."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        bureau = _place(a, "甲市教育局", "bureau", None)
    with act(SYSTEM, "orgs.organisation.create") as a:
        east = _place(a, "甲县", "county", bureau)
    with act(SYSTEM, "orgs.organisation.create") as a:
        west = _place(a, "乙县", "county", bureau)
    return Figures(bureau, east, west)


def _place(a: ActInProgress, name: str, kind: str, parent: Organisation | None) -> Organisation:
    return create_organisation(
        a, name=name, kind=kind, parent=parent, code=name, opened_on=date(2020, 1, 1)
    )

"""Figures of the year: month by month from the departments, three times from the counties."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from xueyou.demo.replay.stage import Event, Steered, moment, person
from xueyou.demo.year.counties import COUNTIES, SHARED
from xueyou.demo.year.figures import COURSES, LATELY, REPORTED, WORDS
from xueyou.domains.plans.services.reporting import report_value

ENTERED = {
    date(2026, 3, 31): date(2026, 4, 2),
    date(2026, 4, 30): date(2026, 5, 6),
    date(2026, 5, 31): date(2026, 6, 2),
    date(2026, 6, 30): date(2026, 7, 2),
    date(2026, 7, 31): date(2026, 8, 3),
    date(2026, 8, 31): date(2026, 9, 2),
    date(2026, 9, 30): date(2026, 10, 9),
    date(2026, 10, 31): date(2026, 11, 3),
    date(2026, 11, 15): date(2026, 11, 16),
}
"""Day a figure stood → working day on which it was entered."""

OFFICERS = {"CD": "chenlan", "CX": "fanghe", "TX": "tongbo", "SL": "shizhen"}
DEFAULT_WORDS = "科室台账"


def figures(steered: Steered) -> Iterator[Event]:
    """Yield the reports of the year, each by whoever owed it."""
    for key, course in COURSES.items():
        for index, as_of in enumerate(REPORTED):
            yield _report(steered, "hanwei", key, "LC", course.on(index), as_of, ENTERED[as_of])
    for key, given in LATELY.items():
        for as_of, value in given:
            entered = ENTERED.get(as_of, as_of + timedelta(days=1))
            yield _report(steered, "hanwei", key, "LC", value, as_of, entered)
    for key, shared in SHARED.items():
        rounds = ((3, shared.june), (7, shared.october), (8, shared.november))
        for index, values in rounds:
            as_of = REPORTED[index]
            for county, value in zip(COUNTIES, values, strict=True):
                if value:
                    who = OFFICERS[county]
                    yield _report(steered, who, key, county, value, as_of, ENTERED[as_of])


def _report(
    steered: Steered, who: str, name: str, subject: str, value: str, as_of: date, entered: date
) -> Event:
    def do(*, key: str, at: datetime) -> None:
        report_value(
            actor=person(who),
            target_uid=steered.target(name, subject),
            value=value,
            as_of=as_of,
            words=WORDS.get(name, DEFAULT_WORDS),
            key=key,
            at=at,
        )

    said = f"{as_of.month}月{as_of.day}日的进度"
    key = f"demo-{name}-{subject}-{as_of}"
    return Event(moment(entered, 10), key, said, do, routine=True)

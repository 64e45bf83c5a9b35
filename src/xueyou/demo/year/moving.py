"""Those who come during the year: children of talents in the city, transfers of two counties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from xueyou.demo.households import Ward
from xueyou.demo.year.crowd import Crowd, Household, chance, households
from xueyou.demo.year.schools import PRIMARY
from xueyou.demo.year.seasons import OF_2026, OFFICER_CX

CITY_OFFICER, TALENT_OFFICE = "cenming", "yantao"
TALENT, TRANSFER = "enrolment.talent", "enrolment.transfer"


@dataclass(frozen=True, slots=True)
class Rolling:
    """A call that runs all year, and who comes in it: decided in turns, the last ones waiting."""

    name: str
    kind: str
    county: str
    title: str
    number: str
    officer: str
    settings: Mapping[str, str]
    opens: date
    closes: date
    schools: tuple[str, ...]
    grades: tuple[int, ...]
    places: int
    """In each grade of each school."""
    crowd: Crowd
    decided: tuple[date, ...]
    waiting: int
    """So many of the last have come since and are under way."""
    number_code: str

    @property
    def batch(self) -> str:
        """Return the batch of its rules."""
        return "人才子女" if self.kind == TALENT else "转学"

    def families(self, count: int | None = None) -> list[Household]:
        """Return who comes, each with a child of the grade that it asks for."""
        crowd = self.crowd if count is None else replace(self.crowd, count=count)
        return [
            replace(one, ward=self._grown(n, one), end="handed_in", known=True, twin=None)
            for n, one in enumerate(households(crowd))
        ]

    def grade(self, n: int) -> int:
        """Return the grade that the n-th family asks for."""
        return self.grades[n % len(self.grades)]

    def wishes(self, n: int) -> tuple[str, ...]:
        """Return the codes of the options that the n-th family wishes for."""
        first = chance(len(self.schools), self.name, n, "wish")
        wanted = (self.schools[first], self.schools[(first + 1) % len(self.schools)])
        return tuple(f"{code}-{self.grade(n)}" for code in wanted)

    def came(self, n: int) -> str:
        """Return the code of the school where the n-th child is a pupil, if it is ours."""
        others = OF_OTHERS[self.county]
        return others[n % len(others)] if n % 3 and self.grade(n) <= 6 else ""

    def _grown(self, n: int, one: Household) -> Ward:
        older = self.grade(n) - 1
        born = one.ward.born_on
        born = date(born.year - older, born.month, min(born.day, 28))
        school = self.came(n)
        return replace(
            one.ward,
            born_on=born,
            passport=None,
            school=school,
            grade=self.grade(n) if school else None,
            group="2班" if school else "",
        )


OF_OTHERS = {"LC": ("TX-03", "CX-08"), "CD": ("CX-03", "TX-05"), "CX": ("CD-05", "TX-04")}
TALENTS = Rolling(
    "talents",
    TALENT,
    "LC",
    "2026学年人才子女入学",
    "临教〔2026〕21号",
    CITY_OFFICER,
    {"total": "90", "answer_hours": "72", "reply_days": "3"},
    *(date(2026, 8, 10), date(2027, 6, 30)),
    ("CD-05", "CD-07", "CX-02", "CX-05", "CX-06", "TX-04"),
    (1, 2, 3, 4, 5),
    3,
    Crowd("tal", "CX", PRIMARY, 66, OF_2026, "350972", 680),
    (date(2026, 9, 24), date(2026, 10, 15)),
    12,
    "临教招",
)
CD_TRANSFERS = Rolling(
    "transfers-cd",
    TRANSFER,
    "CD",
    "2026学年转学",
    "澄东教〔2026〕22号",
    "zhengheng",
    {"stage": "primary", "answer_days": "7", "reply_days": "3"},
    *(date(2026, 8, 17), date(2027, 5, 31)),
    ("CD-05", "CD-06", "CD-08", "CD-09", "CD-10"),
    (2, 3, 4, 5),
    5,
    Crowd("trd", "CD", PRIMARY, 62, OF_2026, "350971", 700),
    (date(2026, 9, 28), date(2026, 10, 28)),
    11,
    "澄东教转",
)
CX_TRANSFERS = Rolling(
    "transfers-cx",
    TRANSFER,
    "CX",
    "2026学年转学",
    "澄西教〔2026〕24号",
    OFFICER_CX,
    {"stage": "primary", "answer_days": "7", "reply_days": "3"},
    *(date(2026, 8, 17), date(2027, 5, 31)),
    ("CX-02", "CX-03", "CX-06", "CX-07", "CX-09"),
    (2, 3, 4, 5),
    5,
    Crowd("trx", "CX", PRIMARY, 62, OF_2026, "350972", 720),
    (date(2026, 9, 29), date(2026, 10, 27)),
    11,
    "澄西教转",
)
ROLLING = (TALENTS, CD_TRANSFERS, CX_TRANSFERS)

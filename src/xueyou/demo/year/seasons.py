"""The seasons of three counties: each with its own days, its own form of rules, its own crowd.

澄东区 goes by three classes and a lot; 澄西区 has public and private schools in one window, points
for migrants, one home one family in six years, an expert committee; 桐溪县 goes by tiers and the
day of the household, twins by the better tier, some places set aside for statutory groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from xueyou.demo.replay.drawing import Ended
from xueyou.demo.year.crowd import PRIVATE, Crowd, Household, households, seats
from xueyou.demo.year.enrolment import DONE, OFFICER_TX, OPEN, REPLY, Opened
from xueyou.demo.year.schools import JUNIOR, KINDERGARTEN, PRIMARY

OFFICER_CX = "wenya"
CHECKER, SIGNER = "songli", "zhoumingyuan"
OF_2026, OF_2027 = date(2019, 9, 1), date(2020, 9, 1)
"""The first day of birth of those who begin primary school in that year."""
BOTH_WINDOWS: Mapping[str, str] = {
    "losers": "behind",
    "private_refill": "yes",
    "wishes": "3",
    "first": "owned",
    "order": "lot",
    "siblings": "within",
    "statutory": "first",
    "twins": "lowest",
    "home_years": "6",
    "migrants": "points",
    "migrant_wishes": "3",
    "residence_points": "1",
    "residence_most": "60",
    "insured_points": "1",
    "insured_most": "60",
    "completion": "yes",
}
BY_HOUSEHOLD: Mapping[str, str] = {
    "wishes": "3",
    "first": "both",
    "order": "register_lived",
    "siblings": "tier",
    "statutory": "none",
    "twins": "highest",
    "home_years": "0",
    "migrants": "same",
    "completion": "yes",
}
SET_ASIDE_TOO: Mapping[str, str] = {**BY_HOUSEHOLD, "statutory": "pool"}
OLD_CD = (
    ("文澜路", 1, 90, ("CD-01", "CD-02")),
    ("清溪路", 1, 120, ("CD-03",)),
    ("桐荫路", 1, 200, ("CD-04",)),
)
OLD_TX = (("桥头大街", 1, 100, ("TX-01",)), ("溪口路", 1, 80, ("TX-02",)))
"""Houses of the schools that were there first."""


@dataclass(frozen=True, slots=True)
class Season:
    """A call with its crowd: small, it is the same call with few families."""

    opened: Opened
    crowd: Crowd
    ended: Ended | None = None
    last_day: date | None = None
    """The last day on which somebody of the crowd hands in; else the day it closes."""

    def of(self, count: int | None = None) -> tuple[Opened, list[Household]]:
        """Return the call with its places, and the families; `count`: so many of them."""
        crowd = self.crowd if count is None else replace(self.crowd, count=count)
        made = list(households(crowd))
        places = seats(crowd, made, self.opened.places)
        if crowd.both:
            for code, asked in _private(made).items():
                places[code] = max(2, asked * 3 // 4)
        return replace(self.opened, places=places), made

    def scarce(self, count: int | None = None) -> tuple[Opened, list[Household]]:
        """Return the same; of few families as many as in the whole city find no place."""
        opened, made = self.of(count)
        if count is None:
            return opened, made
        fixed = self.opened.places
        few = {code: max(1, n * count // self.crowd.count) for code, n in fixed.items()}
        return replace(opened, places={**dict.fromkeys(opened.places, 1), **few}), made


def _private(made: list[Household]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in made:
        for code in one.home.more.get(PRIVATE, ()):
            found[code] = found.get(code, 0) + 1
    return found


def _ended(name: str, officer: str, days: tuple[date, ...], drew: str, code: str) -> Ended:
    frozen, drawn, ordered, published = days
    return Ended(
        f"demo-enrolment-{name}",
        *(officer, CHECKER, SIGNER),
        frozen=frozen,
        drawn=drawn,
        ordered=ordered,
        published=published,
        drew=drew,
        number_code=code,
        numbered=f"{code}〔{ordered.year}〕{3 + len(name)}号",
    )


CD_OPEN = Season(
    replace(OPEN, places={"CD-01": 60, "CD-02": 60, "CD-03": 80, "CD-04": 90}),
    Crowd("cdo", "CD", PRIMARY, 700, OF_2027, "350971", 500, rows=OLD_CD),
    last_day=date(2026, 11, 19),
)
CD_DONE = Season(
    replace(DONE, places={"CD-01": 95, "CD-02": 95, "CD-03": 140, "CD-04": 200}),
    Crowd("cdd", "CD", PRIMARY, 1200, OF_2026, "350971", 520, rows=OLD_CD),
)
CX_DONE = Season(
    Opened(
        "CX-2026",
        2026,
        "2026年小学一年级入学报名",
        "澄西教〔2026〕15号",
        *(date(2026, 5, 11), date(2026, 5, 25), date(2026, 6, 12)),
        *("2019-09-01", "2020-08-31", "2026-12-31"),
        {},
        *("CX", "澄西区", "350972", OFFICER_CX),
        form="both",
        given=BOTH_WINDOWS,
        committee=True,
        bought={"CX-11": 24, "CX-12": 18},
    ),
    Crowd("cxd", "CX", PRIMARY, 1150, OF_2026, "350972", 540, both=True, committee=True),
    _ended(
        *("CX-2026", OFFICER_CX),
        (date(2026, 6, 29), date(2026, 7, 1), date(2026, 7, 3), date(2026, 7, 6)),
        *("0583914", "澄西教招"),
    ),
)
CX_CHECK = Season(
    Opened(
        "CX-2027",
        2027,
        "2027年小学一年级入学报名",
        "澄西教〔2026〕40号",
        *(date(2026, 10, 19), date(2026, 11, 2), date(2026, 11, 13)),
        *("2020-09-01", "2021-08-31", "2027-12-31"),
        {},
        *("CX", "澄西区", "350972", OFFICER_CX),
        form="both",
        given=BOTH_WINDOWS,
        committee=True,
        bought={"CX-11": 20, "CX-12": 16},
    ),
    Crowd("cxc", "CX", PRIMARY, 1000, OF_2027, "350972", 560, both=True, committee=True),
)
TX_DONE = Season(
    Opened(
        "TX-2026-done",
        2026,
        "2026年小学一年级入学报名",
        "桐教〔2026〕11号",
        *(date(2026, 5, 18), date(2026, 6, 1), date(2026, 6, 19)),
        *("2019-09-01", "2020-08-31", "2026-12-31"),
        {"TX-01": 46, "TX-02": 34},
        *("TX", "桐溪县", "350973", OFFICER_TX),
        reply_by=date(2026, 7, 17),
        form="tiers",
        given=SET_ASIDE_TOO,
        set_aside={"TX-01": 2, "TX-02": 1, "TX-03": 2, "TX-04": 1, "TX-05": 1},
    ),
    Crowd("txd", "TX", PRIMARY, 620, OF_2026, "350973", 580, rows=OLD_TX),
    _ended(
        *("TX-2026-done", OFFICER_TX),
        (date(2026, 6, 29), date(2026, 7, 2), date(2026, 7, 6), date(2026, 7, 8)),
        *("7720461", "桐教招"),
    ),
)
TX_JUNIOR = Season(
    Opened(
        "TX-2026-junior",
        2026,
        "2026年初中一年级入学报名",
        "桐教〔2026〕12号",
        *(date(2026, 5, 18), date(2026, 6, 1), date(2026, 6, 19)),
        *("2013-09-01", "2014-08-31", "2026-12-31"),
        {},
        *("TX", "桐溪县", "350973", OFFICER_TX),
        stage=JUNIOR,
        form="tiers",
        given=BY_HOUSEHOLD,
    ),
    Crowd("txj", "TX", JUNIOR, 330, date(2013, 9, 1), "350973", 600),
    _ended(
        *("TX-2026-junior", OFFICER_TX),
        (date(2026, 6, 30), date(2026, 7, 3), date(2026, 7, 7), date(2026, 7, 9)),
        *("2905538", "桐教招"),
    ),
)
CD_JUNIOR = Season(
    Opened(
        "CD-2026-junior",
        2026,
        "2026年初中一年级入学报名",
        "澄东教〔2026〕13号",
        *(date(2026, 5, 20), date(2026, 6, 8), date(2026, 6, 26)),
        *("2013-09-01", "2014-08-31", "2026-12-31"),
        {},
        stage=JUNIOR,
    ),
    Crowd("cdj", "CD", JUNIOR, 340, date(2013, 9, 1), "350971", 620),
    _ended(
        *("CD-2026-junior", "zhengheng"),
        (date(2026, 7, 6), date(2026, 7, 8), date(2026, 7, 10), date(2026, 7, 13)),
        *("6031847", "澄东教招"),
    ),
)
CD_SMALL = Season(
    Opened(
        "CD-2026-kindergarten",
        2026,
        "2026年幼儿园小班报名",
        "澄东教〔2026〕18号",
        *(date(2026, 6, 1), date(2026, 6, 22), date(2026, 7, 3)),
        *("2022-09-01", "2023-08-31", "2026-12-31"),
        {},
        stage=KINDERGARTEN,
    ),
    Crowd("cdk", "CD", KINDERGARTEN, 300, date(2022, 9, 1), "350971", 640),
    _ended(
        *("CD-2026-kindergarten", "zhengheng"),
        (date(2026, 7, 13), date(2026, 7, 15), date(2026, 7, 17), date(2026, 7, 20)),
        *("8146209", "澄东教招"),
    ),
)
TX_REPLY = Season(
    replace(REPLY, form="tiers", given=BY_HOUSEHOLD, places={"TX-01": 40, "TX-02": 80}),
    Crowd("txr", "TX", PRIMARY, 280, OF_2026, "350973", 660, rows=OLD_TX),
)

SEASONS = (CD_OPEN, CD_DONE, CX_DONE, CX_CHECK, TX_DONE, TX_JUNIOR, CD_JUNIOR, CD_SMALL, TX_REPLY)

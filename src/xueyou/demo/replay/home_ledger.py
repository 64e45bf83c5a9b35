"""The ledger of homes: which home a place was given to in past years, as an old table had it.

Some rows are of homes whose new tenants ask this year; some say a house but no door.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.crowd import Household, chance
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.enrolment.home_rows import COLUMNS
from xueyou.domains.enrolment.services.homes import import_homes
from xueyou.formats.tables import table_of
from xueyou.kernel.registry.documents import check_character

EVERY, UNCERTAIN = 9, 5
"""One home of nine was used before; of those, one of five has lost its door in the old table."""
YEARS = 4


def home_ledger(opened: Opened, made: Sequence[Household], on: date) -> Event:
    """Return how a county took its table of past years, before its call."""
    key = f"demo-{opened.county}-homes-{opened.year}"
    return Event(moment(on, 15), key, "往年用过学位的住址", partial(_take, opened, made))


def _take(opened: Opened, made: Sequence[Household], *, key: str, at: datetime) -> None:
    rows = []
    for n, family in enumerate(made[::EVERY]):
        door = family.home.door.split("幢")[0] + "幢" if n % UNCERTAIN == 0 else family.home.door
        year = opened.year - 2 - chance(YEARS, opened.name, n, "year")
        seventeen = f"{opened.region}{year - 7}0{1 + n % 9}{10 + n % 19}{100 + n:03d}"
        rows.append(
            {
                "住址": family.home.road + door,
                "入学年份": str(year),
                "学校代码": family.home.wishes[0],
                "孩子证件号码": seventeen + check_character(seventeen),
            }
        )
    import_homes(
        actor=person(opened.officer),
        organisation_uid=place(opened.county).uid,
        stage=opened.stage,
        table=table_of("homes", rows, COLUMNS),
        key=key,
        at=at,
    )

"""A large roll is refused at one cell of one row, taken in whole, and undone whole.

Five hundred rows here; with XUEYOU_DEEP=1 the twenty thousand of the promise, in thirty seconds.
"""

import io
import time
from datetime import date, timedelta
from typing import Any

import python_calamine as calamine

from tests.depth import DEEP
from tests.domains.roll.files import Rolls, pupil, wrong_cells
from tests.kernel.registry.people_world import citizen_number
from xueyou.domains.roll.services.hand_in import returned_workbook
from xueyou.kernel.registry.models import Membership, Person

ROWS, BAD = (20_000, 17_233) if DEEP else (500, 433)
SECONDS = 30.0


def row(n: int) -> dict[str, Any]:
    """Return the n-th pupil, each with a number and a father of his own."""
    born = date(2019, 9, 1) + timedelta(days=n // 900)
    facts = {"性别": None, "出生日期": None, "班级": f"{n % 400}班"}
    return pupil(
        1, 证件号码=citizen_number(n % 900 + 1, born), 监护人1手机号=f"138{n:08d}", **facts
    )


def test_many_rows_with_one_wrong(rolls: Rolls) -> None:
    """The sentence stands on that row and on no other; put right, all are taken in in time."""
    rows = [row(n) for n in range(ROWS)]
    rows[BAD - 2]["证件号码"] = "350504202003050000"
    found = rolls.hand_in(rows)
    assert set(wrong_cells(found)) == {f"C{BAD}"}
    data = returned_workbook(rolls.clerk, found.uid)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    values = sheet.to_python(skip_empty_area=False)
    assert [number for number, cells in enumerate(values, start=1) if cells[-1]] == [1, BAD]
    rows[BAD - 2] = row(BAD - 2)
    people = Person.objects.count()
    started = time.monotonic()
    good = rolls.take_in(rolls.hand_in(rows))
    assert not DEEP or time.monotonic() - started < SECONDS
    assert (good.state, Membership.objects.count()) == ("done", ROWS)
    rolls.undo(good.uid)
    assert (Membership.objects.count(), Person.objects.count()) == (0, people)

"""The county asks the police about the households of those who have handed in, and hears back."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File

from xueyou.demo.replay.enrolling import call_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.checks.models import CheckList
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.replies import hand_in_reply, take_in_reply
from xueyou.formats.check_columns import AGREES, DIFFERS, NO_ANSWER, Asked
from xueyou.formats.check_reader import read_answer
from xueyou.formats.check_workbook import check_workbook
from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.list_writer import ListedRow
from xueyou.kernel.calls.models import Round

ASKED = Asked("register", "户口登记的地址")
NOT_FOUND = "刘䶮"
ELSEWHERE = "不在本县区"


def asking_offices(opened: Opened) -> Iterator[Event]:
    """Yield the list going out and its answer coming back, taken in."""
    out = partial(_draw_up, opened)
    yield Event(moment(date(2026, 11, 18), 15), f"demo-{opened.name}-police", "名单送公安核对", out)
    back = partial(_answer, opened)
    yield Event(
        moment(date(2026, 11, 19), 10), f"demo-{opened.name}-police-back", "公安的回复", back
    )


def _draw_up(opened: Opened, *, key: str, at: datetime) -> None:
    wanted = Wanted(
        "police",
        (ASKED.code,),
        f"{opened.county_zh}公安分局",
        f"{opened.number}（待核）",
        at.date() + timedelta(days=14),
    )
    uid = Round.objects.get(call=call_of(opened)).uid
    draw_up_list(actor=person(opened.officer), round_uid=uid, wanted=wanted, key=key, at=at)


def _answer(opened: Opened, *, key: str, at: datetime) -> None:
    """Answer as the police would: most agree, one is registered elsewhere, one is not found."""
    found = CheckList.objects.get(round__call=call_of(opened), source="police")
    reply = found.replies.values_list("uid", flat=True).first()
    if reply is None:
        _, data = fetch_list(actor=person(opened.officer), list_uid=found.uid)
        reply = hand_in_reply(
            actor=person(opened.officer),
            list_uid=found.uid,
            upload=File(io.BytesIO(_filled(data)), name="公安回复.xlsx"),
            key=key,
            at=at,
        )
    take_in_reply(actor=person(opened.officer), reply_uid=reply, key=key, at=at)


def _filled(data: bytes) -> bytes:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        answer = read_answer(Path(file.name), name="名单.xlsx")
    last = answer.rows[-1].number
    rows = []
    for row in answer.rows:
        fixed = {code: cell.text for code, cell in row.cells.items()} | {"id": row.id.upper()}
        typed = {ASKED.says.code: RawCell("text", AGREES)}
        if fixed["name"] == NOT_FOUND:
            typed = {ASKED.says.code: RawCell("text", NO_ANSWER)}
        elif row.number == last:
            typed = {
                ASKED.says.code: RawCell("text", DIFFERS),
                ASKED.has.code: RawCell("text", ELSEWHERE),
            }
        rows.append(ListedRow(row.number, fixed, typed))
    return check_workbook([ASKED], rows)

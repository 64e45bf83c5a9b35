"""Lists go out to other offices and come back filled in: most agree, some differ, some find nobody.

Nothing here knows an office's register: what it says of a row is made from the row's number.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File

from xueyou.demo.replay.enrolling import round_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import THOUSAND, chance
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.checks.models import CheckList
from xueyou.domains.checks.questions import as_columns, questions_for
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.replies import hand_in_reply, take_in_reply
from xueyou.formats.check_columns import AGREES, DIFFERS, NO_ANSWER, Asked
from xueyou.formats.check_reader import read_answer
from xueyou.formats.check_workbook import check_workbook
from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.list_writer import ListedRow

OFFICES: Mapping[str, str] = {
    "police": "公安分局",
    "housing": "不动产登记中心",
    "human_resources": "人力资源和社会保障局",
}
STAYS = timedelta(days=30)
OTHERWISE: Mapping[str, str] = {
    "register": "不在本县区",
    "home": "没有登记在他们家名下，也没有租赁备案",
}
"""What an office has, by question, where it does not agree; to other questions it agrees."""
DIFFER, UNKNOWN, OPEN_UNKNOWN = 40, 105, 150
MONTHS = 72


def offices(opened: Opened, out: Mapping[str, tuple[date, date | None]]) -> Iterator[Event]:
    """Yield the lists of a call going out, by source, and their answers where there is a day."""
    for source, (goes, comes) in out.items():
        key = f"demo-{opened.name}-list-{source}"
        office = f"{opened.county_zh}{OFFICES[source]}"
        draw = partial(_draw_up, opened, source)
        yield Event(moment(goes, 15), key, f"名单送{office}核对", draw)
        if comes is not None:
            answer = partial(_answer, opened, source)
            yield Event(moment(comes, 10), f"{key}-back", f"{office}的回复", answer)


def _draw_up(opened: Opened, source: str, *, key: str, at: datetime) -> None:
    round_ = round_of(opened)
    wanted = Wanted(
        source,
        tuple(one.code for one in questions_for(round_)[source]),
        f"{opened.county_zh}{OFFICES[source]}",
        f"{opened.number}（待核）",
        at.date() + STAYS,
    )
    draw_up_list(actor=person(opened.officer), round_uid=round_.uid, wanted=wanted, key=key, at=at)


def _answer(opened: Opened, source: str, *, key: str, at: datetime) -> None:
    officer = person(opened.officer)
    found = CheckList.objects.get(round=round_of(opened), source=source)
    reply = found.replies.values_list("uid", flat=True).first()
    if reply is None:
        _, data = fetch_list(actor=officer, list_uid=found.uid)
        asked = as_columns(questions_for(found.round)[source])
        filled = _filled(data, asked, f"{opened.name}-{source}")
        reply = hand_in_reply(
            actor=officer,
            list_uid=found.uid,
            upload=File(io.BytesIO(filled), name=f"{OFFICES[source]}回复.xlsx"),
            key=key,
            at=at,
        )
    take_in_reply(actor=officer, reply_uid=reply, key=f"{key}-in", at=at)


def _filled(data: bytes, asked: list[Asked], name: str) -> bytes:
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        answer = read_answer(Path(file.name), name="名单.xlsx")
    rows = []
    for row in answer.rows:
        fixed = {code: cell.text for code, cell in row.cells.items()} | {"id": row.id.upper()}
        typed: dict[str, RawCell] = {}
        for one in asked:
            if fixed.get(one.told.code) or one.open:
                typed |= _said(one, fixed.get(one.told.code, ""), name, row.number)
        rows.append(ListedRow(row.number, fixed, typed))
    return check_workbook(asked, rows)


def _said(asked: Asked, told: str, name: str, row: int) -> dict[str, RawCell]:
    luck = chance(THOUSAND, name, asked.code, row)
    if asked.open:
        if not told:
            return {}
        if luck < OPEN_UNKNOWN:
            return {asked.says.code: RawCell("text", NO_ANSWER)}
        return {asked.has.code: RawCell("text", str(luck % MONTHS))}
    if luck < DIFFER and asked.code in OTHERWISE and "其他" not in told:
        return {
            asked.says.code: RawCell("text", DIFFERS),
            asked.has.code: RawCell("text", OTHERWISE[asked.code]),
        }
    says = NO_ANSWER if luck < UNKNOWN else AGREES
    return {asked.says.code: RawCell("text", says)}

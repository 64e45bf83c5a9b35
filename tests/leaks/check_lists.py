"""Lists for other offices in the leak world: county A asks the police about its children.

One answer is taken in, one has a wrong cell, one waits to be confirmed.
"""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.leaks.families import NOW
from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.checks.models import CheckLine
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.replies import hand_in_reply, take_in_reply
from xueyou.formats.media_types import XLSX
from xueyou.platform.jobs.api import work_off

Body = dict[str, Any]
OFFICER = "enroller-a"


def let_lists_out(world: World) -> None:
    """Draw a list up, and let three answers come back."""
    actor = person(world, OFFICER)
    uid = draw_up_list(
        actor=actor,
        round_uid=world.one("round", "A"),
        wanted=Wanted(
            "police",
            ("register",),
            world.sentinels.word("planned", "A", "office asked"),
            world.sentinels.word("planned", "A", "legal basis"),
            NOW.date() + timedelta(days=9),
        ),
        key=a_key(),
    )
    world.keep("check_list", "A", uid)
    _, data = fetch_list(actor=actor, list_uid=uid)
    first, second = _codes(world, uid)[:2]
    for state, word, code in (
        ("taken", "相符", first),
        ("wrong", "对", second),
        ("ready", "没查到", second),
    ):
        book = _answered(data, word, code)
        reply = hand_in_reply(
            actor=actor,
            list_uid=uid,
            upload=SimpleUploadedFile("reply.xlsx", book, XLSX),
            key=a_key(),
        )
        if state == "taken":
            take_in_reply(actor=actor, reply_uid=reply, key=a_key())
            work_off()
        world.keep(f"reply_{state}", "A", reply)
        world.books["reply-A"] = book


def _codes(world: World, list_uid: UUID) -> list[str]:
    """Return the codes of a list's lines; last that of whom a batch of the desk has decided on.

    The lines themselves stand in an order of chance: a word about that one would be news that
    nobody took into account who decided, and the batch could not be taken back any more.
    """
    decided = world.one("bound", "claimer")
    lines = CheckLine.objects.filter(list__uid=list_uid).select_related("application")
    in_order = sorted(lines, key=lambda one: (one.application.uid == decided, one.application_id))
    return [line.code for line in in_order]


def _answered(data: bytes, word: str, code: str) -> bytes:
    """Return the workbook with a word about the child of one line."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = next(cell.row for cell in sheet["A"] if cell.value == code)
    sheet.cell(row, heads.index("register:says") + 1).value = word
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


NAMED: dict[str, tuple[str, str]] = {
    "lists": ("planned", "call_of"),
    "new": ("planned", "round"),
    **dict.fromkeys(
        ("list", "file", "hand_in", "ask", "destroy", "destroyed"), ("planned", "check_list")
    ),
    "take_in": ("planned", "reply_ready"),
    "undo": ("planned", "reply_taken"),
    "wrong": ("planned", "reply_wrong"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""


def _reply(world: World, owner: str) -> Body:
    file = SimpleUploadedFile("reply.xlsx", world.books["reply-A"], XLSX)
    return {"file": file, "observed_on": NOW.date().isoformat()}


FORMS: dict[str, Any] = {
    "new": lambda world, owner: {
        "source": "housing",
        "question": "home",
        "office": "不动产登记中心",
        "legal_basis": "通知第三条",
        "expires_on": (NOW.date() + timedelta(days=9)).isoformat(),
        "everybody": "no",
    },
    "hand_in": _reply,
    "ask": lambda world, owner: {},
    "destroy": lambda world, owner: {},
    "destroyed": lambda world, owner: {"said_by": "内勤", "on": NOW.date().isoformat()},
    "take_in": lambda world, owner: {},
    "undo": lambda world, owner: {},
}
"""Name of the address, without its desk → what who keeps the list posts there."""


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    return {f"checks:{name}": OFFICER for name in FORMS}

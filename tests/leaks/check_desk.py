"""The check desk in the leak world: a school that checks for its county, a visit, a referral.

County A lets A1 check what wishes for it. Of the three files one is plain, one is passed, and of
one a visit is planned and the school has handed it to the county.
"""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.domains.enrolment.world import filled
from tests.leaks.families import DOOR, LET_IN, NOW
from tests.leaks.pictures import hand_in_with_picture, leave_one_waiting
from tests.leaks.places import CHECKED
from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.checks.models import DeskBatch, HomeVisit, SpotCheck, SpotPick
from xueyou.domains.checks.row_marks import row_code
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.agreeing import pass_agreeing
from xueyou.domains.checks.services.batches import decide_batch, hand_in_batch
from xueyou.domains.checks.services.deciding import refer
from xueyou.domains.checks.services.duties import give_duties
from xueyou.domains.checks.services.listing_out import fetch_files
from xueyou.domains.checks.services.spot_checks import plan_spot_check
from xueyou.domains.checks.services.visits import plan_visit
from xueyou.formats.media_types import XLSX
from xueyou.kernel.calls.models import Application, Call, Option
from xueyou.kernel.calls.services.attesting import Fact, attest
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.draws.protocol import Source
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.surfaces.desk.views.sheets import NAMES

Body = dict[str, Any]
PLAIN, VISITED, PASSED = "middle", "next-small", "younger"
DESK = "enroller-a"


def let_desks_check(world: World) -> None:
    """Add what the desk has done."""
    call = world.one("call_of", "A")
    option = Option.objects.get(call__uid=call, code="A1")
    give_duties(
        actor=person(world, "enroller-a"), call_uid=call, option_uids=[option.uid], key=a_key()
    )
    passed = world.one("draft", PASSED)
    draft = Application.objects.get(uid=passed)
    submit(actor=person(world, "mother"), application_uid=passed, key=str(draft.draft_key), at=NOW)
    hand_in_with_picture(world, "mother", PASSED, passed)
    _agreed(passed)
    pass_agreeing(actor=person(world, "enroller-a"), call_uid=call, key=a_key())
    _agreed(world.one("handed_in", PLAIN))
    word = world.sentinels.word("application", PASSED, "door of the change")
    save_draft(
        actor=person(world, "mother"),
        application_uid=passed,
        answers={"door": f"{DOOR}{word}"},
        at=NOW,
    )
    visited = world.one("handed_in", VISITED)
    plan_visit(
        actor=person(world, "enroller-a"),
        application_uid=visited,
        day=NOW.date() + timedelta(days=1),
        visitors=f"甲、{world.sentinels.word('application', VISITED, 'visitor')}",
        key=a_key(),
    )
    refer(
        actor=person(world, "clerk-a1"),
        application_uid=visited,
        why=world.sentinels.word("application", VISITED, "why referred"),
        key=a_key(),
    )
    assert {PLAIN, VISITED, PASSED, "claimer"} == set(CHECKED["A1"])
    leave_one_waiting(world, "claimer", world.one("also_handed_in", "claimer"))
    _draw(world)
    _batches(world, call)
    world.keep("call_files", "elder", world.one("call_of", "city"))
    world.keep("call_files", PLAIN, call)
    world.keep("file_plain", PLAIN, world.one("handed_in", PLAIN))
    world.keep("file_referred", VISITED, visited)
    world.keep("file_passed", PASSED, passed)
    world.keep("visit", VISITED, HomeVisit.objects.get(application__uid=visited).uid)


def _agreed(uid: UUID) -> None:
    """Let the police agree with what is said of a file."""
    with act(SYSTEM, LET_IN.name) as a:
        said = {"policy": Fact("no", "agrees")}
        attest(a, Application.objects.get(uid=uid), "police", said, observed_at=a.business_at)
        a.about("application", uid)


def _draw(world: World) -> None:
    """Commit a spot check of the county, and let another have drawn the plain file."""
    call = Call.objects.get(uid=world.one("call_of", "A"))
    uid = plan_spot_check(
        actor=person(world, "enroller-a"),
        call_uid=call.uid,
        sources=[
            Source(world.sentinels.word("planned", "A", "source of a spot check"), "digits:7")
        ],
        not_before=NOW + timedelta(hours=1),
        key=a_key(),
    )
    world.keep("spot", "A", uid)
    before = SpotCheck.objects.create(
        draw_uid=uuid4(), call=call, among=1, wanted=1, committed_at=NOW, picked_at=NOW
    )
    plain = Application.objects.get(uid=world.one("handed_in", PLAIN))
    SpotPick.objects.create(spot=before, application=plain, place=1)


def _batches(world: World, call: UUID) -> None:
    """Hand workbooks in: one done, one with a wrong cell, one that waits to be confirmed."""
    actor = person(world, DESK)
    _, blank = fetch_files(actor=actor, call_uid=call, stage=0, sought="", names=NAMES)
    code = row_code(world.one("bound", "claimer"))
    day = (NOW.date() + timedelta(days=1)).isoformat()
    for state, said in (
        ("wrong", {"does": "退回补件", "missing": "家里"}),
        ("done", {"does": "约走访", "day": day, "visitors": "甲、乙"}),
        ("ready", {"does": "通过"}),
    ):
        book = _decided(blank, code, said)
        uid = hand_in_batch(
            actor=actor,
            call_uid=call,
            upload=SimpleUploadedFile(
                f"{world.sentinels.word('import', DESK, f'file {state}')}.xlsx", book, XLSX
            ),
            key=a_key(),
        )
        if state == "done":
            decide_batch(actor=actor, batch_uid=uid, key=a_key())
        assert DeskBatch.objects.get(uid=uid).state == state
        world.keep(f"batch_{state}", DESK, uid)
        world.books["batch"] = book


def _decided(blank: bytes, code: str, said: Mapping[str, str]) -> bytes:
    """Decide of one file in a workbook of the desk."""
    book = load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=3):
        if row[heads.index("id")].value == code:
            for column, text in said.items():
                row[heads.index(column)].value = text
    filled_in = io.BytesIO()
    book.save(filled_in)
    return filled_in.getvalue()


NAMED: dict[str, tuple[str, str]] = {
    "files": ("application", "call_files"),
    "duties": ("planned", "call_of"),
    "file": ("application", "application"),
    "recuse": ("application", "handed_in"),
    "pass": ("application", "handed_in"),
    "back": ("application", "handed_in"),
    "visit": ("application", "file_plain"),
    "refer": ("application", "file_plain"),
    "refer_back": ("application", "file_referred"),
    "sheet": ("application", "handed_in"),
    **dict.fromkeys(("complete", "photograph"), ("application", "sent_back")),
    "agreed": ("application", "call_files"),
    "not_agreed": ("application", "call_files"),
    "look": ("application", "file_plain"),
    "counter": ("planned", "call_of"),
    "spots": ("planned", "call_of"),
    "spot": ("planned", "spot"),
    "fetch": ("application", "call_files"),
    "sheets": ("application", "call_files"),
    **dict.fromkeys(("batch", "decide"), ("import", "batch_ready")),
    "take_back": ("import", "batch_done"),
    "wrong_cells": ("import", "batch_wrong"),
    "undo": ("application", "file_passed"),
    "visited": ("application", "visit"),
    "call_off": ("application", "visit"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""


def _filed(world: World, owner: str) -> Body:
    """Return what is typed at the counter for a guardian of the world, of a child nobody knows."""
    option = Option.objects.get(call__uid=world.one("call_of", "A"), code="A1")
    return {
        "guardian": "林某某",
        "phone": world.numbers["claimer"],
        "phone_again": world.numbers["claimer"],
        "paper": "household",
        "name": "林小某",
        "kind": "citizen",
        "number": world.numbers["unclaimed"],
        **{f"a-{name}": text for name, text in filled().items()},
        "wish-0-0": str(option.uid),
    }


def _seen(world: World, thing: str, owner: str) -> Body:
    """Return the mark that the page of a file carries."""
    return {"seen": seen_of(Application.objects.get(uid=world.one(thing, owner)))}


FORMS: dict[str, Any] = {
    "duties": lambda world, owner: {},
    "agreed": lambda world, owner: {},
    "not_agreed": lambda world, owner: {},
    "sheets": lambda world, owner: {
        "file": SimpleUploadedFile("batch.xlsx", world.books["batch"], XLSX)
    },
    "decide": lambda world, owner: {},
    "take_back": lambda world, owner: {},
    "look": lambda world, owner: {"in_order": "yes", **_seen(world, "file_plain", owner)},
    "counter": _filed,
    "complete": lambda world, owner: {"paper": "household"},
    "spots": lambda world, owner: {
        "name": "公证处",
        "form": "digits:7",
        "not_before": "2026-12-01T08:00",
    },
    "spot": lambda world, owner: {"published": "8830271"},
    "pass": lambda world, owner: {
        "was-policy": "no",
        "fact-policy": "yes",
        **_seen(world, "handed_in", owner),
    },
    "back": lambda world, owner: {
        "what": "home_paper",
        "why-home_paper": "请补一页",
        **_seen(world, "handed_in", owner),
    },
    "visit": lambda world, owner: {"day": "2026-12-01", "visitors": "甲、乙"},
    "refer": lambda world, owner: {"why": "拿不准"},
    "refer_back": lambda world, owner: {},
    "undo": lambda world, owner: {},
    "recuse": lambda world, owner: {},
    "visited": lambda world, owner: {"finding": "as_said", "words": "住在那里"},
    "call_off": lambda world, owner: {},
}
"""Name of the address, without its desk → what who checks posts there."""
OF_SCHOOL = ("refer", "refer_back")


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    return {
        f"desk:{name}": "clerk-a1" if name in OF_SCHOOL else "enroller-a"
        for name in ("mine", *NAMED)
    }

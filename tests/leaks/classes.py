"""Classes in the leak harness: two schools that divide a grade, one of each being prepared, one up.

What runs on the stage would have written stands there as rows; that it is written so is tested in
tests/domains/classes.
"""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.leaks.families import NOW
from tests.leaks.places import CHILDREN
from tests.leaks.steering import a_key, author
from tests.leaks.world import World
from xueyou.domains.classes.models import (
    VALUES,
    Alarm,
    Demand,
    Division,
    DivisionState,
    GradePupil,
    Lot,
    LotPurpose,
    LotState,
    Rehearsal,
    Way,
)
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.demands import enter_demand
from xueyou.domains.classes.services.opening import open_division
from xueyou.domains.classes.services.requests import log_request
from xueyou.formats.media_types import XLSX
from xueyou.formats.workbook import Column, Sheet, workbook
from xueyou.platform.db import uuid7
from xueyou.rulebook.classes import folders

Body = dict[str, Any]
SCHOOLS = ("A1", "B1")
GRADE = 1
REPORT = {
    "method": "search",
    "spread": [],
    "features": [
        {
            "name": "出生年月",
            "kind": "number",
            "role": "other",
            "least_known": 6,
            "off_commonest": 6,
            "range_mean": 0.5,
            "range_sd": 0.25,
            "range_count": None,
            "bound": 0.0,
            "means": [24_240.0],
        }
    ],
    "methods": {},
    "indices": [],
    "sizes": [1],
}


def let_classes_be_divided(world: World) -> None:
    """Add a division that is prepared and one whose list is up, at each of two schools."""
    for school in SCHOOLS:
        _prepared(world, school)
        _issued(world, school)


def _prepared(world: World, school: str) -> None:
    actor = author(world, school)
    uid = open_division(
        actor=actor, school_uid=world.places[school].uid, grade=GRADE, classes=1, key=a_key()
    )
    division = Division.objects.get(uid=uid)
    world.keep("division", school, uid)
    pupils = division.pupils.order_by("code")
    asked = {"needs": "spread", "other": "fixed"}
    for ground, kind in asked.items():
        if ground == "needs" and pupils.count() < 2:
            continue
        enter_demand(
            actor=actor,
            division_uid=uid,
            kind=kind,
            ground=ground,
            reason=world.sentinels.word("division", school, f"reason {ground}"),
            pupils=[one.uid for one in pupils[: 1 if kind == "fixed" else 2]],
            class_number=1 if kind == "fixed" else None,
            key=a_key(),
        )
    demand = Demand.objects.filter(division=division).latest("pk")
    world.keep("class_demand", school, demand.uid)
    world.keep("class_alarm", school, Alarm.objects.get(division=division).uid)
    Rehearsal.objects.create(
        division=division,
        ordinal=1,
        input_sha256=folders.digest(folder_of(division)),
        given={one.code: 1 for one in pupils},
        asked_by=actor.user,
        asked_at=NOW,
        done_at=NOW,
    )


def _issued(world: World, school: str) -> None:
    """Write a list that is up, with one lot that is sealed and another that is drawn."""
    actor = author(world, school)
    place = world.places[school]
    division = Division.objects.create(
        school=place,
        year=2026,
        stage="primary",
        grade=2,
        state=DivisionState.ISSUED,
        classes=2,
        opened_by=actor.user,
        opened_at=NOW,
        sealed_at=NOW - timedelta(days=3),
        issued_at=NOW - timedelta(days=1),
    )
    world.keep("division_up", school, division.uid)
    names = [name for name, child in CHILDREN.items() if child.pupil_of == school]
    for number, name in enumerate(names, 1):
        uid = uuid7()
        pupil = GradePupil.objects.create(
            uid=uid,
            division=division,
            person=world.children[name],
            code=f"{number:04d}",
            given=1,
            way=Way.DRAWN,
            **VALUES.columns(uid, "{}"),
        )
        world.keep("class_pupil", school, uid)
        world.keep("own_class", name, uid)
        if number == 1:
            request = log_request(
                actor=actor,
                pupil_uid=pupil.uid,
                asked_by="guardian",
                words=world.sentinels.word("division", school, "request"),
                to_class=2,
                key=a_key(),
            )
            world.keep("class_request", school, request)
    for purpose, state in ((LotPurpose.LIST, LotState.DONE), (LotPurpose.LATE, LotState.SEALED)):
        done = state == LotState.DONE
        lot = Lot.objects.create(
            division=division,
            purpose=purpose,
            ordinal=1,
            state=state,
            input_sha256="1" * 64,
            result_sha256="0" * 64 if done else "",
            report=REPORT if done else None,
            sealed_at=NOW,
            done_at=NOW if done else None,
        )
        world.keep("class_lot" if done else "class_lot_sealed", school, lot.uid)


_PREPARED = (
    *("division", "size", "refresh", "sheet", "fill", "demand", "rehearse", "trying", "seal"),
    *("teams", "teams_seal"),
)
_UP = ("order", "issue", "gate", "gate_pdf", "late", "late_seal", "substitute", "void")
NAMED: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(_PREPARED, ("division", "division")),
    **dict.fromkeys(_UP, ("division", "division_up")),
    "withdraw": ("division", "class_demand"),
    "answer": ("division", "class_alarm"),
    "decide": ("division", "class_request"),
    "request": ("division", "class_pupil"),
    "commit": ("division", "class_lot_sealed"),
    "stage": ("division", "class_lot"),
    **dict.fromkeys(("copy", "slip"), ("division", "class_lot")),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""


def _opened(world: World, owner: str) -> Body:
    school = owner if owner in SCHOOLS else "A1"
    return {"school": str(world.places[school].uid), "grade": "3", "classes": "1"}


def _filled(world: World, owner: str) -> Body:
    school = owner if owner in SCHOOLS else "A1"
    pupils = GradePupil.objects.filter(division__uid=world.one("division", school), left_at=None)
    rows = [(pupil.code, "东区") for pupil in pupils.order_by("code")]
    data = workbook([Sheet("名单", [Column("编号"), Column("片区")], rows)])
    return {"file": SimpleUploadedFile("fill.xlsx", data, XLSX)}


def _demanded(world: World, owner: str) -> Body:
    school = owner if owner in SCHOOLS else "A1"
    pupil = GradePupil.objects.filter(division__uid=world.one("division", school)).first()
    assert pupil is not None
    return {
        "kind": "fixed",
        "ground": "access",
        "reason": "教室在一楼",
        "class_number": "1",
        "pupil": str(pupil.uid),
    }


FORMS: dict[str, Any] = {
    "list": _opened,
    "size": lambda world, owner: {"classes": "1"},
    "refresh": lambda world, owner: {},
    "sheet": lambda world, owner: {},
    "fill": _filled,
    "demand": _demanded,
    "withdraw": lambda world, owner: {},
    "rehearse": lambda world, owner: {},
    "trying": lambda world, owner: {"code": "0001", "to_class": "1"},
    "seal": lambda world, owner: {},
    "commit": lambda world, owner: {
        "name": "家长报数",
        "form": "numbers:6:0:9",
        "not_before": "2026-12-01T08:00",
    },
    "stage": lambda world, owner: {"published": "1 2 3 4 5 6"},
    "copy": lambda world, owner: {},
    "slip": lambda world, owner: {
        "file": SimpleUploadedFile("slip.json", b'{"schema": "class-slip/1"}', "application/json")
    },
    "order": lambda world, owner: {},
    "issue": lambda world, owner: {},
    "gate": lambda world, owner: {},
    "gate_pdf": lambda world, owner: {},
    "late": lambda world, owner: {},
    "late_seal": lambda world, owner: {},
    "teams": lambda world, owner: {},
    "teams_seal": lambda world, owner: {},
    "substitute": lambda world, owner: {"code": "J001", "why": "ill"},
    "request": lambda world, owner: {"asked_by": "school", "words": "想调班", "to_class": "2"},
    "answer": lambda world, owner: {"answer": "已经查过"},
    "decide": lambda world, owner: {"granted": "no", "why": "没有依据", "to_class": "2"},
    "void": lambda world, owner: {"why": "名单漏了人"},
}
"""Name of the address, without its desk → what who keeps it posts there."""


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    found = {f"classes:{name}": "clerk-a1" for name in FORMS}
    return found | dict.fromkeys(("classes:answer", "classes:decide", "classes:void"), "enroller-a")

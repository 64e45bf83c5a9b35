"""The desk of calls in the leak harness: what its addresses name, and what an officer posts there.

Calls, rounds, options, draws and runs are of the place that keeps the call; applications and
appeals are of the child, and the officers of the place that was asked keep them.
"""

from typing import Any

from tests.domains.enrolment.world import rules
from tests.leaks.world import World
from xueyou.domains.checks.seen import seen_of
from xueyou.kernel.calls.models import Application, CapacityLine, Round
from xueyou.platform.time import CITY

Body = dict[str, Any]
NAMED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("call", "copy", "close", "applications", "appeals"), ("planned", "call_of")),
    **dict.fromkeys(
        ("edit", "new_round", "new_option", "questions", "left"), ("planned", "call_of")
    ),
    **dict.fromkeys(
        (
            *("times", "rules", "announce", "cancel", "places", "place_rows", "void_line"),
            "freeze",
            *("rehearse", "run", "draw", "results", "refill"),
        ),
        ("planned", "round"),
    ),
    "withdraw_option": ("planned", "spare_option"),
    "application": ("application", "application"),
    "check": ("application", "handed_in"),
    "send_back": ("application", "handed_in"),
    "part": ("application", "bound"),
    **dict.fromkeys(
        ("drawn", "stage", "commitment", "revelation", "reveal", "void_draw"),
        ("planned", "draw"),
    ),
    **dict.fromkeys(("order", "publish"), ("planned", "run")),
    **dict.fromkeys(("rolling", "decide"), ("planned", "rolling")),
    "call_off": ("planned", "rolled"),
    "appeal": ("result", "asked_again"),
    "down": ("published", "publication"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""
SCHOOL_OF = {"city": "A2", "A": "A1", "B": "B1"}
TIMES = {"opens_at": "2026-12-01T08:00", "closes_at": "2026-12-09T17:00"}


def _new(world: World, owner: str) -> Body:
    return {
        "kind": "enrolment.school",
        "organisation": str(world.places[owner].uid),
        "year": "2027",
        "title": "2027年小学入学",
        "s-stage": "primary",
    }


def _option(world: World, owner: str) -> Body:
    school = world.places[SCHOOL_OF.get(owner, "A1")]
    return {"organisation": str(school.uid), "code": "X9", "title": "新学校"}


def _times(world: World, owner: str) -> Body:
    """Let the round end later; that it has begun cannot be moved."""
    found = Round.objects.filter(uid__in=world.things["round"].get(owner, ())).first()
    if found is None:
        return {"revision": "1", **TIMES}
    opens_at = found.opens_at.astimezone(CITY).strftime("%Y-%m-%dT%H:%M")
    return {"revision": str(found.revision), **TIMES, "opens_at": opens_at}


def _line(world: World, owner: str) -> Body:
    lines = CapacityLine.objects.filter(round__uid__in=world.things["round"].get(owner, ()))
    return {"line": str(lines.values_list("pk", flat=True).first() or 1)}


def _of_option(world: World, owner: str, **more: str) -> Body:
    options = world.things["option"].get(owner) or world.things["option"]["A"]
    return {"option": str(options[0]), **more}


def _seen(world: World, owner: str) -> Body:
    """Return the mark that the page of a file carries."""
    return {"seen": seen_of(Application.objects.get(uid=world.one("handed_in", owner)))}


FORMS: dict[str, Any] = {
    "new": _new,
    "copy": lambda world, owner: {"year": "2027", "title": "2027年小学入学", "term": ""},
    "edit": lambda world, owner: {"revision": "1", "title": "改名", "s-stage": "primary"},
    "close": lambda world, owner: {},
    "left": lambda world, owner: {"words": "由我局统筹安排。", "until": "2026-12-24"},
    "new_round": lambda world, owner: dict(TIMES),
    "new_option": _option,
    "times": _times,
    "announce": lambda world, owner: {"rules": rules("stable_id"), "source": "通知"},
    "cancel": lambda world, owner: {},
    "places": lambda world, owner: _of_option(
        world, owner, kind="planned", delta="3", reason="增加"
    ),
    "place_rows": lambda world, owner: {
        "rows": f"{world.places['B1'].code if owner == 'B' else 'X9'}\t3"
    },
    "void_line": _line,
    "freeze": lambda world, owner: {},
    "rehearse": lambda world, owner: {},
    "run": lambda world, owner: {"replaces": str(world.one("run", "city")), "reason": "更正"},
    "draw": lambda world, owner: {
        "name1": "开奖",
        "form1": "digits:7",
        "not_before": "2026-12-01T08:00",
    },
    "refill": _of_option,
    "withdraw_option": lambda world, owner: {
        "round": str(world.one("round", owner if owner in world.things["round"] else "A"))
    },
    "check": _seen,
    "part": lambda world, owner: {},
    "send_back": lambda world, owner: {
        "what": "home_paper",
        "why-home_paper": "请补一页",
        **_seen(world, owner),
    },
    "reveal": lambda world, owner: {"published": "8830271"},
    "void_draw": lambda world, owner: {"why": "源写错了"},
    "order": lambda world, owner: {"number_code": "临教招"},
    "publish": lambda world, owner: {"when": "now"},
    "decide": lambda world, owner: {},
    "call_off": lambda world, owner: {"reason": "片区登记错了"},
    "appeal": lambda world, owner: {"upheld": "no", "answer": "维持原来的结果"},
    "down": lambda world, owner: {"why": "有误"},
    "questions": lambda world, owner: {
        "place": "notice",
        "question": "租的房子能报吗？",
        "answer": "能报。",
        "step": "publish",
    },
}
"""Name of the address, without its desk → what who keeps the call posts there."""
OF_A = (
    "decide",
    "call_off",
    "times",
    "places",
    "void_line",
    "withdraw_option",
    "check",
    "send_back",
    "part",
)
OF_B = (
    *("edit", "new_round", "new_option", "place_rows", "cancel", "announce"),
    *("reveal", "void_draw"),
)


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    found = {f"calls:{name}": "enroller" for name in FORMS}
    found |= {f"calls:{name}": "enroller-a" for name in OF_A}
    return found | {f"calls:{name}": "enroller-b" for name in OF_B}

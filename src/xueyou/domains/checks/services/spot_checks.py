"""Draw some of the passed files to be looked at again: by a draw that anybody can replay.

Committed over the receipt numbers that are passed at that moment; revealed with what a public
source says afterwards; the first of the draw's own order are drawn. Others than who passed a file
look at it again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import DRAW_SPOT, READ_SPOT, WORK_FILE
from xueyou.domains.checks.desk_parameters import SPOT_SHARE
from xueyou.domains.checks.draw_purposes import SPOT
from xueyou.domains.checks.models import BatchState, DeskDecision, Does, SpotCheck, SpotPick
from xueyou.domains.checks.seen import require_seen
from xueyou.domains.checks.services.agreeing import passed_in_batch_by
from xueyou.domains.checks.services.openings import file_to_work_on
from xueyou.domains.checks.services.turns import require_own_turn
from xueyou.formats.canonical import canonical_json
from xueyou.formats.proof import draws
from xueyou.kernel.calls.models import Application, ApplicationState, Call
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import require_unfrozen, take_check_back
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.selectors import drawn_order
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.kernel.draws.services.revealing import reveal_draw
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import business_today

FULL = 100
AT_ONCE = 500


def plan_spot_check(
    *,
    actor: Actor,
    call_uid: UUID | str,
    sources: Sequence[Source],
    not_before: datetime,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Commit a draw among the files of a call that are passed now; return the spot check's uid.

    How many follows from the parameter of the day, rounded up. A repeated call with the same key
    finishes what a crash left between the draw and its entry. Raises NotFound, CallRefused where
    nothing is passed yet, DrawNotMade.
    """
    call: Call = target(actor, DRAW_SPOT, call_uid)
    uid = uuid5(call.uid, key)
    found = SpotCheck.objects.filter(uid=uid).first()
    if found is not None:
        return found.uid
    numbers = _passed(call)
    if not numbers:
        raise CallRefused("还没有核对通过的申请，没有可抽的。没有承诺。")
    share = int(parameter(SPOT_SHARE, call.organisation, business_today()).value)
    wanted = -(-len(numbers) * share // FULL)
    rule = {"schema": "spot-check/1", "percent": share, "wanted": wanted}
    draw = commit_draw(
        actor=actor,
        purpose=SPOT.code,
        subject_uid=uid,
        organisation_uid=call.organisation.uid,
        roster=draws.roster_csv(("", number) for number in numbers),
        rules=canonical_json(rule),
        places=draws.places_csv([("spot", "*", "*", str(wanted))]),
        options=None,
        sources=sources,
        not_before=not_before,
        key=key,
        at=at,
    )
    with act(actor, desk_verbs.PLAN_SPOT.name, at=at) as a:
        SpotCheck.objects.create(
            uid=uid,
            draw_uid=draw,
            call=call,
            among=len(numbers),
            wanted=wanted,
            committed_at=a.business_at,
        )
        a.about("spot_check", uid, org_path=call.organisation.path)
        a.data = {"call": call.uid, "draw": draw, "among": len(numbers), "wanted": wanted}
    return uid


def reveal_spot_check(
    *,
    actor: Actor,
    spot_uid: UUID | str,
    published: str,
    key: str,
    at: datetime | None = None,
) -> int:
    """Reveal the draw with what the public source says, and note who is drawn; return how many.

    A repeated call with the same key finishes what a crash left between the two. Raises NotFound,
    DrawNotMade, CallRefused for a second time.
    """
    spot: SpotCheck = target(actor, READ_SPOT, spot_uid)
    target(actor, DRAW_SPOT, spot.call.uid)
    if spot.picked_at is not None:
        raise CallRefused("这一次抽查已经揭晓过了，没有再抽。")
    reveal_draw(actor=actor, draw_uid=spot.draw_uid, published=published, key=key, at=at)
    numbers = drawn_order(spot.draw_uid)[: spot.wanted]
    with act(actor, desk_verbs.PICK_SPOT.name, at=at) as a:
        a.lock(spot)
        if spot.picked_at is not None:
            raise CallRefused("这一次抽查已经揭晓过了，没有再抽。")
        by_number = _by_number(spot.call, numbers)
        SpotPick.objects.bulk_create(
            SpotPick(spot=spot, application_id=by_number[number], place=place)
            for place, number in enumerate(numbers, start=1)
            if number in by_number
        )
        spot.picked_at = a.business_at
        spot.save(update_fields=["picked_at"])
        a.about("spot_check", spot.uid, org_path=spot.call.organisation.path)
        a.data = {
            "call": spot.call.uid,
            "draw": spot.draw_uid,
            "among": spot.among,
            "picked": len(numbers),
        }
    return len(numbers)


def look_again(
    *,
    actor: Actor,
    application_uid: UUID | str,
    in_order: bool,
    seen: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note what the second look at a drawn file found; not in order, it is to be checked anew.

    `seen`: the mark of what was looked at (xueyou.domains.checks.seen). Raises NotFound, OwnKin,
    FileChanged, CallRefused where it was not drawn, and for who passed it himself.
    """
    request = {"application": str(application_uid), "in_order": in_order, "seen": seen}
    file_to_work_on(actor, WORK_FILE, application_uid, at)
    with act(actor, desk_verbs.LOOK_AGAIN.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, WORK_FILE, application_uid)
        if a.repeated:
            return
        require_unfrozen(application.round, "复查")
        a.lock(application)
        if application.state != ApplicationState.CHECKED:
            raise CallRefused("这一份现在不是核对通过的，没有什么可复查的。没有登记。")
        if _passed_by(application) == str(actor):
            raise CallRefused("这一份是您核对通过的，复查要由另一个人来做。没有登记。")
        require_seen(application, seen)
        if not in_order:
            require_own_turn(actor, application)
        _look(a, application, in_order=in_order)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": application.call.uid, "in_order": in_order}


def _look(a: ActInProgress, application: Application, *, in_order: bool) -> None:
    open_ = SpotPick.objects.filter(application=application, looked_at=None)
    if not open_.update(looked_at=a.business_at, in_order=in_order):
        raise CallRefused("这一份没有抽中，或者已经复查过了。没有登记。")
    if not in_order:
        take_check_back(application)


def _passed(call: Call) -> list[str]:
    rows = Application.objects.filter(call=call, state=ApplicationState.CHECKED)
    drawn = SpotPick.objects.filter(application__call=call)
    rows = rows.exclude(pk__in=drawn.values("application"))
    return list(rows.order_by("receipt_no").values_list("receipt_no", flat=True))


def _by_number(call: Call, numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, Any] = {}
    for start in range(0, len(numbers), AT_ONCE):
        rows = Application.objects.filter(
            call=call, receipt_no__in=numbers[start : start + AT_ONCE], withdrawn_at=None
        )
        found |= dict(rows.values_list("receipt_no", "pk"))
    return found


def _passed_by(application: Application) -> str:
    """Return who passed a file that is passed now: the last who did, alone or in a batch."""
    acts = Act.objects.filter(subject_uid=application.uid, verb=desk_verbs.PASS_FILE.name)
    alone = acts.order_by("-id").values_list("pk", "actor").first()
    return max(alone or (0, ""), passed_in_batch_by(application), _passed_by_sheet(application))[1]


def _passed_by_sheet(application: Application) -> tuple[int, str]:
    """Return the last workbook that passed a file: key of its act, and who; (0, "") for none."""
    passed = DeskDecision.objects.filter(
        application=application, does=Does.PASS, batch__state=BatchState.DONE
    )
    acts = Act.objects.filter(uid__in=passed.values("batch__done_by_act")).order_by("-id")
    return acts.values_list("pk", "actor").first() or (0, "")

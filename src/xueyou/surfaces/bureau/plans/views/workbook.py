"""The review workbook: taking it away, and handing it in with decisions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import REVIEW_PLAN
from xueyou.domains.plans.selectors.opening import plan_in_review
from xueyou.domains.plans.selectors.review import Reviewing
from xueyou.domains.plans.selectors.review_file import decisions_workbook
from xueyou.domains.plans.selectors.review_views import STATES
from xueyou.domains.plans.services.contents import name_of
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.take_decisions import (
    DecisionsRefused,
    LateRow,
    Taken,
    take_decisions,
)
from xueyou.formats.media_types import XLSX
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, saved, uploaded
from xueyou.surfaces.bureau.plans.differing import Differing, differing_of
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

SHOWN = 200
"""Wrong cells, and conflicts, that the page lists; it says how many there are in all."""
_MISSING = "还没有选文件。请选填好的表，再点“交上去”。"
_OLD_FORM = "这张网页已经交过别的文件，那一份收下了，没有变动。请在这里再选一次，再点“交上去”。"


@dataclass(frozen=True, slots=True)
class Said:
    """A conflict as the page shows it: the name of the item, where its row stands, both texts."""

    name: str
    row: LateRow
    both: Differing


@route(permission=REVIEW_PLAN, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long, uid: _page(request, uid, wrong=long.says))
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how to take the workbook away and hand it in, or take a filled one."""
    if request.method != "POST":
        return _page(request, uid)
    try:
        file = uploaded(request)
        if file is None:
            return _page(request, uid, wrong=_MISSING)
        taken = take_decisions(
            actor=current_actor(request), plan_uid=uid, upload=file, key=form_key(request)
        )
    except DecisionsRefused as refused:
        return _page(request, uid, wrong=refused.zh, refused=refused)
    except (Refusal, ReaderBusy) as no:
        return _page(request, uid, wrong=no.zh)
    except (PlanRefused, KeyMissing) as no:
        return _page(request, uid, wrong=str(no))
    except KeyReused:
        return _page(request, uid, wrong=_OLD_FORM)
    messages.success(request, _done(taken))
    document = plan_in_review(current_actor(request), uid)
    return HttpResponseRedirect(reverse("bureau:plans:review", args=[document]))


@route(permission=REVIEW_PLAN, content="internal")
def workbook_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the workbook to fill, of every item that can be decided upon."""
    reviewing = _reviewing(request, uid)
    return saved(decisions_workbook(reviewing), XLSX, f"{reviewing.plan.title}-核对表.xlsx")


def _page(
    request: HttpRequest,
    uid: UUID,
    *,
    wrong: str = "",
    refused: DecisionsRefused | None = None,
) -> HttpResponse:
    reviewing = _reviewing(request, uid)
    late = refused.late if refused else ()
    cells = refused.wrong if refused else ()
    context: dict[str, Any] = {
        "plan": reviewing.plan,
        "document": reviewing.document,
        "reviewing": reviewing,
        "key": new_key(),
        "wrong": wrong,
        "cells": cells[:SHOWN],
        "cells_in_all": len(cells),
        "late": _said(reviewing, late[:SHOWN]),
        "late_in_all": len(late),
        **LIMITS,
    }
    status = 409 if late else 422 if wrong else 200
    return render(request, "bureau/plans/workbook.html", context, status=status)


def _reviewing(request: HttpRequest, uid: UUID) -> Reviewing:
    actor = current_actor(request)
    return Reviewing(actor, plan_in_review(actor, uid))


def _said(reviewing: Reviewing, late: tuple[LateRow, ...]) -> list[Said]:
    if not late:
        return []
    choices = reviewing.choices()
    names = dict((*choices.tasks, *choices.projects, *choices.places))
    return [
        Said(
            name=name_of(row.conflict.theirs.content),
            row=row,
            both=differing_of(
                row.conflict,
                {},
                state=STATES[row.conflict.theirs.state],
                into="",
                address="",
                names=names,
            ),
        )
        for row in late
    ]


def _done(taken: Taken) -> str:
    counts = {"接受": taken.accepted, "改": taken.edited, "退回": taken.rejected}
    done = "，".join(f"{verb}了{count}项" for verb, count in counts.items() if count)
    if not done:
        return "收下了，表里的和系统里的一样，没有改动。"
    return f"照表{done}，其余{taken.unchanged}项没有动。"

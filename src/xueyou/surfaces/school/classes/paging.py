"""The page of a division: every step of it, with the reason where one was refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.classes.access import KEEP_DIVISION, OPEN_DIVISION
from xueyou.domains.classes.grounds import GROUNDS_ZH
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.demands import demands_of
from xueyou.domains.classes.selectors.divisions import (
    division_seen,
    lots_of,
    pupils_of,
    rehearsals_of,
    requests_of,
)
from xueyou.domains.classes.selectors.evenness import told_to_office
from xueyou.domains.classes.selectors.teams import teams_of
from xueyou.formats.refusal import Refusal
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.papers.refusals import NotSigned, PaperRefused
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy
from xueyou.rulebook.language.faults import InputRefused
from xueyou.surfaces.calls.moments import MomentMissing
from xueyou.surfaces.school.classes.comparing import compared, plans, report_shown
from xueyou.surfaces.shell.keys import KeyMissing, new_key
from xueyou.surfaces.shell.refusing import words_of

REFUSED = (
    ClassesNotDone,
    DrawNotMade,
    InputRefused,
    KeyMissing,
    KeyReused,
    MomentMissing,
    NotSigned,
    PaperRefused,
    ReaderBusy,
    Refusal,
)
KINDS = (("together", "同班"), ("apart", "分开"), ("spread", "分散"), ("fixed", "固定在某个班"))
MOST_FAULTS = 20
TOO_LARGE = "这份文件太大，没有收下。请只留名单那一张表。"
Step = Callable[[HttpRequest, UUID], HttpResponse]


def says(refused: BaseException | None) -> list[str]:
    """Return what a page says of a refusal: one sentence, or one a wrong cell."""
    if isinstance(refused, InputRefused):
        return [
            f"{one.column or ''}{one.row or ''} {one.zh}".strip()
            for one in refused.faults[:MOST_FAULTS]
        ]
    words = words_of(refused)
    return [words] if words else []


def division_page(
    request: HttpRequest, uid: UUID, refused: BaseException | None = None
) -> HttpResponse:
    """Show a division: to who keeps it with every step, to others in sums."""
    actor = current_actor(request)
    row = division_seen(actor, uid)
    keeps = can(actor, OPEN_DIVISION) and can(actor, KEEP_DIVISION)
    context: dict[str, Any] = {
        "row": row,
        "keeps": keeps,
        "told": told_to_office(actor, uid),
        "key": new_key,
        "given": request.POST,
        "wrong": says(refused),
    }
    if keeps:
        lots = lots_of(actor, uid)
        runs = rehearsals_of(actor, uid)
        pupils = pupils_of(actor, uid)
        report = report_shown(runs, lots)
        context |= {
            "pupils": pupils,
            "waiting": any(one.late and one.given is None for one in pupils),
            "demands": demands_of(actor, uid),
            "kinds": KINDS,
            "grounds": GROUNDS_ZH.items(),
            "runs": runs,
            "compared": compared(report),
            "plans": plans(report),
            "ready": bool(runs) and bool(runs[0].done_at) and not runs[0].failed_zh,
            "lots": lots,
            "of_list": next((one for one in lots if one.purpose == "list"), None),
            "of_teams": next((one for one in lots if one.purpose == "teams"), None),
            "of_late": next((one for one in lots if one.purpose == "late"), None),
            "requests": requests_of(actor, uid),
            "teams": teams_of(actor, uid),
        }
    status = 422 if refused is not None else 200
    return render(request, "classes/division.html", context, status=status)


def shown_if_refused(step: Step) -> Step:
    """Wrap a step of a division so that, refused, its page is shown with the reason."""

    @wraps(step)
    def taken(request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            return step(request, uid)
        except REFUSED as refused:
            return division_page(request, uid, refused)

    return taken


def back(request: HttpRequest, uid: UUID, done: str) -> HttpResponse:
    """Go back to a division, which says what was done."""
    messages.success(request, done)
    return HttpResponseRedirect(reverse("classes:division", args=[uid]))


def on_to_commit(request: HttpRequest, lot: UUID, done: str) -> HttpResponse:
    """Go on from a sealed lot to where its digits will come from."""
    messages.success(request, done)
    return HttpResponseRedirect(reverse("classes:commit", args=[lot]))


def too_large(request: HttpRequest, wrong: object, uid: UUID) -> HttpResponse:
    """Show a division where a file was larger than may be sent."""
    return division_page(request, uid, ClassesNotDone(TOO_LARGE))

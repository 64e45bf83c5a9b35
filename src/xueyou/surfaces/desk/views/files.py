"""The desk: the list on the left, one opened file on the right."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.desk_access import OPEN_FILE, READ_FILES
from xueyou.domains.checks.seen import FileChanged
from xueyou.domains.checks.selectors.files import (
    DRAWN,
    PASSED,
    DeskHead,
    FileRow,
    Line,
    Queue,
    agreeing,
    desk_head,
    desks,
    duties,
    listed,
    queue,
    undecided,
)
from xueyou.domains.checks.selectors.one_file import FileSheet, file_line, file_sheet
from xueyou.domains.checks.services.agreeing import MOST, last_batch
from xueyou.domains.checks.services.openings import TooManyOpened, open_file
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.actors import Actor
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.desk.views.pictures import papers_to_look_at
from xueyou.surfaces.desk.words import (
    CHANNELS,
    FINDINGS,
    OF_STAGE,
    OFFICES,
    SETTLED,
    STAGES,
    STANDS,
    VISITS,
)
from xueyou.surfaces.shell.keys import new_key
from xueyou.surfaces.shell.refusing import words_of

Step = Callable[[HttpRequest, UUID], HttpResponse]

LONGEST_SOUGHT = 40


@dataclass(frozen=True, slots=True)
class Tab:
    """A stage with its count."""

    code: str
    name: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A line as it is drawn; `url` opens the file in this list."""

    line: Line
    number: str
    said: tuple[tuple[str, str], ...]
    shape: str
    words: str
    settled: bool
    here: bool
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list one is: the stage's code, the page, what is sought."""

    code: str
    page: str
    sought: str

    @property
    def stage(self) -> int:
        """Return the stage, 0 for all."""
        return STAGES[self.code][0] if self.code else 0

    @property
    def query(self) -> str:
        """Return it as the query of an address."""
        pairs = {"in": self.code, "page": self.page, "q": self.sought}
        return urlencode({name: text for name, text in pairs.items() if text})


def place_of(request: HttpRequest) -> Place:
    """Return where the request is in the list; what is unknown is all of it."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("in", "")
    page = given.get("page", "")
    return Place(
        code if code in STAGES else "",
        page if page.isascii() and page.isdigit() else "",
        given.get("q", "").strip()[:LONGEST_SOUGHT],
    )


@route(permission=READ_FILES, content="personal", objects="")
def desk_list(request: HttpRequest) -> HttpResponse:
    """List the calls of which one checks files."""
    context = {"desks": desks(current_actor(request), request.GET.get("page"))}
    return render(request, "desk/mine.html", context)


@route(permission=READ_FILES, content="personal", objects="calls.call")
def file_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the files of a call; none is opened."""
    actor, place = current_actor(request), place_of(request)
    head = desk_head(actor, uid)
    context = _list(request, actor, head, place, None) | {
        "duties": duties(actor, uid) if head.may_give_duties else [],
        "agreed": len(agreeing(actor, uid, MOST)),
        "batch": len(last_batch(actor, uid)),
    }
    return render(request, "desk/files.html", context)


@route(permission=OPEN_FILE, content="personal")
def file_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open one file beside its list."""
    return shown_file(request, uid)


def shown_file(
    request: HttpRequest, uid: UUID, refused: BaseException | None = None, doing: str = ""
) -> HttpResponse:
    """Show a file, having remembered who opens it. `doing`: the form that was not taken."""
    actor, place = current_actor(request), place_of(request)
    line = file_line(actor, uid)
    context: dict[str, Any] = {"wrong": words_of(refused), "doing": doing, "given": request.POST}
    status = 200 if refused is None else 409 if isinstance(refused, FileChanged) else 422
    try:
        open_file(actor=actor, application_uid=uid)
    except OwnKin:
        context["kept_out"] = True
    except TooManyOpened as many:
        context["too_many"], status = words_of(many), 429
    else:
        context |= _sheet(file_sheet(actor, uid), request)
    head = desk_head(actor, line.call)
    context |= _list(request, actor, head, place, line)
    following = _following(actor, head.every, line, place)
    context["next"] = _file_url(following, place) if following else ""
    return render(request, "desk/file.html", context, status=status)


def shown_if_refused(
    doing: str, of: Callable[[Actor, UUID], UUID] | None = None
) -> Callable[[Step], Step]:
    """Return what wraps a step so that, refused, its file is shown with the reason.

    `doing`: the form of the step. `of`: finds the file where the address names something of it.
    """

    def around(step: Step) -> Step:
        @wraps(step)
        def taken(request: HttpRequest, uid: UUID) -> HttpResponse:
            try:
                return step(request, uid)
            except REFUSED as refused:
                file = uid if of is None else of(current_actor(request), uid)
                return shown_file(request, file, refused, doing)

        return taken

    return around


def to_next(request: HttpRequest, before: FileRow, done: bool = True) -> HttpResponse:
    """Lead to the file that follows in the list, or to the list where none does."""
    actor, place = current_actor(request), place_of(request)
    following = _following(actor, queue(actor, before.call), before, place)
    if following is None:
        address = reverse("desk:files", args=[before.call])
        query = place.query
    else:
        address, query = reverse("desk:file", args=[following]), place.query
    pairs = "&".join(part for part in (query, f"done={before.uid}" if done else "") if part)
    return HttpResponseRedirect(f"{address}?{pairs}" if pairs else address)


def _following(actor: Actor, every: Queue, row: FileRow, place: Place) -> UUID | None:
    """Return the file that follows one in the list at hand; of all, one that is not decided."""
    if place.sought:
        every = queue(actor, row.call, place.sought)
    return (every.at(place.stage) if place.stage else undecided(every)).after(row)


def to_same(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lead back to the file."""
    return HttpResponseRedirect(_file_url(uid, place_of(request)))


def _file_url(uid: UUID, place: Place) -> str:
    address = reverse("desk:file", args=[uid])
    return f"{address}?{place.query}" if place.query else address


def _list(
    request: HttpRequest, actor: Actor, head: DeskHead, place: Place, open_: FileRow | None
) -> dict[str, Any]:
    every = queue(actor, head.uid, place.sought) if place.sought else head.every
    page = every.at(place.stage).page(place.page, with_uid=None if open_ is None else open_.uid)
    lines, counts, total = listed(actor, head, page), head.every.counts, len(head.every.entries)
    return {
        "head": head,
        "columns": [OFFICES[code] for code in head.columns],
        "tabs": [
            *(
                Tab(code, words, counts.get(stage, 0), code == place.code)
                for code, (stage, _, words) in STAGES.items()
                if counts.get(stage) or code == place.code
            ),
            Tab("", "全部", total, not place.code),
        ],
        "rows": [_row(line, place, open_) for line in lines],
        "page": page,
        "total": total,
        "place": place,
        "query": f"{urlencode({'in': place.code, 'q': place.sought})}&",
        "file": open_,
        "done": _done(actor, request.GET.get("done", "")),
        "key": new_key,
    }


def _row(line: Line, place: Place, open_: FileRow | None) -> RowShown:
    _, shape, words = OF_STAGE[line.row.stage]
    return RowShown(
        line=line,
        number=shown(line.row.receipt_no),
        said=tuple(STANDS.get(word, ("", "")) for word in line.said),
        shape=shape,
        words=words,
        settled=line.row.stage in SETTLED,
        here=open_ is not None and open_.uid == line.row.uid,
        url=_file_url(line.row.uid, place),
    )


def _done(actor: Actor, text: str) -> FileRow | None:
    """Return the file that was decided just now, if it can still be undone."""
    try:
        found = file_line(actor, UUID(text))
    except (ValueError, NotFound, Http404):
        return None
    return found if found.stage == PASSED else None


def _sheet(sheet: FileSheet, request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    _, shape, words = OF_STAGE[sheet.stage]
    own_turn = sheet.may_work and sheet.own_turn
    may_decide = sheet.row.state == "submitted" and own_turn
    planned = next((one for one in sheet.visits if one.state == "planned"), None)
    return {
        "sheet": sheet,
        "papers": papers_to_look_at(request, sheet),
        "number": shown(sheet.row.receipt_no),
        "tag": (shape, words),
        "drawn": sheet.stage == DRAWN,
        "channel": CHANNELS.get(sheet.row.channel, ""),
        "unsure": [fact for fact in sheet.facts if fact.unsure],
        "stands": STANDS,
        "wanted": [
            (code, zh, code in given.getlist("what"), given.get(f"why-{code}", ""))
            for code, zh in sheet.wanted
        ],
        "visits": [(visit, *VISITS[visit.state]) for visit in sheet.visits],
        "planned": planned if may_decide else None,
        "findings": FINDINGS,
        "history": [(one.at, one.words, STANDS.get(one.why, ("", ""))[1]) for one in sheet.history],
        "undecided": sheet.row.claim_state in ("pending", "contested"),
        "may_undo": sheet.row.state == "checked" and own_turn,
        "may_decide": may_decide,
        "may_return": sheet.row.state in ("submitted", "checked")
        and sheet.row.sent_back == 0
        and own_turn,
    }

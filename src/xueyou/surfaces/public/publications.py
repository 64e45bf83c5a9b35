"""What is published for a time: a list, each publication, its table and files. No person signed in.

Nothing is served a second beyond its end: pages are never kept, files are asked for each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.workbook import is_formula_like
from xueyou.kernel.calls.receipt_numbers import read_receipt_number
from xueyou.kernel.calls.receipt_numbers import shown as shown_number
from xueyou.kernel.calls.selectors.proofs import result_code
from xueyou.kernel.publications.selectors import (
    CACHE_CONTROL,
    Gone,
    NotYet,
    Served,
    listed,
    matching,
    served,
)
from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.files.api import saved

PAGE = 20
ROWS = 100
LONGEST = 40
RUN = "run"
BOM = "\ufeff".encode()
"""A spreadsheet takes a file without it for one in another encoding."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows on a page: `count` of those looked for, from row `first` to row `last`."""

    rows: Sequence[Sequence[str]]
    count: int
    first: int
    last: int


@route(permission=PUBLIC, content="public")
def publication_list(request: HttpRequest) -> HttpResponse:
    """List what may be read now, newest first."""
    number = _number(request)
    rows = listed(number, PAGE)
    context = {"rows": rows[:PAGE], "number": number, "more": len(rows) > PAGE}
    return _fresh(render(request, "public/publications.html", context))


@route(permission=PUBLIC, content="public")
def publication(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one publication, whole or the rows looked for; 410 the second after its end."""
    found = _served(uid)
    if isinstance(found, Gone):
        return _gone(request, found)
    typed, number = request.GET.get("q", "")[:LONGEST].strip(), _number(request)
    rows = _looked_for(found, typed, number)
    context = {
        "found": found,
        "rows": rows,
        "typed": typed,
        "number": number,
        "more": rows.last < rows.count,
        "code": result_code(found.subject_uid) if found.subject_kind == RUN else "",
    }
    return _fresh(render(request, "public/publication.html", context))


@route(permission=PUBLIC, content="public")
def publication_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Save the frozen file itself, whose digest stands on the page."""
    found = _served(uid)
    if isinstance(found, Gone):
        return _gone(request, found)
    answer = saved(found.body, "application/json", f"{found.title}.json")
    return _asked_each_time(request, answer, found.etag)


@route(permission=PUBLIC, content="public")
def publication_table(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Save the table as CSV that a spreadsheet opens; no cell is taken for a formula."""
    found = _served(uid)
    if isinstance(found, Gone):
        return _gone(request, found)
    rows = [[_harmless(cell) for cell in row] for row in found.rows]
    data = BOM + lines_csv([column.zh for column in found.columns], rows)
    answer = saved(data, "text/csv; charset=utf-8", f"{found.title}.csv")
    return _asked_each_time(request, answer, f"{found.etag}.csv")


def _served(uid: UUID) -> Served | Gone:
    found = served(uid)
    if isinstance(found, NotYet):
        raise Http404
    return found


def _looked_for(found: Served, typed: str, number: int) -> Found:
    rows = matching(found, typed)
    first = (number - 1) * ROWS
    here = [[_readable(cell) for cell in row] for row in rows[first : first + ROWS]]
    return Found(here, len(rows), first + 1, first + len(here))


def _readable(cell: str) -> str:
    return shown_number(cell) if read_receipt_number(cell) == cell else cell


def _harmless(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1)
    return cell if number.isdigit() or not is_formula_like(cell) else f"'{cell}"


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(number, 1)


def _gone(request: HttpRequest, gone: Gone) -> HttpResponse:
    return _fresh(render(request, "public/publication_gone.html", {"gone": gone}, status=410))


def _asked_each_time(request: HttpRequest, answer: HttpResponse, tag: str) -> HttpResponseBase:
    """Let a copy be kept that must be asked for each time: 304 while it stands, 410 after."""
    answer["Cache-Control"] = CACHE_CONTROL
    answer["ETag"] = f'"{tag}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _fresh(response: HttpResponse) -> HttpResponse:
    """Let nobody keep a copy that outlives the taking down."""
    response["Cache-Control"] = "no-store"
    return response

"""The list of posts; one post with its duties, its turns and its hand-over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.selectors.post_duties import duties_of, owed_counts
from xueyou.kernel.deadlines.selectors import missing_year
from xueyou.kernel.registry.access import KEEP_POST, READ_POST
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors import posts as select
from xueyou.kernel.registry.services.posts import close_post, hand_over_post, open_post
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.chosen import NotChosen, chosen
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (RegistryRefused, NotChosen, DayMissing, KeyMissing, KeyReused)
NOT_CHOSEN = "有一项没有选，没有办理。请选好再交一次。"


@route(permission=READ_POST, content="internal")
def post_list(request: HttpRequest) -> HttpResponse:
    """List the posts with who holds each today and what it owes."""
    return _list(request)


@route(permission=KEEP_POST, content="internal", methods=("POST",))
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a post."""
    try:
        uid = open_post(
            actor=current_actor(request),
            organisation_uid=chosen(request, "organisation", NOT_CHOSEN),
            title=request.POST.get("title", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _list(request, wrong=words_of(refused))
    messages.success(request, "岗位已经设立。接下来请在这一页定由谁担任。")
    return HttpResponseRedirect(reverse("bureau:posts:post", args=[uid]))


@route(permission=READ_POST, content="internal")
def post_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one post: who holds it, everything that goes along, and the hand-over."""
    return _page(request, uid)


@route(permission=KEEP_POST, content="internal", methods=("POST",))
def hand_over(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the post over, and say what went along."""
    try:
        on = day_of(request, "on")
        holding = hand_over_post(
            actor=current_actor(request),
            post_uid=uid,
            user_uid=chosen(request, "user", NOT_CHOSEN),
            on=on,
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, wrong=words_of(refused))
    where = reverse("bureau:posts:post", args=[uid])
    return HttpResponseRedirect(f"{where}?receipt={holding}")


@route(permission=KEEP_POST, content="internal", methods=("POST",))
def close_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close a post that owes nothing any more."""
    try:
        close_post(actor=current_actor(request), post_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, wrong=words_of(refused))
    messages.success(request, "岗位已经撤销。它做过的事和担任过的人都还在记录里。")
    return HttpResponseRedirect(reverse("bureau:posts:list"))


def _list(request: HttpRequest, wrong: str = "") -> HttpResponse:
    actor = current_actor(request)
    closed = request.GET.get("closed") == "1"
    page = select.posts(actor, request.GET.get("page"), closed=closed)
    ids = [row.id for row in page.rows]
    held, owed = select.holders(ids, business_today()), owed_counts(ids)
    context = {
        "lines": [(row, held.get(row.id), *owed.get(row.id, (0, 0))) for row in page.rows],
        "page": page,
        "closed": closed,
        "may_keep": can(actor, KEEP_POST),
        "missing_year": missing_year(business_today()),
        "organisations": select.organisations_with_posts(actor),
        "key": new_key,
        "wrong": wrong,
        "given": request.POST,
    }
    return render(request, "bureau/posts/list.html", context, status=422 if wrong else 200)


def _page(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    actor, today = current_actor(request), business_today()
    post = select.post(actor, uid)
    holder = select.holders([post.id], today).get(post.id)
    turns = select.turns(post.id)
    may_keep = can(actor, KEEP_POST) and post.closed_on is None
    context = {
        "post": post,
        "holder": holder,
        "turns": turns,
        "receipt": _receipt(request, turns),
        "duties": duties_of(actor, post.id, holder.user_id if holder else None),
        "successors": select.successors(actor, uid) if may_keep else (),
        "may_keep": may_keep,
        "today": today,
        "key": new_key,
        "wrong": wrong,
        "given": request.POST,
    }
    return render(request, "bureau/posts/post.html", context, status=422 if wrong else 200)


def _receipt(request: HttpRequest, turns: tuple[select.Turn, ...]) -> select.Turn | None:
    """Return the turn whose receipt the address asks for, as long as it stands."""
    asked = request.GET.get("receipt", "")
    return next((turn for turn in turns if str(turn.uid) == asked), None)

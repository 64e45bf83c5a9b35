"""The list as a workbook: taken away, handed in, confirmed, given back, undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.desk_access import FETCH_FILES, HAND_IN_BATCH, KEEP_BATCH
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.selectors.batches import batch_kept, batches_of
from xueyou.domains.checks.selectors.files import desk_head
from xueyou.domains.checks.services.batch_doing import undo_batch
from xueyou.domains.checks.services.batches import (
    MOST,
    decide_batch,
    hand_in_batch,
    returned_batch,
)
from xueyou.domains.checks.services.listing_out import MOST_LISTED, Names, fetch_files
from xueyou.formats.check_reader import AnswerUnfit
from xueyou.formats.media_types import XLSX
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import ReaderBusy, saved
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.desk.views.files import place_of
from xueyou.surfaces.desk.words import OF_STAGE, OFFICES, STAGES
from xueyou.surfaces.shell.handing_in import LIMITS, Wrong, handed_in, takes_file
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

NAMES = Names({stage: words for stage, (_, _, words) in OF_STAGE.items()}, OFFICES)
STATES = {
    "wrong": ("slow", "有要改的格子"),
    "ready": ("wait", "等您确认"),
    "done": ("good", "已经办了"),
    "undone": ("none", "已经撤销"),
}
DOES = (("pass", "通过"), ("back", "退回补件"), ("visit", "约走访"), ("refer", "交区里定"))
REFUSALS = (*REFUSED, ChecksRefused, AnswerUnfit)


@route(permission=FETCH_FILES, content="personal", objects="calls.call")
def fetch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the list as it is filtered."""
    place = place_of(request)
    try:
        name, data = fetch_files(
            actor=current_actor(request),
            call_uid=uid,
            stage=place.stage,
            sought=place.sought,
            names=NAMES,
        )
    except REFUSED as refused:
        messages.warning(request, words_of(refused))
        return HttpResponseRedirect(f"{reverse('desk:files', args=[uid])}?{place.query}")
    return saved(data, XLSX, name)


@route(permission=HAND_IN_BATCH, content="internal", methods=("GET", "POST"), objects="calls.call")
@takes_file(lambda request, long, uid: _sheets(request, uid, long))
def sheets(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how it is done by a workbook, and what was handed in; or take one."""
    if request.method != "POST":
        return _sheets(request, uid)
    actor = current_actor(request)
    found = handed_in(
        request,
        lambda file, key: hand_in_batch(actor=actor, call_uid=uid, upload=file, key=key),
        REFUSALS,
    )
    if isinstance(found, Wrong):
        return _sheets(request, uid, found)
    return HttpResponseRedirect(reverse("desk:batch", args=[found]))


def _sheets(request: HttpRequest, uid: UUID, wrong: Wrong | None = None) -> HttpResponse:
    actor = current_actor(request)
    head = desk_head(actor, uid)
    page = batches_of(actor, uid, request.GET.get("page"))
    counts = head.every.counts
    context = {
        "head": head,
        "page": page,
        "total": len(head.every.entries),
        "stages": [
            (code, words, counts[stage])
            for code, (stage, _, words) in STAGES.items()
            if counts.get(stage)
        ],
        "rows": [(row, *STATES[row.state]) for row in page.rows],
        "most": MOST,
        "most_listed": MOST_LISTED,
        "key": new_key,
        "wrong": wrong,
        **LIMITS,
    }
    return render(request, "desk/sheets.html", context, status=422 if wrong else 200)


@route(permission=KEEP_BATCH, content="internal", objects="checks.deskbatch")
def batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what a workbook would do, or has done."""
    return _batch(request, uid)


@route(permission=KEEP_BATCH, content="internal", methods=("POST",), objects="checks.deskbatch")
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Do what was shown."""
    try:
        done = decide_batch(actor=current_actor(request), batch_uid=uid, key=form_key(request))
    except (*REFUSALS, Refusal, ReaderBusy) as refused:
        return _batch(request, uid, words_of(refused))
    messages.success(request, f"办了{done}份。")
    return HttpResponseRedirect(reverse("desk:batch", args=[uid]))


@route(permission=KEEP_BATCH, content="internal", methods=("POST",), objects="checks.deskbatch")
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a batch back whole."""
    try:
        undone = undo_batch(actor=current_actor(request), batch_uid=uid, key=form_key(request))
    except REFUSALS as refused:
        return _batch(request, uid, words_of(refused))
    messages.success(request, f"撤销了，{undone}份都回到办以前的样子。")
    return HttpResponseRedirect(reverse("desk:batch", args=[uid]))


@route(permission=KEEP_BATCH, content="personal", objects="checks.deskbatch")
def wrong_cells(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand a workbook back with a sentence beside each wrong cell."""
    try:
        data = returned_batch(actor=current_actor(request), batch_uid=uid, names=NAMES)
    except (*REFUSALS, Refusal, ReaderBusy) as refused:
        messages.warning(request, words_of(refused))
        return HttpResponseRedirect(reverse("desk:batch", args=[uid]))
    return saved(data, XLSX, "请改这里.xlsx")


def _batch(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    row = batch_kept(current_actor(request), uid)
    shape, words = STATES[row.state]
    context = {
        "row": row,
        "shape": shape,
        "words": words,
        "does": [(zh, row.counts[code]) for code, zh in DOES if row.counts[code]],
        "cells": row.shown["wrong"],
        "overtaken": row.shown.get("overtaken", 0),
        "key": new_key,
        "wrong": wrong,
    }
    return render(request, "desk/batch.html", context, status=422 if wrong else 200)

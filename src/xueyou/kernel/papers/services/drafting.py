"""Writing a paper: drafted inside another room's act, revised, sent back, dropped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.formats.official.content import ContentRefused, checked
from xueyou.kernel.papers import steps, verbs
from xueyou.kernel.papers.access import CHECK_PAPER, DRAFT_PAPER, SIGN_PAPER
from xueyou.kernel.papers.kinds import kind_of
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.papers.waiting import tell_that_it_is_returned, tell_that_it_waits
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation

_SETTLED = ("kind", "organ", "number_code", "year", "number", "date", "issued_on")
"""Fields that a revision may not touch: they are the kind's, or come with later steps."""


def draft(
    a: ActInProgress,
    *,
    kind: str,
    organisation: Organisation,
    year: int,
    title: str,
    content: Mapping[str, Any],
    subject_kind: str,
    subject_uid: UUID,
    by: User,
) -> Paper:
    """Write a new paper inside an open act of another room; return it, in state drafted.

    `content` has the shape "official-paper/1"; kind, year and title are set from the arguments.
    Raises ContentRefused, PaperRefused (from the kind's own check), KeyError for an unknown kind.
    """
    found = kind_of(kind)
    made = checked({**content, "kind": found.code, "year": year, "title": title, "number": ""})
    if found.addressed and not made["addressee"]:
        raise ContentRefused("addressee", "这种公文要写明主送机关。")
    paper = Paper(
        uid=uuid7(),
        kind=found.code,
        organisation=organisation,
        year=year,
        subject_kind=subject_kind,
        subject_uid=subject_uid,
    )
    steps.write_content(paper, made)
    steps.verify(paper)
    paper.save(force_insert=True)
    steps.take(a, paper, steps.DRAFTED, by)
    tell_that_it_waits(a, paper)
    return paper


def revise(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    content: Mapping[str, Any],
    key: str,
    at: datetime | None = None,
) -> None:
    """Put other content in place of the draft's; a checked paper becomes a draft again.

    Raises NotFound, Conflict where somebody changed it first, NotItsTurn once it is signed,
    ContentRefused, PaperRefused.
    """
    user = steps.person(actor)
    request = {"paper": str(paper_uid), "revision": revision, "content": dict(content)}
    with act(actor, verbs.REVISE.name, at=at, key=key, request=request) as a:
        paper = target(actor, DRAFT_PAPER, paper_uid)
        if a.repeated:
            return
        a.lock(paper)
        steps.require_turn(paper, "revise")
        steps.require_seen(paper, revision)
        before = steps.content_of(paper)
        made = checked({**content, **{field: before[field] for field in _SETTLED}})
        if kind_of(paper.kind).addressed and not made["addressee"]:
            raise ContentRefused("addressee", "这种公文要写明主送机关。")
        if made == before:
            raise PaperRefused("和原来的稿子一字不差，没有存新的一稿。")
        steps.write_content(paper, made)
        steps.verify(paper)
        paper.revision += 1
        steps.take(a, paper, steps.DRAFTED, user)
        paper.save(update_fields=["content", "content_sha256", "title", "revision", "state"])
        steps.describe(a, paper)
        tell_that_it_waits(a, paper)


def send_back(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    words: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Give the draft back to be changed, with words; who checks or signs may do so.

    Raises NotFound, Conflict, NotItsTurn, PaperRefused where no words say what to change.
    """
    user, said = steps.person(actor), steps.short(words)
    if not said:
        raise PaperRefused("退回要写明改什么。没有退回，请在意见里写上。")
    request = {"paper": str(paper_uid), "revision": revision, "words": said}
    with act(actor, verbs.SEND_BACK.name, at=at, key=key, request=request) as a:
        paper = _his_to_judge(actor, paper_uid)
        if a.repeated:
            return
        a.lock(paper)
        steps.require_turn(paper, "send_back")
        steps.require_seen(paper, revision)
        steps.take(a, paper, steps.DRAFTED, user, said)
        paper.save(update_fields=["state"])
        steps.describe(a, paper)
        tell_that_it_is_returned(a, paper)


def withdraw(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    words: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Drop a paper that nobody has signed. It stays, with its steps, and goes nowhere.

    Raises NotFound, Conflict, NotItsTurn, PaperRefused without words.
    """
    user, said = steps.person(actor), steps.short(words)
    if not said:
        raise PaperRefused("撤回要写明原因。没有撤回，请在意见里写上。")
    request = {"paper": str(paper_uid), "revision": revision, "words": said}
    with act(actor, verbs.WITHDRAW.name, at=at, key=key, request=request) as a:
        paper = target(actor, DRAFT_PAPER, paper_uid)
        if a.repeated:
            return
        a.lock(paper)
        steps.require_turn(paper, "withdraw")
        steps.require_seen(paper, revision)
        steps.take(a, paper, steps.WITHDRAWN, user, said)
        paper.save(update_fields=["state"])
        steps.describe(a, paper)


def _his_to_judge(actor: Actor, paper_uid: UUID | str) -> Paper:
    try:
        found = target(actor, CHECK_PAPER, paper_uid)
    except NotFound:
        found = target(actor, SIGN_PAPER, paper_uid)
    assert isinstance(found, Paper)
    return found

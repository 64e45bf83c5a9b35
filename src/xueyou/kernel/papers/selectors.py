"""Reading papers: what waits for whom, one paper with its steps, its file."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from xueyou.kernel.papers.access import (
    CHECK_PAPER,
    COUNTERSIGN_PAPER,
    DRAFT_PAPER,
    ISSUE_PAPER,
    OUT,
    READ_PAPER,
    SIGN_PAPER,
)
from xueyou.kernel.papers.kinds import kind_of, paper_kinds
from xueyou.kernel.papers.models import Paper, PaperState, PaperStep
from xueyou.kernel.papers.steps import DRAFTED, FROZEN, begins
from xueyou.kernel.papers.views import May, PaperRow, PaperSheet, PaperView, StepView
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotFound, Page, Rows, can, read, scope
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.files.api import Attachment
from xueyou.platform.time import CITY

QUEUES = {
    "check": (CHECK_PAPER, "待我核稿"),
    "countersign": (COUNTERSIGN_PAPER, "待我会签"),
    "sign": (SIGN_PAPER, "待我签发"),
    "issue": (ISSUE_PAPER, "待编号印发"),
    "mine": (DRAFT_PAPER, "我起草的"),
    "all": (READ_PAPER, "全部"),
}
"""What waits for somebody, by the permission that makes it wait, in the order of the tabs."""


def queues(actor: Actor) -> dict[str, int]:
    """Return how many papers stand in each queue that this person has, by its name in QUEUES."""
    return {
        name: _queue(actor, name).count()
        for name, (permission, _) in QUEUES.items()
        if can(actor, permission)
    }


def papers(actor: Actor, queue: str = "all", page: int | str | None = 1) -> Page[PaperRow]:
    """Return one page of a queue, newest first."""
    return _queue(actor, queue if queue in QUEUES else "all").page(page)


def paper(actor: Actor, uid: UUID | str) -> PaperView:
    """Return a paper as it prints, its steps, and what the actor may do. Raises NotFound.

    Who reads it because it was sent to everybody sees the steps without the words said on the way.
    """
    sheet = read(actor, READ_PAPER, PaperSheet).get(uid)
    steps = _steps(sheet.uid)
    if sheet.state in OUT and not _of_the_house(actor, sheet.uid):
        steps = tuple(replace(step, words="") for step in steps)
    last = steps[-1]
    return PaperView(
        sheet=sheet,
        printed=printed(sheet),
        steps=steps,
        may=_may(actor, sheet),
        sent_back=last.words if last.label == "退回" else "",
    )


def printed(sheet: PaperSheet) -> dict[str, Any]:
    """Return the content with the number and the days that later steps gave it."""
    content: dict[str, Any] = json.loads(sheet.content)
    content["number"] = sheet.number
    if sheet.signed_at is not None and sheet.state in FROZEN:
        content["date"] = sheet.signed_at.astimezone(CITY).date().isoformat()
    if sheet.served_at is not None:
        content["issued_on"] = sheet.served_at.astimezone(CITY).date().isoformat()
    return content


def scan(actor: Actor, uid: UUID | str) -> Attachment:
    """Return the stamped scan of a paper. Raises NotFound where there is none."""
    found = (
        scope(actor, READ_PAPER, PaperSheet)
        .filter(uid=uid)
        .select_related("signed_scan__blob")
        .first()
    )
    if found is None or found.signed_scan is None:
        raise NotFound
    attachment: Attachment = found.signed_scan
    return attachment


def waiting_for_signature(actor: Actor) -> tuple[PaperRow, ...]:
    """Return the papers that wait for this person's signature, the longest waiting first."""
    if not can(actor, SIGN_PAPER):
        return ()
    return tuple(_queue(actor, "sign").order_by("waiting_since"))


def _queue(actor: Actor, name: str) -> Rows[PaperRow]:
    permission, _ = QUEUES[name]
    rows = read(actor, READ_PAPER, PaperRow).order_by("-year", "-uid")
    if permission is not READ_PAPER:
        rows = rows.restrict(Q(pk__in=scope(actor, permission).values("pk")))
    return rows.restrict(_condition(actor, name))


def _condition(actor: Actor, name: str) -> Q:
    wrote = Exists(
        PaperStep.objects.filter(
            paper=OuterRef("pk"), by=_user_pk(actor), state_after=DRAFTED, words=""
        )
    )
    if name == "check":
        return Q(state=DRAFTED) & ~Q(wrote) & ~Q(_sent_back())
    if name == "sign":
        waiting = Q(pk__in=[])
        for kind in paper_kinds():
            waiting |= Q(kind=kind.code, state__in=begins("sign", kind))
        return waiting & ~Q(wrote)
    if name == "issue":
        return Q(state__in=("signed", "numbered", "served"))
    if name == "mine":
        return Q(wrote)
    return Q() if name == "all" else Q(state="checked") & ~Q(wrote)


def _sent_back() -> Exists:
    """Return whether the paper's last step gave it back: it waits for its author, not a checker."""
    steps = PaperStep.objects.filter(paper=OuterRef(OuterRef("pk"))).order_by("-seq")
    return Exists(
        PaperStep.objects.filter(
            paper=OuterRef("pk"), seq__in=steps.values("seq")[:1], state_after=DRAFTED
        ).exclude(words="")
    )


def _user_pk(actor: Actor) -> int:
    return actor.user.pk if isinstance(actor.user, User) else 0


def _steps(uid: UUID) -> tuple[StepView, ...]:
    rows = (
        PaperStep.objects.filter(paper__uid=uid)
        .order_by("seq")
        .values_list("seq", "state_after", "by__name", "on", "at", "words", "content_sha256")
    )
    made, before, stood = [], "", ""
    for seq, state, by, on, at, words, digest in rows:
        label = _label(seq, state, digest != before, state == stood)
        made.append(StepView(seq, label, by, on, at, words, digest))
        before, stood = digest, state
    return tuple(made)


def _of_the_house(actor: Actor, uid: UUID) -> bool:
    path = Paper.objects.values_list("organisation__path", flat=True).get(uid=uid)
    return can(actor, READ_PAPER, path=path)


def _label(seq: int, state: str, rewritten: bool, stayed: bool) -> str:
    if state == DRAFTED:
        return "起草" if seq == 1 else "修改" if rewritten else "退回"
    if stayed:
        return "存件"
    return str(PaperState(state).label)


def _may(actor: Actor, sheet: PaperSheet) -> May:
    kind = kind_of(sheet.kind)
    here = PaperState(sheet.state)
    wrote = _wrote(actor, sheet.uid)

    def may(step: str, permission: Permission, *, another: bool = False) -> bool:
        return (
            here in begins(step, kind)
            and not (another and wrote)
            and scope(actor, permission).filter(uid=sheet.uid).exists()
        )

    check = may("check", CHECK_PAPER, another=True)
    sign = may("sign", SIGN_PAPER, another=True)
    return May(
        revise=may("revise", DRAFT_PAPER),
        send_back=check
        or sign
        or (here != DRAFTED and may("send_back", CHECK_PAPER, another=True)),
        check=check,
        countersign=may("countersign", COUNTERSIGN_PAPER, another=True),
        sign=sign,
        number=may("number", ISSUE_PAPER),
        file_scan=may("file_scan", ISSUE_PAPER),
        serve=may("serve", ISSUE_PAPER),
        archive=may("archive", ISSUE_PAPER),
        withdraw=may("withdraw", DRAFT_PAPER),
        why_not="您写过这一稿，核稿和签发要由别人来办。" if wrote and here not in FROZEN else "",
    )


def _wrote(actor: Actor, uid: UUID) -> bool:
    return PaperStep.objects.filter(
        paper__uid=uid, by=_user_pk(actor), state_after=DRAFTED, words=""
    ).exists()

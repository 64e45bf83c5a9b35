"""Owns the way of a paper: where each step begins, who may not take it, what it leaves."""

import json
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.kernel.papers.kinds import PaperKind, kind_of
from xueyou.kernel.papers.models import Paper, PaperState, PaperStep
from xueyou.kernel.papers.refusals import Conflict, NotItsTurn, PaperRefused, SamePerson
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress

DRAFTED, CHECKED, COUNTERSIGNED = PaperState.DRAFTED, PaperState.CHECKED, PaperState.COUNTERSIGNED
SIGNED, NUMBERED, SERVED = PaperState.SIGNED, PaperState.NUMBERED, PaperState.SERVED
ARCHIVED, WITHDRAWN = PaperState.ARCHIVED, PaperState.WITHDRAWN

OPEN = (DRAFTED, CHECKED, COUNTERSIGNED)
"""States in which the content may still change."""
FROZEN = (SIGNED, NUMBERED, SERVED, ARCHIVED)


def begins(step: str, kind: PaperKind) -> tuple[PaperState, ...]:
    """Return the states from which a step may be taken with papers of this kind."""
    ready = (COUNTERSIGNED,) if kind.countersigned else (CHECKED,)
    return {
        "revise": OPEN,
        "send_back": OPEN,
        "check": (DRAFTED,),
        "countersign": (CHECKED,) if kind.countersigned else (),
        "sign": ready,
        "number": (SIGNED,),
        "file_scan": (NUMBERED, SERVED),
        "serve": (NUMBERED,) if kind.addressed else (),
        "archive": (SERVED,) if kind.addressed else (NUMBERED,),
        "withdraw": OPEN,
    }[step]


def require_turn(paper: Paper, step: str) -> None:
    """Raise NotItsTurn unless the paper stands where the step begins."""
    if paper.state in begins(step, kind_of(paper.kind)):
        return
    here = PaperState(paper.state).label
    if paper.state in FROZEN and step in (
        "revise",
        "send_back",
        "check",
        "countersign",
        "withdraw",
    ):
        raise NotItsTurn(
            f"这份公文已经{_after_signing(paper)}，内容定下来了，没有再改动。要改，请另发一份更正。"
        )
    if paper.state == WITHDRAWN:
        raise NotItsTurn("这份公文已经撤回，停在那里了。要再发，请重新起草一份。")
    raise NotItsTurn(
        f"这份公文现在在“{here}”这一步，这一步还办不了或者已经办过。没有改动，请看页面上的办理过程。"
    )


def _after_signing(paper: Paper) -> str:
    return {SIGNED: "签发", NUMBERED: "编号", SERVED: "印发"}.get(PaperState(paper.state), "归档")


def require_seen(paper: Paper, revision: int) -> None:
    """Raise Conflict unless the actor looked at the content as it stands now."""
    if paper.revision != revision:
        raise Conflict(content_of(paper), paper.revision)


def drafters(paper: Paper) -> set[int]:
    """Return the keys of everybody who wrote content of the paper."""
    found, before = set(), ""
    for by, digest in paper.steps.order_by("seq").values_list("by_id", "content_sha256"):
        if digest != before:
            found.add(by)
        before = digest
    return found


def require_another(paper: Paper, user: User, zh: str) -> None:
    """Raise SamePerson where the user wrote content of the paper."""
    if user.pk in drafters(paper):
        raise SamePerson(zh)


def verify(paper: Paper) -> None:
    """Have the paper's room look at its figures once more. Raises PaperRefused."""
    found = kind_of(paper.kind).verify
    if found is not None:
        found(content_of(paper), paper.subject_uid)


def content_of(paper: Paper) -> dict[str, Any]:
    """Return the content as it was written (shape "official-paper/1")."""
    found: dict[str, Any] = json.loads(paper.content)
    return found


def write_content(paper: Paper, content: dict[str, Any]) -> None:
    """Set content, digest and title of a paper that is not saved yet."""
    body = canonical_json(content)
    paper.content = body.decode()
    paper.content_sha256 = sha256_hex(body)
    paper.title = content["title"]


def take(a: ActInProgress, paper: Paper, state: PaperState, by: User, words: str = "") -> PaperStep:
    """Move the paper to a state and leave the step; inside the act that does it. Saves nothing."""
    last = paper.steps.order_by("-seq").values_list("seq", flat=True).first() or 0
    paper.state = state
    return PaperStep.objects.create(
        paper=paper,
        seq=last + 1,
        state_after=state,
        by=by,
        at=a.at,
        on=a.business_at.date(),
        words=words,
        content_sha256=paper.content_sha256,
        act_uid=a.uid,
    )


def describe(a: ActInProgress, paper: Paper, **more: Any) -> None:
    """Say in the act which paper it was about and which content it found or left."""
    a.about("paper", paper.uid, org_path=paper.organisation.path)
    a.data = {
        "kind": paper.kind,
        "content_sha256": paper.content_sha256,
        "revision": paper.revision,
        **more,
    }


def person(actor: Actor) -> User:
    """Return the account that acts: a step of a paper is always somebody's."""
    if not isinstance(actor.user, User):
        raise PaperRefused("公文的每一步都要由具体的人来办。请登录后再办。")
    return actor.user


def short(words: str, most: int = 300) -> str:
    """Return the words, or raise PaperRefused where they are too long."""
    found = words.strip()
    if len(found) > most:
        raise PaperRefused(
            f"意见最多写 {most} 个字，现在有 {len(found)} 个。没有存上，请写短一些。"
        )
    return found

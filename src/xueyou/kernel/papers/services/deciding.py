"""Checking, countersigning and signing a paper: each by another person than who wrote it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from xueyou.kernel.papers import steps, verbs
from xueyou.kernel.papers.access import CHECK_PAPER, COUNTERSIGN_PAPER, SIGN_PAPER
from xueyou.kernel.papers.models import Paper, PaperState
from xueyou.kernel.papers.waiting import tell_that_it_waits
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import Verb
from xueyou.platform.acts.writing import ActInProgress, act

Apply = Callable[[ActInProgress, Paper, User], None]


def check(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    key: str,
    words: str = "",
    at: datetime | None = None,
) -> None:
    """Check a draft: its figures are looked at once more. Raises SamePerson for who wrote it.

    Raises NotFound, Conflict where it was changed after the page was opened, NotItsTurn.
    """

    def apply(a: ActInProgress, paper: Paper, user: User) -> None:
        steps.require_another(paper, user, "自己写的稿子不能自己核。请另一位同事来核稿。")
        steps.verify(paper)

    seen = (paper_uid, revision, words)
    _decide(actor, CHECK_PAPER, verbs.CHECK, "check", steps.CHECKED, seen, key, at, apply)


def countersign(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    key: str,
    words: str = "",
    at: datetime | None = None,
) -> None:
    """Countersign a checked paper for a department. Raises as `check`."""

    def apply(a: ActInProgress, paper: Paper, user: User) -> None:
        steps.require_another(paper, user, "自己写的稿子不能自己会签。请会签处室的同事来办。")

    seen = (paper_uid, revision, words)
    state = steps.COUNTERSIGNED
    _decide(actor, COUNTERSIGN_PAPER, verbs.COUNTERSIGN, "countersign", state, seen, key, at, apply)


def sign(
    *,
    actor: Actor,
    paper_uid: UUID | str,
    revision: int,
    key: str,
    words: str = "",
    at: datetime | None = None,
) -> None:
    """Sign a paper: from here on its content never changes. Raises as `check`."""

    def apply(a: ActInProgress, paper: Paper, user: User) -> None:
        steps.require_another(paper, user, "自己写的稿子不能自己签发。请另一位负责人来签。")
        steps.verify(paper)
        paper.signed_by, paper.signed_at = user, a.business_at

    seen = (paper_uid, revision, words)
    _decide(actor, SIGN_PAPER, verbs.SIGN, "sign", steps.SIGNED, seen, key, at, apply)


def _decide(
    actor: Actor,
    permission: Permission,
    verb: Verb,
    step: str,
    state: PaperState,
    seen: tuple[UUID | str, int, str],
    key: str,
    at: datetime | None,
    apply: Apply,
) -> None:
    uid, revision, words = seen
    user, said = steps.person(actor), steps.short(words)
    request = {"paper": str(uid), "revision": revision, "words": said}
    with act(actor, verb.name, at=at, key=key, request=request) as a:
        if a.repeated:  # asked first: who countersigned does not see the paper any more
            return
        paper = target(actor, permission, uid)
        a.lock(paper)
        steps.require_turn(paper, step)
        steps.require_seen(paper, revision)
        apply(a, paper, user)
        steps.take(a, paper, state, user, said)
        paper.save(update_fields=["state", "signed_by", "signed_at"])
        steps.describe(a, paper)
        tell_that_it_waits(a, paper)

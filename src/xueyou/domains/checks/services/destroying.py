"""The end of a list: its files are destroyed, and a receipt of it stays."""

from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.checks import verbs
from xueyou.domains.checks.access import KEEP_LIST
from xueyou.domains.checks.models import CheckList, CheckReply, DestructionReceipt, ReplyState
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import void
from xueyou.platform.time import CITY, business_today, wall_now

WAITING = (ReplyState.WRONG, ReplyState.READY)
LISTS = CheckList.objects.select_related("round__call__organisation", "sheet__blob")


def destroy_list(
    *, actor: Actor, list_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Destroy a list's files before their day. What was attested stays. NotFound, ChecksRefused."""
    with act(actor, verbs.DESTROY.name, at=at, key=key, request={"list": str(list_uid)}) as a:
        found: CheckList = target(actor, KEEP_LIST, list_uid)
        if a.repeated:
            return
        a.lock(found)
        if found.ended_at is not None:
            raise ChecksRefused("这张名单已经销毁过了，没有改动。")
        if _is_being_recorded(found):
            raise ChecksRefused("有一份回复正在登记。请等它登完，再销毁。没有改动。")
        _destroy(a, found, "early", actor.user if isinstance(actor.user, User) else None)


def destroy_due() -> int:
    """Destroy, as acts of the system, the lists whose last day is over; return how many.

    What somebody destroys himself, or records an answer to, in this very moment is left to him.
    """
    destroyed = 0
    for pk in _due():
        with suppress(_Overtaken), act(SYSTEM, verbs.DESTROY.name) as a:
            found = LISTS.get(pk=pk)
            a.lock(found)
            if found.ended_at is not None or _is_being_recorded(found):
                raise _Overtaken
            _destroy(a, found, "expired", None)
            destroyed += 1
    return destroyed


class _Overtaken(Exception):
    """Somebody else was first: nothing is destroyed here."""


def _due() -> list[int]:
    due = LISTS.filter(ended_at=None, expires_on__lt=business_today())
    busy = due.filter(replies__state=ReplyState.TAKING)
    return list(due.exclude(pk__in=busy.values("pk")).values_list("pk", flat=True))


def _is_being_recorded(found: CheckList) -> bool:
    return found.replies.filter(state=ReplyState.TAKING).exists()


def note_their_destruction(
    *,
    actor: Actor,
    list_uid: UUID | str,
    said_by: str,
    on: date,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note that the office says its own copy is destroyed. Raises NotFound, ChecksRefused."""
    request = {"list": str(list_uid), "by": said_by, "on": on.isoformat()}
    with act(actor, verbs.NOTE_DESTROYED.name, at=at, key=key, request=request) as a:
        found: CheckList = target(actor, KEEP_LIST, list_uid)
        if a.repeated:
            return
        a.lock(found)
        if not 0 < len(said_by.strip()) <= 80:
            raise ChecksRefused("请写明对方是谁说的（单位、姓名或岗位），最多80个字。没有登记。")
        if not found.drawn_at.date() <= on <= a.business_at.date():
            raise ChecksRefused("销毁的日期要在列出名单以后、今天以前。没有登记。")
        if not found.fetched:
            raise ChecksRefused("这张名单还没有取走过，对方手里没有。没有登记。")
        if found.receipts.filter(what="copy").exists():
            raise ChecksRefused("对方的销毁已经登记过了。没有再登一遍。")
        DestructionReceipt.objects.create(
            list=found,
            what="copy",
            sha256=found.sheet_sha256,
            rows=found.rows,
            why="told",
            destroyed_on=on,
            recorded_at=a.at,
            recorded_by=actor.user if isinstance(actor.user, User) else None,
            said_by=said_by.strip(),
        )
        a.about("check_list", found.uid, org_path=found.round.call.organisation.path)
        a.data = {"on": on.isoformat()}


def erase_files(lists: QuerySet[CheckList], at: datetime) -> None:
    """Destroy files because somebody in them is erased, inside the act that erases him.

    `lists` may be distinct; PostgreSQL locks no rows of such a question, so they are asked by key.
    """
    chosen = CheckList.objects.filter(pk__in=lists.values("pk"))
    for found in list(chosen.select_for_update(of=("self",)).order_by("pk")):
        _receipts(found, "early", None, at)


def _destroy(a: ActInProgress, found: CheckList, why: str, by: User | None) -> None:
    digests = _receipts(found, why, by, a.business_at)
    a.about("check_list", found.uid, org_path=found.round.call.organisation.path)
    a.data = {
        "why": why,
        "files": len(digests),
        "rows": found.rows,
        "sha256": sha256("".join(digests).encode()).hexdigest(),
    }


def _receipts(found: CheckList, why: str, by: User | None, at: datetime) -> list[str]:
    """Destroy the files of a list, leave a receipt for each; return their digests."""
    replies = list(
        CheckReply.objects.filter(list=found).select_related("attachment").order_by("pk")
    )
    kept = [("sheet", found.sheet, found.sheet_sha256, found.rows)]
    kept += [("reply", one.attachment, one.sha256, one.counts.get("rows", 0)) for one in replies]
    files = [one for one in kept if one[1] is not None]
    for what, attachment, digest, rows in files:
        assert attachment is not None
        void(attachment)
        DestructionReceipt.objects.create(
            list=found,
            what=what,
            sha256=digest,
            rows=rows,
            why=why,
            destroyed_on=at.astimezone(CITY).date(),
            recorded_at=wall_now(),
            recorded_by=by,
        )
    CheckReply.objects.filter(list=found, state__in=WAITING).update(state=ReplyState.STALE)
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    return [one[2] for one in files]

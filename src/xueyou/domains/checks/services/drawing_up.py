"""Drawing up a list for another office, and taking it away: both are remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from xueyou.domains.checks import verbs
from xueyou.domains.checks.access import DRAW_UP_LIST, FETCH_LIST
from xueyou.domains.checks.models import CheckLine, CheckList
from xueyou.domains.checks.questions import as_columns, questions_for
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.row_codes import new_row_code
from xueyou.domains.checks.told import Told, told_of
from xueyou.formats.check_columns import AGREES, DIFFERS, NO_ANSWER
from xueyou.formats.check_workbook import check_workbook
from xueyou.formats.list_writer import FIRST, ListedRow
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Attestation,
    AttestationSource,
    Round,
    RoundState,
)
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.verbs import SUBMIT
from xueyou.platform.access.reading import scope, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import FileNotAvailable
from xueyou.platform.files.sealed_copies import copy_bytes, sealed_copy
from xueyou.platform.time import business_now, wall_now

LABEL = "checks.list"
MOST_ROWS = 5000
LONGEST_DAYS = 60
"""How long a list may stay: what is asked for so long is asked anew."""
BACKSTOP = timedelta(days=3)
"""Days after its end on which the store destroys a file by itself, should our duty have failed."""
ASKABLE = (ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.RETURNED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as an officer wants it. `everybody`: also those about whom the source has spoken."""

    source: str
    questions: Sequence[str]
    office: str
    legal_basis: str
    expires_on: date
    everybody: bool = False


def draw_up_list(
    *, actor: Actor, round_uid: UUID | str, wanted: Wanted, key: str, at: datetime | None = None
) -> UUID:
    """Draw a list up, keep its workbook encrypted; return its uid. At most MOST_ROWS a list.

    Raises NotFound; ChecksRefused, CallRefused where there is nothing to ask or a word is missing.
    """
    if not isinstance(actor.user, User):
        raise ChecksRefused("名单要由具体的经办人来列。没有列出。")
    round_: Round = target(actor, DRAW_UP_LIST, round_uid)
    today = (at or business_now()).date()
    questions = _checked(round_, wanted, today)
    found = list(to_ask(actor, round_, wanted.source, everybody=wanted.everybody)[:MOST_ROWS])
    told = told_of(round_.call, questions, found, wall_now())
    asked = [one for one in found if told[one.pk].asked]
    request: dict[str, Any] = {
        "round": str(round_.uid),
        "source": wanted.source,
        "questions": list(wanted.questions),
        "office": wanted.office,
        "basis": wanted.legal_basis,
        "until": wanted.expires_on.isoformat(),
        "everybody": wanted.everybody,
    }
    if not asked:
        with act(actor, verbs.DRAW_UP.name, at=at, key=key, request=request) as a:
            if a.repeated:
                return UUID(a.outcome["uid"])
            raise ChecksRefused("没有要核对的申请：交来的都已经问过，或者不用问这几项。没有列出。")
    uid, codes = uuid7(), {one.pk: new_row_code() for one in asked}
    data = check_workbook(
        as_columns(questions),
        [row_of(codes[one.pk], number, told[one.pk]) for number, one in _numbered(asked)],
        _about(round_, wanted, len(asked), today),
    )
    name = f"{round_.call.title}-{AttestationSource(wanted.source).label}核对名单.xlsx"
    with (
        sealed_copy(data, name, label=LABEL, uid=uid) as copy,
        act(actor, verbs.DRAW_UP.name, at=at, key=key, request=request) as a,
    ):
        if a.repeated:
            return UUID(a.outcome["uid"])
        made = CheckList.objects.create(
            uid=uid,
            round=round_,
            source=wanted.source,
            office=wanted.office.strip(),
            legal_basis=wanted.legal_basis.strip(),
            questions=[one.code for one in questions],
            rows=len(asked),
            sheet=copy.keep(a, purpose="check_list", delete_after=wanted.expires_on + BACKSTOP),
            sheet_sha256=sha256(data).hexdigest(),
            drawn_by=actor.user,
            drawn_at=a.business_at,
            expires_on=wanted.expires_on,
        )
        CheckLine.objects.bulk_create(
            (
                CheckLine(
                    list=made,
                    row=number,
                    code=codes[one.pk],
                    application=one,
                    told_sha256=told[one.pk].sha256,
                )
                for number, one in _numbered(asked)
            ),
            batch_size=1000,
        )
        a.about("check_list", uid, org_path=round_.call.organisation.path)
        a.data = {
            "round": round_.uid,
            "source": wanted.source,
            "questions": made.questions,
            "rows": len(asked),
            "sha256": made.sheet_sha256,
            "expires_on": wanted.expires_on.isoformat(),
        }
        a.outcome = {"uid": str(uid)}
        return uid


def to_ask(
    actor: Actor, round_: Round, source: str, *, everybody: bool = False
) -> QuerySet[Application]:
    """Return the applications of a round that a list for this source would hold, in their order.

    Not those on a list that is still out; unless `everybody`, not those it has spoken of either,
    except where the family has changed since what its word rests on.
    """
    out = CheckLine.objects.filter(list__round=round_, list__source=source, list__ended_at=None)
    rows: QuerySet[Application] = scope(actor, CHECK_APPLICATION).filter(
        round=round_, state__in=ASKABLE, decided_in=None
    )
    rows = rows.exclude(pk__in=out.filter(answers=None).values("application"))
    if not everybody:
        spoken = Attestation.objects.filter(
            application__round=round_, source=source, superseded_at=None
        )
        changed = Act.objects.filter(uid=OuterRef("act_uid"), verb=SUBMIT.name)
        spoken = spoken.exclude(Exists(changed))
        rows = rows.exclude(pk__in=spoken.values("application"))
    return rows.select_related("call", "round", "person", "claim").order_by("receipt_no")


def fetch_list(*, actor: Actor, list_uid: UUID | str) -> tuple[str, bytes]:
    """Return name and bytes of a list's workbook; that it was taken away is an act.

    Raises NotFound, ChecksRefused where it is destroyed.
    """
    with act(actor, verbs.FETCH.name) as a:
        found: CheckList = target(actor, FETCH_LIST, list_uid)
        a.lock(found)
        if found.sheet is None or found.ended_at is not None:
            raise ChecksRefused(GONE)
        try:
            data = copy_bytes(found.sheet, label=LABEL, uid=found.uid)
        except FileNotAvailable:
            raise ChecksRefused(GONE) from None
        found.fetched += 1
        found.save(update_fields=["fetched"])
        a.about("check_list", found.uid, org_path=found.round.call.organisation.path)
        a.data = {"sha256": found.sheet_sha256}
    return found.sheet.title, data


GONE = "这张名单已经到期销毁，只留着销毁回执。还要核对的，请重新列一张。"


def row_of(code: str, number: int, told: Told) -> ListedRow:
    """Return one row as it goes out."""
    fixed = {
        "id": code,
        "name": told.name,
        "document": told.document,
        "number": told.number,
        "guardians": told.guardians,
        **{f"{question}:told": words for question, words in told.asked.items()},
    }
    return ListedRow(number, fixed)


def _numbered(asked: Sequence[Application]) -> list[tuple[int, Application]]:
    return list(enumerate(asked, start=FIRST + 1))


def _checked(round_: Round, wanted: Wanted, today: date) -> list[Question]:
    """Return the questions of a list that may be drawn up. Raises ChecksRefused, RulesRefused."""
    if round_.state != RoundState.ANNOUNCED:
        raise ChecksRefused("这一轮还没有公布，或者已经封存，不能再列核对名单。没有列出。")
    offered = {one.code: one for one in questions_for(round_).get(wanted.source, [])}
    if not wanted.questions or any(code not in offered for code in wanted.questions):
        raise ChecksRefused("请选要核对的项目；规则没有用到的，不能拿去核对。没有列出。")
    for text, zh, most in ((wanted.office, "发给哪个单位", 80), (wanted.legal_basis, "依据", 300)):
        if not 0 < len(text.strip()) <= most:
            raise ChecksRefused(f"请写明{zh}，最多{most}个字。没有列出。")
    if not today <= wanted.expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise ChecksRefused(f"到期日从今天起，最多{LONGEST_DAYS}天。没有列出。")
    return [one for code, one in offered.items() if code in wanted.questions]


def _about(round_: Round, wanted: Wanted, rows: int, today: date) -> list[tuple[str, str]]:
    owner = round_.call.organisation.name
    return [
        ("名单", f"{round_.call.title}，第{round_.ordinal}轮，共{rows}人"),
        ("来自", f"{owner}，{today:%Y-%m-%d}列出"),
        ("发给", wanted.office.strip()),
        ("依据", wanted.legal_basis.strip()),
        ("用途", "只用来核对报名，不得用作别的，不得转给别人。"),
        (
            "怎么填",
            f"每一项在“核对结果”里选“{AGREES}”“{DIFFERS}”或“{NO_ANSWER}”。"
            f"“{DIFFERS}”的，在后一列写登记的是什么。查不到就选“{NO_ANSWER}”，不要选“{DIFFERS}”："
            "查不到不当作没有。还没有查的空着。编号、姓名、证件号码请不要改。",
        ),
        ("到期", f"{wanted.expires_on:%Y-%m-%d}。到期前交回，到期后请销毁，并告诉{owner}。"),
    ]

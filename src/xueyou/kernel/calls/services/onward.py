"""Telling who is left without a place what comes next: drafted, signed, said to each family."""

from datetime import date, datetime, timedelta
from uuid import UUID

from xueyou.kernel.calls import run_verbs as verbs
from xueyou.kernel.calls.left import Told, left_in
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.paper_kinds import (
    LONGEST_WORDS,
    ONWARD_KIND,
    onward_body,
    onward_of,
    onward_title,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import TELL_LEFT
from xueyou.kernel.calls.services.telling import ONWARD_TOLD, tell_of
from xueyou.kernel.calls.standings import ONWARD
from xueyou.kernel.deadlines.terms import city_day
from xueyou.kernel.papers.number_codes import number_code
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.papers.steps import content_of
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.standings import grant
from xueyou.kernel.registry.standings import writes
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

SOURCE = "paper"
writes(ONWARD)


def draft_onward(
    *,
    actor: Actor,
    call_uid: UUID | str,
    words: str,
    until: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Draft what becomes of who is left without a place; return the paper's uid.

    Raises NotFound, CallRefused, PaperRefused.
    """
    told = Told(" ".join(words.split()), until)
    request = {"call": str(call_uid), "words": told.words, "until": until.isoformat()}
    with act(actor, verbs.DRAFT_ONWARD.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, TELL_LEFT, call_uid)
        if a.repeated:
            return UUID(a.outcome["paper"])
        organisation = call.organisation
        _require_left(call, a.business_at)
        if not told.words or len(told.words) > LONGEST_WORDS:
            raise CallRefused(f"请写下一步怎么办，最多{LONGEST_WORDS}个字。没有起草。")
        if until < a.business_at.date():
            raise CallRefused("“最晚哪一天”已经过了，没有起草。请写今天以后的日子。")
        assert isinstance(actor.user, User)
        paper = draft(
            a,
            kind=ONWARD_KIND,
            organisation=organisation,
            year=a.business_at.year,
            title=onward_title(call),
            content={
                "organ": organisation.name,
                "number_code": number_code(organisation, ONWARD_KIND, a.business_at.date()),
                "addressee": "",
                "body": onward_body(told),
                "signer_line": organisation.name,
            },
            subject_kind="call",
            subject_uid=call.uid,
            by=actor.user,
        )
        a.about("call", call.uid, org_path=organisation.path)
        a.data = {"paper": paper.uid, "until": until.isoformat()}
        a.outcome = {"paper": str(paper.uid)}
        return paper.uid


def tell_onward(
    *,
    actor: Actor,
    call_uid: UUID | str,
    paper_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> int:
    """Say to every family that is left what was signed; return to how many applications.

    It stands on their pages from now on. Raises NotFound, NotSigned, CallRefused.
    """
    request = {"call": str(call_uid), "paper": str(paper_uid)}
    with act(actor, verbs.TELL_ONWARD.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, TELL_LEFT, call_uid)
        if a.repeated:
            return int(a.outcome["applications"])
        organisation = call.organisation
        paper = signed_paper(paper_uid, kind=ONWARD_KIND, subject_uid=call.uid)
        told = onward_of(content_of(paper))
        _require_left(call, a.business_at)
        today = city_day(a.business_at)
        if told.until < today:
            raise CallRefused("签发的日子已经过了，没有告诉家长。请重新起草，写今天以后的日子。")
        left = list(
            left_in([call], a.business_at).select_related("call", "claim", "round").order_by("pk")
        )
        for scope in sorted({str(one.round.uid) for one in left if one.round is not None}):
            grant(
                a,
                ONWARD,
                organisation,
                source=Ref(SOURCE, paper.uid),
                reason=told.words,
                valid_from=today,
                valid_to=told.until + timedelta(days=1),
                scope=scope,
            )
        for one in left:
            tell_of(a, ONWARD_TOLD, one)
        a.about("call", call.uid, org_path=organisation.path)
        a.data = {
            "paper": paper.uid,
            "until": told.until.isoformat(),
            "applications": len(left),
        }
        a.outcome = {"applications": len(left)}
        return len(left)


def _require_left(call: Call, at: datetime) -> None:
    if not left_in([call], at).exists():
        raise CallRefused("公布了的结果里，没有还没有学位的孩子，不用写下一步。没有办理。")

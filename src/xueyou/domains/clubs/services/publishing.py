"""The public account of the fund: per school by kind, per county by school, only in sums.

Drafted by who keeps the account, checked and signed by others, then published as it was signed.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import DRAFT_ACCOUNT, PUBLISH_ACCOUNT
from xueyou.domains.clubs.paper_kinds import (
    account_rows,
    days_of,
    order_body,
    order_title,
    ordered_rows,
    span_zh,
)
from xueyou.domains.clubs.publication_kinds import ACCOUNT, FIELDS, ORDER_KIND, SUBJECT
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.papers.steps import content_of
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import payload
from xueyou.kernel.publications.services.publishing import publish
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

SHOWN_FOR = timedelta(days=365)
MOVED = "起草以后账又动过，决定上的数和现在的账不一样，没有公开。请另起草一份，重新核稿、签发。"


def draft_account(
    *,
    actor: Actor,
    organisation_uid: UUID | str,
    first_on: date,
    last_on: date,
    number_code: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Draft the order to publish the fund of one's own school, or of all schools of one's county.

    Both days included; sums in yuan, no person. Returns the paper's uid. Raises NotFound,
    ClubRefused where nothing moved or the days are wrong.
    """
    days = [first_on.isoformat(), last_on.isoformat()]
    request = {"organisation": str(organisation_uid), "days": days, "number_code": number_code}
    found = Organisation.objects.filter(uid=organisation_uid, closed_on=None).first()
    place = _own(actor, DRAFT_ACCOUNT, found)
    with act(actor, verbs.DRAFT_ORDER.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["paper"])
        if not first_on <= last_on <= a.business_at.date():
            raise ClubRefused("起止的日子要一前一后，最晚到今天。没有起草，请核对日子。")
        if not account_rows(place, first_on, last_on):
            raise ClubRefused("这段时间没有一笔经费，没有可以公开的。请核对日子。")
        assert isinstance(actor.user, User)
        paper = draft(
            a,
            kind=ORDER_KIND,
            organisation=place,
            year=a.business_at.year,
            title=order_title(first_on, last_on),
            content={
                "organ": place.name,
                "number_code": number_code,
                "addressee": "",
                "body": order_body(place, first_on, last_on),
                "signer_line": place.name,
            },
            subject_kind=SUBJECT,
            subject_uid=place.uid,
            by=actor.user,
        )
        a.about("organisation", place.uid, org_path=place.path)
        a.data = {"paper": paper.uid}
        a.outcome = {"paper": str(paper.uid)}
        return paper.uid


def publish_account(
    *, actor: Actor, paper_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Publish an account as its signed order says; an earlier one of the same days ends with it.

    Frozen: later entries do not change it. Returns the publication's uid. Raises NotFound,
    NotSigned, ClubRefused where the account moved since it was drafted, or it was published
    already.
    """
    known = Paper.objects.filter(uid=paper_uid, kind=ORDER_KIND).first()
    if known is None:
        raise NotFound
    place = _own(actor, PUBLISH_ACCOUNT, known.organisation)
    content = content_of(known)
    title = f"课后服务经费收支{span_zh(*days_of(content))}"
    rows = ordered_rows(content)
    with (
        payload(ACCOUNT, title=title, organ=place.name, fields=list(FIELDS), rows=rows) as ready,
        act(actor, verbs.PUBLISH.name, at=at, key=key, request={"paper": str(paper_uid)}) as a,
    ):
        if a.repeated:
            return UUID(a.outcome["uid"])
        paper = signed_paper(paper_uid, kind=ORDER_KIND, subject_uid=place.uid)
        earlier = _standing(place, title, a.business_at)
        a.lock(paper, *([] if earlier is None else [earlier]))
        if paper.content_sha256 != known.content_sha256:
            raise ClubRefused("公开决定刚刚改过，没有公开。请刷新页面再看一次。")
        if rows != account_rows(place, *days_of(content)):
            raise ClubRefused(MOVED)
        if Publication.objects.filter(paper_uid=paper.uid).exists():
            raise ClubRefused("这份决定已经公开过一次。要再公开，请另起草一份。")
        row = publish(
            a,
            ready,
            organisation=place,
            subject_kind=SUBJECT,
            subject_uid=place.uid,
            visible_from=a.business_at,
            visible_to=a.business_at + SHOWN_FOR,
            paper_uid=paper.uid,
            supersedes=earlier,
        )
        a.about("organisation", place.uid, org_path=place.path)
        a.data = {"publication": row.uid, "paper": paper.uid, "rows": len(rows)}
        a.outcome = {"uid": str(row.uid)}
        return row.uid


def _own(actor: Actor, permission: Permission, place: Organisation | None) -> Organisation:
    """Return the organisation, or raise NotFound unless the permission is held in that very one."""
    own = {held.organisation_id for held, _ in grants_of(actor, permission)}
    if place is None or place.pk not in own:
        raise NotFound
    return place


def _standing(place: Organisation, title: str, now: datetime) -> Publication | None:
    """Return the account of the same days that the public sees now."""
    rows = Publication.objects.filter(
        kind=ACCOUNT.code, organisation=place, title=title, taken_down_at=None, visible_to__gt=now
    )
    return rows.order_by("-pk").first()

"""What one may have published of the fund: a look at it before, the orders, what is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.clubs.access import DRAFT_ACCOUNT
from xueyou.domains.clubs.paper_kinds import account_rows, days_of, ordered_rows
from xueyou.domains.clubs.publication_kinds import ACCOUNT, FIELDS, ORDER_KIND
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.models import Paper, PaperState
from xueyou.kernel.papers.steps import FROZEN, content_of
from xueyou.kernel.papers.views import PaperRow
from xueyou.kernel.publications.models import Publication
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_now

MOST = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What everybody would see; `rows` hold texts in the order of `columns`."""

    organisation_uid: UUID
    organ: str
    is_school: bool
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that was not carried out yet. `moved`: the account says something else by now."""

    uid: UUID
    title: str
    state: str
    signed: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An account that everybody sees now."""

    uid: UUID
    title: str
    visible_from: datetime
    visible_to: datetime


def drafts_for(actor: Actor) -> UUID:
    """Return the organisation about whose fund the actor drafts orders: his own. NotFound."""
    for held, _ in grants_of(actor, DRAFT_ACCOUNT):
        return held.organisation_uid
    raise NotFound


def preview(actor: Actor, first_on: date, last_on: date) -> Preview:
    """Return what an order about these days would make public. Raises NotFound."""
    place = Organisation.objects.get(uid=drafts_for(actor))
    rows = [tuple(row.values()) for row in account_rows(place, first_on, last_on)]
    school = place.kind == "school"
    return Preview(place.uid, place.name, school, tuple(FIELDS.values()), rows)


def orders_open(actor: Actor) -> list[OpenOrder]:
    """Return the orders about one's own account that were not carried out yet, newest first.

    Of several about the same days only the newest: what it replaces needs nobody any more.
    """
    place = Organisation.objects.get(uid=drafts_for(actor))
    papers = (
        scope(actor, READ_PAPER, PaperRow)
        .filter(kind=ORDER_KIND, organisation=place)
        .exclude(state=PaperState.WITHDRAWN)
        .order_by("-pk")[:MOST]
    )
    newest: dict[str, Paper] = {}
    for paper in papers:
        newest.setdefault(paper.title, paper)
    uids = [paper.uid for paper in newest.values()]
    done = set(Publication.objects.filter(paper_uid__in=uids).values_list("paper_uid", flat=True))
    return [_open(place, paper) for paper in newest.values() if paper.uid not in done]


def _open(place: Organisation, paper: Paper) -> OpenOrder:
    content = content_of(paper)
    moved = ordered_rows(content) != account_rows(place, *days_of(content))
    signed = paper.state in FROZEN
    return OpenOrder(paper.uid, paper.title, paper.state, signed, moved)


def accounts_shown(actor: Actor) -> list[Shown]:
    """Return the accounts of one's own organisation that everybody sees now, newest first."""
    rows = Publication.objects.filter(
        kind=ACCOUNT.code,
        organisation__uid=drafts_for(actor),
        taken_down_at=None,
        visible_to__gt=business_now(),
    ).order_by("-pk")[:MOST]
    return [Shown(row.uid, row.title, row.visible_from, row.visible_to) for row in rows]

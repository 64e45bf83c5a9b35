"""Posts with their holders: for rooms by key, for people by what they may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.kernel.registry.access import KEEP_POST, POSTS, READ_POST
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.kernel.registry.names import name_order
from xueyou.kernel.registry.selectors.accounts import may_hold
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.access.views import view_of
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post on a day. `organisation` is the full name."""

    post_id: int
    post_uid: UUID
    title: str
    organisation: str
    organisation_short: str
    user_id: int
    user_uid: UUID
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of a post's history: who, from when, until (not with) when."""

    uid: UUID
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """An account that may take a post over, with the words that tell it from others."""

    uid: UUID
    name: str
    login_name: str


@view_of(
    POSTS,
    organisation="organisation__name",
    organisation_uid="organisation__uid",
    path="organisation__path",
)
class PostRow:
    """A post as the list shows it. `id` and `path` are for joining only."""

    id: int
    uid: UUID
    title: str
    organisation: str
    organisation_uid: UUID
    path: str
    opened_on: date
    closed_on: date | None


def holders(post_ids: Iterable[int], on: date) -> dict[int, Holder]:
    """Return who holds each post on the day; a post without a holder is missing. One query."""
    rows = (
        PostHolding.objects.standing()
        .on(on)
        .filter(post_id__in=list(post_ids))
        .select_related("post__organisation", "user")
    )
    return {row.post_id: _holder(row) for row in rows}


def holder_users(post_ids: Iterable[int], on: date) -> dict[int, User]:
    """Return the open account that holds each post on the day, for telling it something."""
    held = PostHolding.objects.standing().on(on).filter(post_id__in=list(post_ids))
    rows = held.filter(user__is_active=True).select_related("user")
    return {row.post_id: row.user for row in rows}


def posts(actor: Actor, page: int | str | None = 1, *, closed: bool = False) -> Page[PostRow]:
    """Return the open (or closed) posts that the actor may see, by organisation."""
    found = read(actor, READ_POST, PostRow).filter(closed_on__isnull=not closed)
    return found.order_by("path", "title").page(page)


def post(actor: Actor, uid: UUID | str) -> PostRow:
    """Return one post. Raises NotFound."""
    return read(actor, READ_POST, PostRow).get(uid)


def turns(post_id: int) -> tuple[Turn, ...]:
    """Return who has held, holds and will hold a post, latest first."""
    rows = PostHolding.objects.standing().filter(post_id=post_id).select_related("user")
    return tuple(
        Turn(row.uid, row.user.name, row.valid_from, row.valid_to)
        for row in rows.order_by("-valid_from")
    )


def successors(actor: Actor, uid: UUID | str) -> tuple[Person, ...]:
    """Return who may take the post over today, for the actor who may hand it over."""
    found = target(actor, KEEP_POST, uid)
    assert isinstance(found, Post)
    rows = may_hold(found.organisation.path, business_today()).order_by("pk")
    listed = sorted(rows, key=lambda row: name_order(row.name))
    return tuple(Person(row.uid, row.name, row.login_name) for row in listed[:200])


def organisations_with_posts(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the organisations in which the actor may open a post: (uid, name), by the tree."""
    paths = [held.path for held, _ in grants_of(actor, KEEP_POST)]
    kinds = ("bureau", "department", "institution", "county")
    rows = Organisation.objects.filter(closed_on=None, kind__in=kinds).order_by("path")
    return tuple((row.uid, row.name) for row in rows if any(row.path.startswith(p) for p in paths))


def _holder(row: PostHolding) -> Holder:
    where = row.post.organisation
    return Holder(
        post_id=row.post_id,
        post_uid=row.post.uid,
        title=row.post.title,
        organisation=where.name,
        organisation_short=where.display_name,
        user_id=row.user_id,
        user_uid=row.user.uid,
        name=row.user.name,
        since=row.valid_from,
    )

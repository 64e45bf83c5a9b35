"""Open and close posts; hand a post over from a day on."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import KEEP_POST
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.accounts import may_hold
from xueyou.platform.access.reading import NotFound, require, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import overlaps
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

LONGEST_TITLE = 60

BeforeClosing = Callable[[int, date], str]
_asked_before_closing: list[BeforeClosing] = []


def before_closing(ask: BeforeClosing) -> BeforeClosing:
    """Register a room's question: given post id and day, "" or why the post cannot be closed."""
    if ask not in _asked_before_closing:
        _asked_before_closing.append(ask)
    return ask


def open_post(
    *,
    actor: Actor,
    organisation_uid: UUID | str,
    title: str,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Open a post in an organisation; return its uid.

    Raises RegistryRefused for an empty or long title or one in use there, NotFound for an
    organisation outside the actor's subtree.
    """
    title = " ".join(title.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise RegistryRefused(f"岗位名称要写，最多{LONGEST_TITLE}个字。岗位没有设立。")
    organisation = _organisation(actor, organisation_uid)
    request = {"organisation": str(organisation.uid), "title": title}
    with act(actor, verbs.OPEN_POST.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(organisation)
        if Post.objects.filter(organisation=organisation, title=title, closed_on=None).exists():
            raise RegistryRefused(
                f"{organisation.name}已经有“{title}”这个岗位，没有重复设立。请直接使用它。"
            )
        post = Post.objects.create(
            organisation=organisation, title=title, opened_on=a.business_at.date()
        )
        a.about("post", post.uid, org_path=organisation.path)
        a.data = {"organisation": organisation.uid, "opened_on": post.opened_on.isoformat()}
        a.outcome = {"uid": str(post.uid)}
        return post.uid


def hand_over_post(
    *,
    actor: Actor,
    post_uid: UUID | str,
    user_uid: UUID | str,
    on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Let an account hold the post from a day on; return the uid of the holding.

    The first holder and every later one come by this verb; whoever held it before holds it up to
    that day. Duties belong to the post and need no rewriting. Raises NotFound, RegistryRefused.
    """
    request = {"post": str(post_uid), "user": str(user_uid), "on": on.isoformat()}
    with act(actor, verbs.HAND_OVER_POST.name, at=at, key=key, request=request) as a:
        post = _post(actor, post_uid, a)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(post)
        user = _successor(post, user_uid, on)
        before = _end_holdings(post, user, on)
        holding = PostHolding.objects.create(
            post=post, user=user, valid_from=on, recorded_at=wall_now()
        )
        a.data = {"holding": holding.uid, "to": user.uid, "before": before, "on": on.isoformat()}
        a.outcome = {"uid": str(holding.uid)}
        return holding.uid


def close_post(*, actor: Actor, post_uid: UUID | str, key: str, at: datetime | None = None) -> None:
    """Close a post from today on. Raises NotFound, RegistryRefused.

    Rooms that hang duties on posts are asked first: see `before_closing`.
    """
    with act(actor, verbs.CLOSE_POST.name, at=at, key=key, request={"post": str(post_uid)}) as a:
        post = _post(actor, post_uid, a)
        if a.repeated:
            return
        a.lock(post)
        today = a.business_at.date()
        _refuse_closed(post)
        for ask in _asked_before_closing:
            said = ask(post.pk, today)
            if said:
                raise RegistryRefused(said)
        if today <= post.opened_on:
            raise RegistryRefused("岗位当天设立，当天不能撤销，请明天再办。")
        for holding in PostHolding.objects.standing().filter(overlaps(today, None), post=post):
            _end(holding, today)
        post.closed_on = today
        post.save(update_fields=["closed_on"])
        a.data = {"closed_on": today.isoformat()}


def _organisation(actor: Actor, uid: UUID | str) -> Organisation:
    found = Organisation.objects.filter(uid=uid, closed_on=None).first()
    if found is None:
        raise NotFound
    if actor.kind != "system":
        require(actor, KEEP_POST, path=found.path)
    return found


def _post(actor: Actor, uid: UUID | str, a: ActInProgress) -> Post:
    if actor.kind == "system":
        post = Post.objects.filter(uid=uid).first()
        if post is None:
            raise NotFound
    else:
        post = target(actor, KEEP_POST, uid)
    assert isinstance(post, Post)
    a.about("post", post.uid, org_path=post.organisation.path)
    return post


def _refuse_closed(post: Post) -> None:
    if post.closed_on is not None:
        raise RegistryRefused(f"“{post.title}”已经撤销，没有再办。")


def _successor(post: Post, user_uid: UUID | str, on: date) -> User:
    _refuse_closed(post)
    if on < post.opened_on:
        raise RegistryRefused(f"这个岗位{post.opened_on:%Y年%-m月%-d日}才设立，不能更早移交。")
    user = may_hold(post.organisation.path, on).filter(uid=user_uid).first()
    if user is None:
        raise RegistryRefused(
            "选的账号那一天在这个单位没有角色，接了也看不到事项。岗位没有移交。"
            "请先由安全管理员授予角色，再来移交。"
        )
    assert isinstance(user, User)
    return user


def _end_holdings(post: Post, successor: User, on: date) -> UUID | None:
    """End what stands from `on`; return the account that held the post until then."""
    standing = list(
        PostHolding.objects.standing()
        .filter(Q(valid_to=None) | Q(valid_to__gt=on), post=post)
        .select_related("user")
    )
    later = next((row for row in standing if row.valid_from > on), None)
    if later is not None:
        raise RegistryRefused(
            f"从{later.valid_from:%Y年%-m月%-d日}起已经定了由{later.user.name}担任，没有改动。"
            "要改人，请选同一天再移交一次。"
        )
    before = standing[0] if standing else None
    if before is None:
        return None
    if before.user_id == successor.pk:
        raise RegistryRefused(f"这一天已经由{successor.name}担任，不用移交。")
    _end(before, on)
    held: UUID = before.user.uid
    return held


def _end(holding: PostHolding, on: date) -> None:
    """Void the row; what was true before `on` is written as a closed one."""
    holding.voided_at = wall_now()
    holding.save(update_fields=["voided_at"])
    if holding.valid_from < on:
        PostHolding.objects.create(
            post_id=holding.post_id,
            user_id=holding.user_id,
            valid_from=holding.valid_from,
            valid_to=on,
            recorded_at=holding.voided_at,
        )

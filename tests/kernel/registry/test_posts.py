"""Posts: opened, held by one account at a time, handed over from a day on, closed."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.kernel.registry.conftest import Registry
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.posts import holders, posts, successors, turns
from xueyou.kernel.registry.services.posts import close_post, hand_over_post, open_post
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.models import Act

TODAY = date(2026, 11, 20)
NEXT = date(2026, 12, 1)


def give(registry: Registry, post: UUID, user: User, on: date = TODAY, key: str = "") -> UUID:
    """Hand the post over as the plan officer."""
    return hand_over_post(
        actor=registry.officer,
        post_uid=post,
        user_uid=user.uid,
        on=on,
        key=key or str(uuid4()),
    )


def held(post: UUID, on: date) -> str | None:
    """Return who holds the post on a day."""
    row = Post.objects.get(uid=post)
    holder = holders([row.pk], on).get(row.pk)
    return holder.name if holder else None


def test_a_post_passes_from_hand_to_hand(registry: Registry) -> None:
    """Until the day the first holds it, from the day on the second; nothing was overwritten."""
    post = registry.open()
    give(registry, post, registry.first)
    give(registry, post, registry.second, NEXT)
    assert held(post, TODAY) == registry.first.name
    assert held(post, NEXT) == registry.second.name
    assert [(turn.name, turn.until) for turn in turns(Post.objects.get().pk)] == [
        (registry.second.name, None),
        (registry.first.name, NEXT),
    ]
    assert PostHolding.objects.filter(voided_at__isnull=False).count() == 1


def test_the_act_holds_uids_and_no_names(registry: Registry) -> None:
    """Who hands to whom stands in the log by uid."""
    post = registry.open()
    give(registry, post, registry.first)
    holding = give(registry, post, registry.second, NEXT)
    act = Act.objects.filter(verb="registry.post.hand_over").latest("id")
    assert act.data == {
        "holding": str(holding),
        "to": str(registry.second.uid),
        "before": str(registry.first.uid),
        "on": "2026-12-01",
    }


def test_the_same_key_hands_over_once(registry: Registry) -> None:
    """A double click is answered with the first outcome."""
    post = registry.open()
    first = give(registry, post, registry.first, key="twice")
    assert give(registry, post, registry.first, key="twice") == first
    assert PostHolding.objects.count() == 1


def test_a_planned_hand_over_can_be_replaced_on_its_day(registry: Registry) -> None:
    """Another person from the same day takes the place; another day is refused in words."""
    post = registry.open()
    give(registry, post, registry.first)
    give(registry, post, registry.second, NEXT)
    with pytest.raises(RegistryRefused, match="2026年12月1日"):
        give(registry, post, registry.second, date(2026, 11, 25))
    third = registry.city.chief.user
    assert isinstance(third, User)
    give(registry, post, third, NEXT)
    assert held(post, NEXT) == third.name
    assert held(post, date(2026, 11, 30)) == registry.first.name


@pytest.mark.parametrize("who", ["county_a", "auditor"])
def test_nobody_without_a_role_there_takes_a_post_over(registry: Registry, who: str) -> None:
    """An officer of a county or an auditor would see none of its duties: not even listed."""
    post = registry.open()
    stranger = getattr(registry.city, who).user
    with pytest.raises(RegistryRefused, match="没有角色"):
        give(registry, post, stranger)
    assert stranger.uid not in {person.uid for person in successors(registry.officer, post)}


def test_the_same_person_twice_is_refused(registry: Registry) -> None:
    """Handing a post to who holds it changes nothing."""
    post = registry.open()
    give(registry, post, registry.first)
    with pytest.raises(RegistryRefused, match="已经由"):
        give(registry, post, registry.first, NEXT)


def test_a_title_is_open_once_in_an_organisation(registry: Registry) -> None:
    """A second 科长 of the same department is refused; after closing it may be opened again."""
    registry.open()
    with pytest.raises(RegistryRefused, match="已经有"):
        registry.open(" 科长 ", key="again")
    with pytest.raises(RegistryRefused, match="名称"):
        registry.open("", key="empty")


def test_closing_ends_the_holding(registry: Registry, business_clock: object) -> None:
    """From the day of closing nobody holds it; it leaves the list of open posts."""
    post = registry.open()
    give(registry, post, registry.first)
    with pytest.raises(RegistryRefused, match="明天再办"):
        close_post(actor=registry.officer, post_uid=post, key="too early")
    business_clock.advance(NEXT - TODAY)  # type: ignore[attr-defined]
    close_post(actor=registry.officer, post_uid=post, key="close")
    assert held(post, NEXT) is None
    assert held(post, TODAY) == registry.first.name
    assert posts(registry.officer).rows == ()
    assert [row.uid for row in posts(registry.officer, closed=True).rows] == [post]
    with pytest.raises(RegistryRefused, match="已经撤销"):
        give(registry, post, registry.second, NEXT)


def test_others_find_no_post(registry: Registry) -> None:
    """A department officer may neither open, nor find, nor hand over."""
    post = registry.open()
    department = registry.city.department
    with pytest.raises(NotAllowed):
        open_post(actor=department, organisation_uid=registry.office.uid, title="副", key="x")
    with pytest.raises(NotFound):
        hand_over_post(
            actor=department, post_uid=post, user_uid=registry.second.uid, on=TODAY, key="y"
        )
    assert posts(department).rows == ()


def test_the_list_is_flat(registry: Registry, django_assert_max_num_queries: object) -> None:
    """Holders of one post or of twenty take one query."""
    ids = []
    for number in range(20):
        post = registry.open(f"岗位{number}", key=f"open{number}")
        give(registry, post, registry.first)
        ids.append(Post.objects.get(uid=post).pk)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert len(holders(ids, TODAY)) == 20

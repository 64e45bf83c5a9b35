"""Twins on the family's pages: what binding means, one list, parting; and the desk's button."""

import pytest

from tests.kernel.calls.test_groups import twins
from tests.kernel.calls.world import World, child_of, key
from tests.surfaces.browsers import signed_in
from tests.surfaces.family.conftest import Family
from tests.surfaces.soup import one, page_of, words
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.receipt_numbers import shown

PATH = "/family/applications"


@pytest.fixture
def pair(world: World, family: Family) -> tuple[Application, Application]:
    """Return the drafts of twins, with different lists."""
    children = [child_of(family.actor, name=name) for name in ("林予安", "林予宁")]
    twins(*children)
    return (
        world.filled(family.actor, children[0]),
        world.filled(family.actor, children[1], 公办=["S2"]),
    )


def bound(family: Family, pair: tuple[Application, Application]) -> None:
    """Bind the two as the page's own form does."""
    path = f"{PATH}/{pair[0].uid}/together/"
    form = one(page_of(family.phone.get(path)), "main form:not([action])")
    given = {name: form.fields[name] for name in form.fields if name != "mate"}
    mates = [box.get("value") for box in form.cssselect("input[name=mate]")]
    assert mates == [str(pair[1].uid)]
    assert family.phone.post(path, {**given, "mate": mates}).status_code == 302


def test_a_family_binds_them_from_the_page_before_handing_in(
    family: Family, pair: tuple[Application, Application]
) -> None:
    """The check page leads there; afterwards both lists are the first one's, as the pages say."""
    path = f"{PATH}/{pair[0].uid}/together/"
    check = page_of(family.phone.get(f"{PATH}/{pair[0].uid}/check/"))
    assert one(check, f'a[href="{path}"]') is not None
    bound(family, pair)
    shown = page_of(family.phone.get(f"{PATH}/{pair[1].uid}/form/wishes-2/"))
    assert "合用" in words(shown)
    chosen = [words(option) for option in shown.cssselect("option[selected]")]
    assert chosen == ["第1小学 S1", "第2小学 S2"]
    page = words(page_of(family.phone.get(f"{PATH}/{pair[1].uid}/together/")))
    assert "予宁和予安绑在一起" in page


def test_a_family_parts_them(family: Family, pair: tuple[Application, Application]) -> None:
    """The button parts both; pressed on the other's page afterwards it is refused in words."""
    bound(family, pair)
    for one_of, status in zip(pair, (302, 422), strict=True):
        answer = family.phone.post(f"{PATH}/{one_of.uid}/apart/", {"idempotency_key": key()})
        assert answer.status_code == status
    assert "没有和别的绑在一起" in words(page_of(answer))


def test_what_is_handed_in_cannot_be_bound_and_the_page_says_how(
    family: Family, pair: tuple[Application, Application]
) -> None:
    """No button without use: the way back is written, with the one that was handed in."""
    family.hand_in(pair[0])
    page = page_of(family.phone.get(f"{PATH}/{pair[1].uid}/together/"))
    assert page.cssselect("main form") == []
    assert "先到那一份里撤回" in words(page)
    assert one(page, f'main a[href="{PATH}/{pair[0].uid}/"]') is not None


def test_an_officer_parts_them_on_the_page_of_the_application(
    world: World, family: Family, pair: tuple[Application, Application]
) -> None:
    """The desk shows with whom it goes, and its button parts them."""
    bound(family, pair)
    for one_of in pair:
        family.hand_in(one_of)
    desk = signed_in(world.officer)
    path = f"/calls/applications/{pair[0].uid}/"
    pair[1].refresh_from_db()
    assert shown(pair[1].receipt_no) in words(page_of(desk.get(path)))
    assert desk.post(f"{path}part/", {"idempotency_key": key()}).status_code == 302
    pair[1].refresh_from_db()
    assert pair[1].group_key == ""

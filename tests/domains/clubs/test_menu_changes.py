"""A menu is mended before it is announced, never after."""

from dataclasses import replace

import pytest

from tests.domains.clubs.world import RULES, World, key
from xueyou.domains.clubs.models import Club
from xueyou.domains.clubs.refusals import ClubChanged, ClubRefused
from xueyou.domains.clubs.selectors.desk import club_in_form
from xueyou.domains.clubs.services.menu_changes import drop_club, edit_club
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.kernel.calls.models import Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.calls import options_of
from xueyou.kernel.calls.services.capacity import places_of
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round, cancel_round


def announce(world: World) -> None:
    """Announce the menu as it stands."""
    announce_round(
        actor=world.clerk,
        round_uid=world.round.uid,
        rules=menu_rules(world.clerk, world.call.uid, **RULES),
        source="校内办法",
        key=key(),
    )


def test_a_club_is_written_anew(world: World) -> None:
    """Lane, places and fee are those of the last text; the code stays, nothing is counted twice."""
    given = world.given("", title="围棋")
    club = world.add("", title="围棋", teacher_uid=given.teacher_uid)
    assert club.option.code == "K01"
    changed = replace(given, lane="tue-afternoon", places=12, fee=100, title="围棋入门")
    edit_club(actor=world.clerk, club_uid=club.uid, club=changed, revision=1, key=key())
    club = Club.objects.get(uid=club.uid)
    assert (club.lane, club.fee, club.revision) == ("tue-afternoon", 100, 2)
    assert [(one.batch, one.count) for one in places_of(world.round)] == [("tue-afternoon", 12)]
    announce(world)
    shown = options_of(world.round.uid)
    assert [(one.title, one.lane, one.places) for one in shown] == [
        ("围棋入门", "tue-afternoon", 12)
    ]


def test_two_people_do_not_overwrite(world: World) -> None:
    """Who looked at an older text is told so, and nothing of his is stored."""
    given = world.given("棋")
    club = world.add("棋", teacher_uid=given.teacher_uid)
    asked = {"actor": world.clerk, "club_uid": club.uid, "revision": 1}
    edit_club(**asked, club=replace(given, places=12), key=key())
    with pytest.raises(ClubChanged):
        edit_club(**asked, club=replace(given, places=40), key=key())
    assert [one.count for one in places_of(world.round)] == [12]


def test_a_change_is_held_against_the_same_rules(world: World) -> None:
    """It does not clash with itself, but with others; the tariff holds."""
    given = world.given("棋")
    club, other = world.add("棋", teacher_uid=given.teacher_uid), world.add("书")
    asked = {"actor": world.clerk, "club_uid": club.uid, "revision": 1}
    for wrong in ({"room": other.room}, {"fee": 201}, {"title": "数学补习"}):
        with pytest.raises(ClubRefused):
            edit_club(**asked, club=replace(given, **wrong), key=key())
    edit_club(**asked, club=replace(given, least=3), key=key())
    assert Club.objects.get(pk=club.pk).least == 3


def test_a_dropped_club_is_offered_nobody(world: World) -> None:
    """Its room is free again; after the announcement nothing is dropped or changed."""
    club = world.add("棋")
    drop_club(actor=world.clerk, club_uid=club.uid, key=key())
    again = world.add("书", room=club.room)
    announce(world)
    assert [one.uid for one in options_of(world.round.uid)] == [again.option.uid]
    for verb in (
        lambda: drop_club(actor=world.clerk, club_uid=again.uid, key=key()),
        lambda: edit_club(
            actor=world.clerk, club_uid=again.uid, club=world.given("书"), revision=1, key=key()
        ),
    ):
        with pytest.raises(ClubRefused, match="已经公布"):
            verb()


def another_round(world: World) -> None:
    """Add a round to the term, with the times of the one there is."""
    times = Times(world.round.opens_at, world.round.closes_at)
    uid = add_round(actor=world.clerk, call_uid=world.call.uid, times=times, key=key())
    world.round = Round.objects.get(uid=uid)


def test_the_menu_comes_along_when_a_round_is_cancelled(world: World) -> None:
    """The next round is the menu's: clubs are added, changed and dropped there, and announced."""
    given = world.given("棋", places=12)
    club, dropped = world.add("棋", teacher_uid=given.teacher_uid, places=12), world.add("画")
    announce(world)
    cancel_round(actor=world.clerk, round_uid=world.round.uid, key=key())
    with pytest.raises(ClubRefused, match="先安排一轮"):
        world.add("书")
    another_round(world)
    assert [one.count for one in places_of(world.round)] == [12, 20]
    assert club_in_form(world.clerk, club.uid).given.places == 12
    edit_club(
        actor=world.clerk, club_uid=club.uid, club=replace(given, places=9), revision=1, key=key()
    )
    drop_club(actor=world.clerk, club_uid=dropped.uid, key=key())
    world.add("书", places=7)
    announce(world)
    assert sorted(one.places for one in options_of(world.round.uid)) == [7, 9]


def test_a_menu_has_one_round(world: World) -> None:
    """A second one beside it would have no places and no way to give it any."""
    world.add("棋")
    for step in (lambda: None, lambda: announce(world)):
        step()
        with pytest.raises(CallRefused, match="一份菜单只有一轮"):
            another_round(world)
    assert Round.objects.count() == 1

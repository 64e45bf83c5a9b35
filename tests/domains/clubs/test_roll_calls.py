"""Roll-calls come from a tablet, late and twice, and count once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.domains.clubs.world import FIRST, World, appoint, guard, key, moment, pupil
from xueyou.domains.clubs.models import Mark, Session, SessionState
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.rolls import roll_of
from xueyou.domains.clubs.services.families import ask_leave, withdraw_leave
from xueyou.domains.clubs.services.roll_calls import Called, Line, call_roll
from xueyou.domains.clubs.services.sessions import cancel_session
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.db import uuid7

AT = moment(FIRST)


def line(place: Any, mark: str = "present", uid: UUID | None = None, **more: Any) -> Line:
    """Return a line as the tablet took it down."""
    return Line(uid or uuid7(), place.uid, mark, more.get("at", AT), more.get("seen"))


def call(world: World, session: Session, *lines: Line, **more: Any) -> Called:
    """Send lines that evening."""
    asked = {"actor": world.clerk, "at": AT + timedelta(hours=3), "key": key()}
    return call_roll(session_uid=session.uid, lines=lines, **(asked | more))


def test_what_is_sent_twice_is_there_once(world: World) -> None:
    """By the tablet's uid, under whatever key; both moments are kept."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    first = line(place)
    assert call(world, session, first) == Called(1, 0, ())
    assert call(world, session, first, line(place, "late")) == Called(1, 1, ())
    assert call(world, session, first, first, key="same") == Called(0, 2, ())
    mark = Mark.objects.get(uid=first.uid)
    assert mark.happened_at == AT
    assert mark.recorded_at != mark.happened_at
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_a_correction_is_a_later_line(world: World) -> None:
    """The last recorded one counts; the first stays."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    call(world, session, line(place, "absent"))
    call(world, session, line(place, "late", at=AT - timedelta(minutes=9)))
    assert [one.mark for one in roll_of(world.clerk, session.uid).lines] == ["late"]
    assert Mark.objects.count() == 2


def test_one_uid_says_one_thing(world: World) -> None:
    """Neither later nor within one sending does it say another."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    first = line(place)
    call(world, session, first)
    other = line(place, "absent", first.uid)
    for lines in ([other], [line(place, uid=(new := uuid7())), line(place, "late", new)]):
        with pytest.raises(ClubRefused, match="前后内容不同"):
            call(world, session, *lines)
    assert Mark.objects.count() == 1


def test_a_child_who_left_does_not_spoil_the_others(world: World) -> None:
    """Its line is told, the others are taken."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    left = world.place(club, pupil(world, "林二"), until=FIRST)
    gone = line(left)
    assert call(world, session, gone, line(place)) == Called(1, 0, (gone.uid,))


def test_what_a_tablet_had_not_seen_is_told(world: World) -> None:
    """Both marks stay, the later recorded counts; a repeated sending tells the same."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    other = world.place(club, pupil(world, "林二"))
    call(world, session, line(place, "absent"), line(other, "absent"))
    mine = [line(place, seen=""), line(other, "leave", seen="absent"), line(place, "late", seen="")]
    told = call(world, session, *mine, key="once")
    assert [(one.place_uid, one.mark) for one in told.overtaken] == [(place.uid, "absent")]
    assert call(world, session, *mine, key="once") == told
    assert [one.mark for one in roll_of(world.clerk, session.uid).lines] == ["late", "leave"]
    assert call(world, session, line(place, "absent")).overtaken == ()
    assert Mark.objects.count() == 6


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"at": AT + timedelta(days=1)}, "还没有到"),
        ({"at": AT - timedelta(days=1)}, "不是同一天"),
        ({"at": moment(FIRST, 9)}, "15:00才上课，14:30以后"),
        ({"mark": "asleep"}, "四种"),
    ],
)
def test_wrong_lines_are_refused(world: World, more: Any, said: str) -> None:
    """The future, another day, a morning before an afternoon's class, an unknown word."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    with pytest.raises(ClubRefused, match=said):
        call(world, session, line(place, **more))
    assert not Mark.objects.exists()


def test_a_cancelled_session_has_no_roll(world: World) -> None:
    """And a held one is not called off."""
    club = world.add("棋")
    session, place = world.session(club), world.place(club, pupil(world, "林一"))
    cancel_session(actor=world.clerk, session_uid=session.uid, why="台风", key=key())
    with pytest.raises(ClubRefused, match="已经停课"):
        call(world, session, line(place))
    held = world.session(club, FIRST + timedelta(days=7))
    call(world, held, line(place, at=AT + timedelta(days=7)), at=AT + timedelta(days=7))
    with pytest.raises(ClubRefused, match="已经上过"):
        cancel_session(actor=world.clerk, session_uid=held.uid, why="台风", key=key())


def test_a_teacher_calls_the_roll_of_his_own_clubs_only(world: World) -> None:
    """Another's session does not exist for him."""
    actor = appoint("teacher", world.school)
    assert isinstance(actor.user, User)
    teacher = world.teacher(actor.user)
    mine = world.session(world.add("棋", teacher_uid=teacher.uid))
    others = world.session(world.add("书"))
    actor = actor_for(actor.user)
    assert roll_of(actor, mine.uid).title == "兴趣棋"
    for stranger in (actor, guard()):
        with pytest.raises(NotFound):
            roll_of(stranger, others.uid)
        with pytest.raises(NotFound):
            call(world, others, actor=stranger)


def test_leave_stands_on_the_list_until_it_is_withdrawn(
    world: World, django_assert_num_queries: Any
) -> None:
    """Asked by one guardian, withdrawn by the other; the list is flat."""
    club = world.add("棋")
    session, child = world.session(club), pupil(world, "林一")
    world.place(club, child)
    mother, father, stranger = guard(child), guard(child), guard()
    asked = {"person_uid": child.uid, "first_on": FIRST, "last_on": FIRST}
    leave = ask_leave(actor=mother, **asked, key=key())
    with pytest.raises(NotFound):
        ask_leave(actor=stranger, **asked, key=key())
    assert [one.on_leave for one in roll_of(world.clerk, session.uid).lines] == [True]
    with pytest.raises(NotFound):
        withdraw_leave(actor=stranger, leave_uid=leave, key=key())
    withdraw_leave(actor=father, leave_uid=leave, key=key())
    for number in range(5):
        world.place(club, pupil(world, f"陈{number}"))
    with django_assert_num_queries(7):
        roll = roll_of(world.clerk, session.uid)
    assert [one.on_leave for one in roll.lines] == [False] * 6

"""A teacher's phone without script: the roll, a correction, the gate with its codes."""

from datetime import timedelta
from typing import Any

from tests.domains.clubs.world import FIRST, appoint, guard, key, moment, pupil
from tests.surfaces.school.conftest import Afternoon, browser, post
from tests.surfaces.soup import page_of, words
from xueyou.domains.clubs.models import HandOver, Mark
from xueyou.domains.clubs.services.families import ask_leave, make_code
from xueyou.kernel.registry.models import PersonBond


def test_the_roll_is_called_and_corrected(afternoon: Afternoon) -> None:
    """The rest is there unless excused; a second press is no second line; others are told of."""
    ask_leave(
        actor=afternoon.mother,
        person_uid=afternoon.child.uid,
        first_on=FIRST,
        last_on=FIRST,
        key=key(),
    )
    phone = browser(afternoon.teacher)
    assert "围棋" in words(page_of(phone.get("/clubs/sessions/")))
    path = f"/clubs/sessions/{afternoon.session.uid}/roll/"
    page = page_of(phone.get(path))
    assert [li.get("data-name") for li in page.cssselect("#roll li")] == ["林知夏", "赵一鸣"]
    assert "家长请了假" in words(page)
    on_leave, other = (place.uid for place in afternoon.places)
    given = {"rest": "present", "time": "16:40", f"seen-{on_leave}": "", f"seen-{other}": ""}
    same = {"idempotency_key": key()}
    for _ in range(2):
        assert phone.post(path, given | same).status_code == 302
    assert dict(Mark.objects.values_list("place__uid", "mark")) == {
        on_leave: "leave",
        other: "present",
    }
    assert Mark.objects.count() == 2
    assert Mark.objects.first().happened_at == moment(FIRST, 16).replace(minute=40)
    again = post(
        phone, path, **{f"mark-{other}": "late", f"seen-{other}": "absent", "time": "16:50"}
    )
    assert again.status_code == 302
    assert "原来记的是到" in words(page_of(phone.get(path)))


def test_a_roll_without_its_time_keeps_what_was_called(afternoon: Afternoon) -> None:
    """Nothing is stored, the marks stand in the page as they were set."""
    phone, place = browser(afternoon.teacher), afternoon.places[0].uid
    path = f"/clubs/sessions/{afternoon.session.uid}/roll/"
    answer = post(phone, path, **{f"mark-{place}": "late", "time": "十点"})
    assert answer.status_code == 422
    assert (
        page_of(answer).cssselect(f'input[name="mark-{place}"][checked]')[0].get("value") == "late"
    )
    assert not Mark.objects.exists()


def test_a_child_goes_to_whom_its_family_named(afternoon: Afternoon) -> None:
    """By bond or by code; a wrong code is refused and the page says what to do."""
    phone = browser(afternoon.teacher)
    roll = f"/clubs/sessions/{afternoon.session.uid}/roll/"
    gate = f"/clubs/sessions/{afternoon.session.uid}/leaving/"
    post(phone, roll, rest="present", time="16:40")
    mine, other = afternoon.places
    given = {"place": str(mine.uid), "time": "16:44", "late": "0"}
    code = make_code(actor=afternoon.mother, person_uid=afternoon.child.uid, day=FIRST, key=key())
    wrong = "000000" if code != "000000" else "000001"
    refused = post(phone, gate, **given, to="code", code=wrong)
    assert refused.status_code == 422
    assert "先不要放行" in words(page_of(refused))
    assert post(phone, gate, **given).status_code == 422
    assert post(phone, gate, **given, to="code", code=code).status_code == 302
    father = guard(pupil(afternoon.world, "路人"))
    bond = PersonBond.objects.get(holder__account=father.user)
    stranger = post(phone, gate, **given | {"place": str(other.uid)}, to=f"g:{bond.uid}")
    assert stranger.status_code == 422
    assert HandOver.objects.get().place == mine
    page = words(page_of(phone.get(gate)))
    assert "1人等着接" in page
    assert "接走了1人" in page


def test_a_session_is_called_off_with_a_reason(afternoon: Afternoon) -> None:
    """The page then takes no roll."""
    phone = browser(afternoon.teacher)
    cancel = f"/clubs/sessions/{afternoon.session.uid}/cancel/"
    assert post(phone, cancel, why="").status_code == 422
    assert post(phone, cancel, why="老师外出").status_code == 302
    page = page_of(phone.get(f"/clubs/sessions/{afternoon.session.uid}/roll/"))
    assert "停课：老师外出" in words(page)
    assert page.cssselect("form#roll") == []


def test_another_teacher_calls_no_roll_of_it(afternoon: Afternoon) -> None:
    """Not the list, not the gate; a parent neither."""
    for stranger in (appoint("school_teacher", afternoon.world.school), afternoon.mother):
        phone = browser(stranger)
        for page in ("roll", "leaving"):
            path = f"/clubs/sessions/{afternoon.session.uid}/{page}/"
            assert phone.get(path).status_code == 404


def test_a_roll_opens_shortly_before_its_class(afternoon: Afternoon, business_clock: Any) -> None:
    """In the morning its marks are hidden and say when; a coming day's are not there at all."""
    phone, path = browser(afternoon.teacher), f"/clubs/sessions/{afternoon.session.uid}/roll/"
    business_clock.advance(moment(FIRST, 9) - business_clock.moment)
    page = page_of(phone.get(path))
    assert "14:30以后才能点名" in words(page)
    assert all(one.get("hidden") is not None for one in page.cssselect(".clubs-marks"))
    place = afternoon.places[0].uid
    assert post(phone, path, **{f"mark-{place}": "present", "time": "9:00"}).status_code == 422
    assert not Mark.objects.exists()
    business_clock.advance(-timedelta(days=1))
    page = page_of(phone.get(path))
    assert not page.cssselect("input[type=radio]")
    assert "赵一鸣" in words(page)

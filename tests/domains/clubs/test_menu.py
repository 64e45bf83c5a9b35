"""The menu: what may stand on it, and what is refused with its reason."""

from datetime import date
from typing import Any

import pytest

from tests.domains.clubs.world import RULES, World, appoint, founded, guard, key, pupil
from xueyou.domains.clubs.grades import grades_of
from xueyou.domains.clubs.models import Club
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.services.menu import add_club
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.domains.clubs.services.standings import vet_provider
from xueyou.kernel.calls.models import CapacityLine, Option
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.rounds import announce_round
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.rulebook.language.reading import rulebook_of


def test_a_club_is_an_option_with_places(world: World) -> None:
    """One act writes club, option and line; the same key again writes nothing."""
    club = world.given("棋")
    uids = {
        add_club(actor=world.clerk, call_uid=world.call.uid, club=club, key="one") for _ in "ab"
    }
    assert len(uids) == 1
    row = Club.objects.get()
    assert row.option.attributes == {"school": world.school.code, "lowest": "1", "highest": "6"}
    assert "待核" in row.tariff_source
    line = CapacityLine.objects.get(option=row.option)
    assert (line.delta, line.batch, line.kind) == (20, "mon-afternoon", "planned")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"fee": 201}, "标准是最多 2.00 元"),
        ({"fee": 1201, "special": True}, "标准是最多 12.00 元"),
        ({"fee": -1}, "标准是最多"),
        ({"material": 10001}, "材料费 100.01 元"),
        ({"title": "数学提优"}, "提优"),
        ({"lane": "sat-afternoon"}, "时段"),
        ({"lowest": 4, "highest": 3}, "年级"),
        ({"lowest": 5, "highest": 8}, "没有7、8年级"),
        ({"least": 21}, "开班人数"),
        ({"hours": 0}, "课时"),
        ({"teacher_uid": None}, "一位老师或一家机构"),
    ],
)
def test_what_no_menu_may_hold_is_refused(world: World, more: Any, said: str) -> None:
    """Each with its reason, and nothing is written."""
    with pytest.raises(ClubRefused, match=said):
        world.add("棋", **more)
    assert not Option.objects.exists()


def test_a_school_of_nine_grades_has_clubs_for_them(world: World) -> None:
    """Grades beyond the term's stage are there where the school's roll has pupils in them."""
    pupil(world, "林七", grade=7)
    assert grades_of(world.call) == [1, 2, 3, 4, 5, 6, 7]
    assert world.add("棋", highest=7).highest == 7


def test_the_tariff_is_dated_and_the_nearest_decides(world: World) -> None:
    """What the city sets from a day on holds for terms that begin then, with its source."""
    value = {"minutes": 40, "ordinary": 300, "special": 800, "material": 0, "term": 20000}
    for day, source in ((date(2027, 1, 1), "试发改〔2026〕4号"), (date(2027, 3, 2), "后来的")):
        set_parameter(
            actor=SYSTEM,
            name="clubs.tariff",
            organisation_uid=world.city.uid,
            value=value | {"ordinary": 300 if day.month == 1 else 100},
            source=source,
            valid_from=day,
            key=key(),
        )
    assert world.add("棋", fee=300).tariff_source == "试发改〔2026〕4号"
    with pytest.raises(ClubRefused, match="试发改"):
        world.add("书", fee=301)


def test_a_room_and_a_teacher_are_in_one_place(world: World) -> None:
    """Within a lane; in another lane both are free."""
    teacher = world.teacher()
    world.add("棋", room="301", teacher_uid=teacher.uid)
    with pytest.raises(ClubRefused, match="教室已经给了“兴趣棋”"):
        world.add("书", room="301")
    with pytest.raises(ClubRefused, match=r"老师.*已经在上“兴趣棋”"):
        world.add("画", teacher_uid=teacher.uid)
    world.add("唱", room="301", teacher_uid=teacher.uid, lane="wed-afternoon")


def test_a_provider_must_be_on_the_white_list_all_term(world: World) -> None:
    """Not listed, listed until the middle of the term, listed throughout."""
    company = founded("启明艺术", "company", world.city)
    with pytest.raises(ClubRefused, match="不在白名单"):
        world.add("琴", provider_uid=company.uid)
    vetted = {"actor": world.bureau, "provider_uid": company.uid, "reason": "评审合格"}
    vet_provider(**vetted, valid_from=date(2027, 1, 1), valid_to=date(2027, 5, 1), key=key())
    with pytest.raises(ClubRefused, match="不在白名单"):
        world.add("琴", provider_uid=company.uid)
    vet_provider(**vetted, valid_from=date(2027, 5, 1), key=key())
    assert world.add("琴", provider_uid=company.uid).provider == company


def test_others_staff_and_other_people_are_not_found(world: World) -> None:
    """A pupil's parent leads no club, and may not touch the menu."""
    family = guard()
    with pytest.raises(NotFound):
        add_club(actor=family, call_uid=world.call.uid, club=world.given("棋"), key=key())
    with pytest.raises(NotFound):
        world.add("棋", teacher_uid=world.school.uid)


def test_the_rules_are_made_from_the_menu_and_accepted(world: World) -> None:
    """A batch a lane, in the order of the week; the same menu gives the same bytes."""
    world.add("唱", lane="wed-noon")
    world.add("棋")
    text = menu_rules(world.clerk, world.call.uid, **RULES)
    assert text == menu_rules(world.clerk, world.call.uid, **RULES)
    rules = rulebook_of(text.encode(), "rules.yaml")
    assert [batch.id for batch in rules.batches] == ["mon-afternoon", "wed-noon"]
    assert rules.draws
    announce_round(
        actor=world.clerk, round_uid=world.round.uid, rules=text, source="校内办法", key=key()
    )
    with pytest.raises(ClubRefused, match="菜单已经公布"):
        world.add("书")


def test_an_empty_menu_has_no_rules(world: World) -> None:
    """It says so."""
    with pytest.raises(ClubRefused, match="还没有课"):
        menu_rules(world.clerk, world.call.uid, **RULES)


def test_only_a_school_opens_its_clubs(world: World) -> None:
    """Not the city for its schools."""
    with pytest.raises(CallRefused, match="由学校自己"):
        open_call(
            actor=appoint("clerk", world.city),
            kind="clubs.term",
            organisation_uid=world.city.uid,
            year=2026,
            title="全市课后服务",
            settings={},
            key=key(),
        )

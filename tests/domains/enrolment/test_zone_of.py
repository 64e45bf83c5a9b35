"""An address has a zone, or a question: nothing is guessed."""

from datetime import date

import pytest

from tests.domains.enrolment.world import SOURCE, World, take_zones
from xueyou.domains.enrolment.selectors.zones import zone_of
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Call
from xueyou.platform.time import wall_now


@pytest.mark.parametrize(
    ("address", "outcome", "schools"),
    [
        ("柳荫街118号7幢2单元501", "found", ("柳荫街小学", "文澜小学")),
        ("柳荫街 117 號", "found", ("清溪小学",)),
        ("桂园小区（柳荫街118号）7幢2单元501", "found", ("柳荫街小学", "文澜小学")),
        ("清溪村三组8号", "found", ("清溪小学",)),
        ("柳荫街7幢2单元501", "number_needed", ()),
        ("柳荫街998号", "out_of_range", ()),
        ("别处路1号", "unknown", ()),
    ],
)
def test_addresses(world: World, address: str, outcome: str, schools: tuple[str, ...]) -> None:
    """Tests what is said of addresses that are certain, and of those that are not."""
    found = zone_of(world.call, address)
    assert (found.outcome, found.schools) == (outcome, schools)
    assert found.source == SOURCE
    assert found.zh.endswith(("。", "号。"))


def test_without_a_notice_nothing_is_said(world: World) -> None:
    """Tests a stage that has no zones."""
    world.call.settings = {"stage": "junior"}
    assert zone_of(world.call, "柳荫街118号").outcome == "no_notice"


def test_the_latest_notice_of_the_year_counts_and_the_past_stays(world: World) -> None:
    """Tests a later notice, one of next year, and what was known before them."""
    before = wall_now()
    rows = [{"地名": "柳荫街", "学校代码": "QX"}]
    take_zones(world.officer, world.office.bureau, rows, valid_from=date(2026, 6, 1))
    assert zone_of(world.call, "柳荫街118号").schools == ("清溪小学",)
    assert zone_of(world.call, "柳荫街118号", before).schools == ("柳荫街小学", "文澜小学")
    rows = [{"地名": "柳荫街", "学校代码": "WL"}]
    take_zones(world.officer, world.office.bureau, rows, valid_from=date(2027, 5, 20))
    assert zone_of(world.call, "柳荫街118号").schools == ("清溪小学",)


def test_a_family_is_shown_the_schools_of_its_zones(world: World) -> None:
    """Tests that a home and a household in two zones show both, an open address all."""
    kind = kind_of("enrolment.school")

    def shown(**answers: str) -> list[str]:
        call = Call.objects.get(pk=world.call.pk)
        return [
            code for code, option in world.options.items() if kind.may_wish(call, answers, option)
        ]

    home = {"road": "柳荫街", "door": "118号"}
    assert shown(**home, register="home") == ["LY", "WL"]
    other = {"register_road": "清溪村", "register_door": "三组"}
    assert shown(**home, register="county", **other) == ["LY", "WL", "QX"]
    assert shown(road="别处路", door="1号", register="home") == ["LY", "WL", "QX"]

"""Places as lines that sum, each with its cause; cuts by decisions in force."""

from datetime import date
from uuid import uuid4

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import AFTER, World, child_of, key, line, offer, parent
from xueyou.kernel.calls.models import CapacityLine, LineKind
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.calls.selectors.calls import lines_of, options_of
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import places_of, void_line
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.options import withdraw_option
from xueyou.kernel.calls.standings import CALLS_CLOSED, PLACES_CUT
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.standings import grant
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act


def places(world: World) -> dict[tuple[str, str], int]:
    """Return places by option and pool."""
    codes = {option.pk: code for code, option in world.options.items()}
    return {(codes[one.option_id], one.pool): one.count for one in places_of(world.round)}


def decide(kind: object, school: object, quantity: int | None = None) -> None:
    """Let somebody decide against a school."""
    with act(SYSTEM, WORK.name) as a:
        grant(
            a,
            kind,  # type: ignore[arg-type]
            school,  # type: ignore[arg-type]
            source=Ref("case", uuid4()),
            reason="试教督〔2026〕3号",
            valid_from=date(2026, 1, 1),
            quantity=quantity,
        )
        a.about("organisation", school.uid)  # type: ignore[attr-defined]


def frozen(world: World) -> int:
    """Freeze the round; return the places cut."""
    return freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER).cut


def test_lines_sum_and_say_why(world: World):
    """Tests that a page can tell where places come from."""
    line(world, "S1", 5, "bought", batch="公办")
    line(world, "S1", -3, "reserve", batch="公办")
    assert places(world)["S1", ""] == 32
    told = lines_of(world.round.uid, world.options["S1"].uid)
    assert [(one.kind, one.delta) for one in told] == [
        ("planned", 30),
        ("bought", 5),
        ("reserve", -3),
    ]
    assert [one.places for one in options_of(world.round.uid)] == [30, 32, 30]


def test_places_are_never_taken_below_nothing(world: World):
    """Tests a line that takes more than there is, and a void that would."""
    with pytest.raises(CallRefused, match="减不了"):
        line(world, "S1", -31, batch="公办")
    line(world, "S1", -30, batch="公办")
    first = CapacityLine.objects.filter(option=world.options["S1"]).earliest("id")
    with pytest.raises(CallRefused, match="减不了"):
        void_line(actor=world.officer, round_uid=world.round.uid, line_id=first.pk, key=key())


def test_a_void_line_counts_no_more(world: World):
    """Tests that it stays readable and is voided once."""
    made = line(world, "S1", 5, "bought", batch="公办")
    void_line(actor=world.officer, round_uid=world.round.uid, line_id=made, key=key())
    assert places(world)["S1", ""] == 30
    assert CapacityLine.objects.get(pk=made).voided_at is not None


def test_lines_by_hand_are_of_known_batches_and_kinds(world: World):
    """Tests an unknown batch, a kind that only a decision may write, a line without words."""
    for kind, batch in (("planned", "统筹"), ("standing", "公办"), ("tie_overflow", "公办")):
        with pytest.raises(CallRefused):
            line(world, "S1", 1, kind, batch=batch)


def test_a_cut_is_taken_once_from_all_options_of_a_school(world: World):
    """Tests two options of one school, pools last, the reason and source on the lines."""
    line(world, "S2", 10, "quota", batch="公办", pool="本地")
    decide(PLACES_CUT, world.schools[1], 65)
    assert frozen(world) == 65
    assert places(world) == {
        ("P1", ""): 0,
        ("S1", ""): 30,
        ("S2", ""): 0,
        ("S2", "本地"): 5,
    }
    told = lines_of(world.round.uid, world.options["P1"].uid)
    assert (told[-1].kind, told[-1].delta, told[-1].reason) == (
        LineKind.STANDING,
        -30,
        "试教督〔2026〕3号",
    )


def test_a_school_that_is_closed_has_nothing_left(world: World):
    """Tests a decision without a quantity, and one that is larger than what is left."""
    decide(PLACES_CUT, world.schools[0], 500)
    decide(CALLS_CLOSED, world.schools[1])
    assert frozen(world) == 90
    assert set(places(world).values()) == {0}


def test_after_the_freeze_no_line_by_hand(world: World):
    """Tests adding and voiding."""
    frozen(world)
    with pytest.raises(CallRefused, match="已经封存"):
        line(world, "S1", 1, batch="公办")
    first = CapacityLine.objects.earliest("id")
    with pytest.raises(CallRefused, match="已经封存"):
        void_line(actor=world.officer, round_uid=world.round.uid, line_id=first.pk, key=key())


def test_a_closed_organisation_opens_no_call(world: World):
    """Tests that the decision is honoured where a call begins."""
    decide(CALLS_CLOSED, world.county)
    with pytest.raises(CallRefused, match="试教督"):
        open_call(
            actor=world.officer,
            kind="tests.school",
            organisation_uid=world.county.uid,
            year=2027,
            title="下一年",
            settings={"stage": "primary"},
            key=key(),
        )


def test_an_option_that_was_wished_for_stays(world: World):
    """Tests withdrawing one that nobody asked for, and one that somebody did."""
    mother = parent("林母")
    world.handed_in(mother, child_of(mother), 公办=["S1"])
    with pytest.raises(CallRefused, match="已经有人"):
        withdraw_option(actor=world.officer, option_uid=world.options["S1"].uid, key=key())
    withdraw_option(actor=world.officer, option_uid=world.options["S2"].uid, key=key())
    assert [one.code for one in options_of(world.round.uid)] == ["P1", "S1"]


def test_an_option_is_declared_as_its_kind_wants(world: World, clubs: World):
    """Tests a code used twice, an unknown attribute, a lane where there are none, and without."""
    with pytest.raises(CallRefused, match="已经用过"):
        offer(world, "S1", world.schools[0], 1, batch="公办")
    with pytest.raises(AnswersRefused):
        offer(world, "S9", world.schools[0], 1, batch="公办", attributes={"size": "1"})
    with pytest.raises(CallRefused, match="时段"):
        offer(world, "S9", world.schools[0], 1, batch="公办", lane="mon")
    with pytest.raises(CallRefused, match="时段"):
        offer(clubs, "go", clubs.schools[0], 1)

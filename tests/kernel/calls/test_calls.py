"""Calls and rounds: opened, announced with frozen rules, copied a year later, ended."""

from datetime import timedelta

import pytest

from tests.kernel.calls.room import CLUB_RULES, SCHOOL_RULES
from tests.kernel.calls.world import (
    AFTER,
    CLOSES,
    NOW,
    OPENS,
    World,
    announce,
    child_of,
    key,
    line,
    parent,
)
from xueyou.kernel.calls.models import Call, CallState, CapacityLine, Round, RoundState, Rulebook
from xueyou.kernel.calls.refusals import (
    AnswersRefused,
    CallRefused,
    Edited,
    RulesRefused,
    WindowClosed,
)
from xueyou.kernel.calls.selectors.calls import calls_open, kept, options_of, rounds_kept
from xueyou.kernel.calls.services.calls import close_call, copy_call, edit_call, open_call
from xueyou.kernel.calls.services.rounds import PhaseGiven, Times, add_round, cancel_round
from xueyou.platform.access.reading import NotAllowed, NotFound


def opened(world: World, **more: object) -> Call:
    """Open one more call."""
    given = {
        "kind": "tests.school",
        "organisation_uid": world.county.uid,
        "year": 2026,
        "title": "转学",
        "settings": {"stage": "primary"},
        "actor": world.officer,
        "key": key(),
    }
    return Call.objects.get(uid=open_call(**{**given, **more}))  # type: ignore[arg-type]


def round_of(world: World, call: Call, *phases: PhaseGiven) -> Round:
    """Add a round to a call."""
    uid = add_round(
        actor=world.officer, call_uid=call.uid, times=Times(OPENS, CLOSES, phases), key=key()
    )
    return Round.objects.get(uid=uid)


def test_a_call_is_seen_by_families_once_a_round_is_announced(world: World):
    """Tests that drafts of calls and rounds are nobody else's."""
    call = opened(world)
    round_ = round_of(world, call)
    assert [one.uid for one in calls_open(NOW)] == [world.call.uid]
    with pytest.raises(NotFound):
        options_of(round_.uid)
    mother = parent("林母")
    world.call = call
    with pytest.raises(NotFound):
        world.draft(mother, child_of(mother))
    announce(world.officer, round_, SCHOOL_RULES)
    assert len(calls_open(NOW)) == 2
    assert calls_open(CLOSES) == []


def test_who_may_not_open_a_call_does_not(world: World):
    """Tests a family, a school for the county, an unknown kind, settings that are not declared."""
    for actor in (parent("林母"), world.clerk):
        with pytest.raises(NotAllowed):
            opened(world, actor=actor)
    with pytest.raises(CallRefused):
        opened(world, kind="tests.nothing")
    for settings in ({}, {"stage": "senior"}, {"stage": "primary", "more": "1"}):
        with pytest.raises(AnswersRefused):
            opened(world, settings=settings)


def test_a_call_is_edited_until_it_is_announced(world: World):
    """Tests the revision, and that announced words stand."""
    call = opened(world)

    def edit(target: Call, revision: int) -> None:
        edit_call(
            actor=world.officer,
            call_uid=target.uid,
            revision=revision,
            title="插班",
            settings={"stage": "primary"},
            key=key(),
        )

    edit(call, 1)
    with pytest.raises(Edited):
        edit(call, 1)
    with pytest.raises(CallRefused, match="已经公布"):
        edit(world.call, world.call.revision)
    call.refresh_from_db()
    assert (call.title, call.revision) == ("插班", 2)


def test_rules_are_frozen_once_and_shared_by_their_bytes(world: World):
    """Tests that the same text is the same rulebook, and a changed one the next version."""
    call = opened(world)
    one, other = round_of(world, call), round_of(world, call)
    announce(world.officer, one, SCHOOL_RULES)
    announce(world.officer, other, SCHOOL_RULES + "# 更正\n")
    assert list(Rulebook.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    with pytest.raises(CallRefused, match="已经公布过"):
        announce(world.officer, one, SCHOOL_RULES)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year: 2026", "year: 08", "1 处"),
        ("fact", "fact", "给不出"),
        ("  area: {zh: 招生片区, type: code}", "  yard: {zh: 操场, type: code}", "处"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(world: World, old: str, new: str, said: str):
    """Tests faults of the text with their lines, and facts that no source of the kind gives."""
    call = opened(world)
    text = SCHOOL_RULES.replace(old, new) if old != new else CLUB_RULES
    with pytest.raises(RulesRefused, match=said):
        announce(world.officer, round_of(world, call), text)
    assert Round.objects.filter(call=call, state=RoundState.ANNOUNCED).count() == 0


def test_attributes_and_batches_must_be_there(world: World):
    """Tests an attribute that no option has, and a line for a batch that the rules lack."""
    wider = SCHOOL_RULES.replace("attributes:\n", "attributes:\n  yard: {zh: 操场, type: code}\n")
    call = opened(world)
    with pytest.raises(RulesRefused, match="操场"):
        announce(world.officer, round_of(world, call), wider)
    CapacityLine.objects.filter(batch="民办").update(batch="统筹")
    Round.objects.update(state=RoundState.DRAFT)
    with pytest.raises(RulesRefused, match="统筹"):
        announce(world.officer, world.round, SCHOOL_RULES + "# 更正\n")


def test_last_years_call_is_copied_with_its_options_and_planned_places(world: World):
    """Tests days a year later, summed plans with their source, and nothing of what was asked."""
    mother = parent("林母")
    world.handed_in(mother, child_of(mother))
    line(world, "S1", 3, "planned", batch="公办")
    line(world, "S1", 5, "bought", batch="公办")
    uid = copy_call(
        actor=world.officer,
        call_uid=world.call.uid,
        year=2027,
        title="2027年小学入学",
        key=key(),
    )
    made = Call.objects.get(uid=uid)
    assert (made.state, made.year, made.settings) == (
        CallState.DRAFT,
        2027,
        {"stage": "primary"},
    )
    assert made.copied_from == world.call
    round_ = made.rounds.get()
    assert round_.opens_at == OPENS.replace(year=2027)
    assert (round_.state, round_.rulebook) == (RoundState.DRAFT, None)
    lines = {one.option.code: one for one in round_.lines.select_related("option")}
    assert {code: one.delta for code, one in lines.items()} == {"P1": 30, "S1": 33, "S2": 30}
    assert lines["S1"].source_uid == world.call.uid
    assert not made.applications.exists()
    announce(world.officer, round_, SCHOOL_RULES)


def test_a_call_ends_when_its_rounds_are_settled(world: World):
    """Tests that a running round keeps it open, and that a cancelled one does not."""
    with pytest.raises(CallRefused, match="还有一轮"):
        close_call(actor=world.officer, call_uid=world.call.uid, key=key())
    cancel_round(actor=world.officer, round_uid=world.round.uid, key=key())
    mother = parent("林母")
    with pytest.raises(WindowClosed):
        world.draft(mother, child_of(mother))
    close_call(actor=world.officer, call_uid=world.call.uid, key=key())
    with pytest.raises(NotFound):
        world.draft(mother, child_of(mother))
    with pytest.raises(CallRefused, match="已经结束"):
        round_of(world, world.call)


def test_times_and_phases_make_sense(world: World):
    """Tests spans the wrong way round, unknown steps, a step twice."""
    call = opened(world)
    step = PhaseGiven("apply", OPENS, CLOSES)
    for phases in (
        [PhaseGiven("apply", CLOSES, OPENS)],
        [PhaseGiven("sing", OPENS, CLOSES)],
        [step, step],
    ):
        with pytest.raises(CallRefused):
            round_of(world, call, *phases)


def test_each_office_keeps_its_own_calls(world: World, clubs: World):
    """Tests that the school keeps its clubs and the county its schools, in their lists."""
    assert [one.uid for one in kept(world.officer)] == [world.call.uid]
    assert [one.uid for one in kept(clubs.clerk)] == [clubs.call.uid]
    assert [one.uid for one in rounds_kept(clubs.clerk, clubs.call.uid)] == [clubs.round.uid]
    assert rounds_kept(clubs.clerk, world.call.uid) == []
    with pytest.raises(NotFound):
        cancel_round(actor=clubs.clerk, round_uid=world.round.uid, key=key())


def test_a_second_round_takes_new_wishes_under_the_same_receipt(world: World):
    """Tests that who was frozen waits for the result, and then asks again in the next round."""
    from xueyou.kernel.calls.models import Choice
    from xueyou.kernel.calls.services.drafts import save_draft
    from xueyou.kernel.calls.services.freezing import applications_in, freeze

    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    first = world.round
    freeze(actor=world.officer, round_uid=first.uid, key=key(), at=AFTER)
    later = Times(AFTER, AFTER + timedelta(days=2))
    uid = add_round(
        actor=world.officer, call_uid=world.call.uid, times=later, kind="supplementary", key=key()
    )
    world.round = Round.objects.get(uid=uid)
    line(world, "S1", 2, "planned", batch="公办")
    announce(world.officer, world.round, SCHOOL_RULES)
    from tests.kernel.calls.world import hand_in

    def ask() -> str:
        save_draft(
            actor=mother,
            application_uid=done.uid,
            answers={},
            choices=world.wishes(公办=["S1"]),
            at=AFTER,
        )
        return hand_in(mother, done, AFTER).receipt_no

    with pytest.raises(WindowClosed, match="上一轮"):
        ask()
    Round.objects.filter(pk=first.pk).update(state=RoundState.PUBLISHED)
    assert ask() == done.receipt_no
    assert Choice.objects.filter(round=first).count() == 2
    assert Choice.objects.filter(round=world.round).count() == 1
    assert applications_in(world.round).count() == 1

"""The rest of the city moves in: the same stories as in a running site, with few families.

Last year is finished and can be verified by whoever asks; a desk is full of what desks are full of;
talents' clocks run. Told again, nothing happens.
"""

import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.databases import world_in_memory
from xueyou.demo.filling import said
from xueyou.demo.handlers import STORY, begin_story
from xueyou.demo.replay.after import after_autumn, after_summer
from xueyou.demo.replay.check_desk import COUNTER, check_desk, steady_of
from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.enrolling import call_of, round_of
from xueyou.demo.replay.enrolment_open import enrolment_open, open_crowd
from xueyou.demo.replay.enrolment_reply import OBJECTIONS, enrolment_reply
from xueyou.demo.replay.finished import cx_done, tx_done
from xueyou.demo.replay.moving import moving
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.replay.statutory import claiming, file_of, shows
from xueyou.demo.replay.steering import preparations
from xueyou.demo.replay.supplementary import ADDED, second_round_of
from xueyou.demo.replay.telling import QUEUE, happen, tell
from xueyou.demo.stories import APPLICATIONS, STORIES
from xueyou.demo.world import found_city
from xueyou.demo.year.crowd import TAKEN_BACK
from xueyou.demo.year.enrolment import REPLY
from xueyou.demo.year.guests import GUESTS
from xueyou.demo.year.moving import ROLLING
from xueyou.demo.year.schools import number_of_schools
from xueyou.demo.year.seasons import CX_CHECK, CX_DONE, TX_DONE, Season
from xueyou.domains.arrivals.selectors.reconciling import reconciled
from xueyou.domains.checks.models import (
    CheckList,
    DeskBatch,
    HomeVisit,
    Recusal,
    Referral,
    SpotPick,
)
from xueyou.domains.enrolment.models import HomeState, HomeUse, Letter
from xueyou.domains.enrolment.selectors.season import season
from xueyou.domains.enrolment.selectors.season_doubles import doubles
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.common_questions import questions_at
from xueyou.kernel.calls.contacts import contact_of
from xueyou.kernel.calls.insiders import near
from xueyou.kernel.calls.left import left_in
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Attestation,
    Call,
    CapacityLine,
    Decision,
    Offer,
    Picture,
    Run,
)
from xueyou.kernel.calls.selectors.calls import calls_open
from xueyou.kernel.calls.selectors.common_questions import questions_of
from xueyou.kernel.calls.selectors.left import onward_of
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.deadlines.models import Deadline
from xueyou.platform.acts.models import Act
from xueyou.platform.files.api import path_of
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import frozen_business

FEW, DESK, MOVING = 30, 84, 16
MORNING = moment(date(2026, 11, 20), 8)


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


def stories() -> list[list[Event]]:
    """Return what is told here, in the order of the running site."""
    return [
        enrolment_open(2),
        enrolment_reply(4, crowd=FEW),
        check_desk(DESK),
        open_crowd(FEW),
        cx_done(FEW),
        tx_done(FEW),
        after_summer(),
        moving(MOVING),
        after_autumn(),
    ]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city and tell its stories once, each stopped half-way and taken up again."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        next(iter(preparations())).happen()
        for events in stories():
            tell(events[: len(events) // 2], seconds=600, say=unsaid)
            assert tell(events, seconds=600, say=unsaid)
        with frozen_business(MORNING):
            yield


def test_it_is_as_large_as_a_city() -> None:
    """About sixty schools, six thousand applications; each event has a key of its own."""
    assert number_of_schools() in range(58, 64)
    assert APPLICATIONS >= 6000
    for name, story in STORIES.items():
        if name == "clubs":
            continue  # asks the year's holidays; its own tests tell it
        keys = [event.key for event in story.events()]
        assert len(keys) == len(set(keys))


def test_guests_are_of_whom_it_is_said() -> None:
    """The whole city's lists are longer than those told here: the accounts are looked up there."""
    _, made = CX_CHECK.of()
    steady = steady_of(made)
    returned, visited = (steady[n].guardian.login_name for n in (40, 47))
    assert (GUESTS[returned][-4:], GUESTS[visited][-4:]) == ("要补材料", "上门走访")
    families = {one.guardian.login_name: one for one in made}
    apart = families["family-cxc-0304"]
    assert apart.twin_home is not None
    assert apart.twin_home.register != apart.home.register
    assert families["family-cxc-0008"].end == "left"
    told = {one.guardian.login_name for one in (*made, *CX_DONE.of()[1], *TX_DONE.of()[1])}
    told |= {one.guardian.login_name for rolling in ROLLING for one in rolling.families()}
    assert set(GUESTS) <= told


def test_told_again_nothing_happens(city: None) -> None:
    """Every verb answers a repeat as it did the first time; no job is left over."""
    acts = Act.objects.count()
    for events in stories():
        assert tell(events, seconds=600, say=unsaid)
    assert Act.objects.count() == acts
    assert not Job.objects.filter(queue=QUEUE).exclude(state="done").exists()


def test_told_again_what_was_taken_back_stays_so(city: None) -> None:
    """A story that breaks off just there goes on."""
    opened, made = CX_DONE.of(FEW)
    told = {event.key: event for event in crowded(CX_DONE, opened, made)}
    back = [one.guardian.login_name for one in made if one.end == TAKEN_BACK]
    assert back
    acts = Act.objects.count()
    for who in back:
        happen(told[f"demo-{opened.name}-{who}"])
    assert Act.objects.count() == acts


def test_the_desk_is_full(city: None) -> None:
    """Every state of a file, and everything that an office can have said, or has not said yet."""
    files = Application.objects.filter(call=call_of(CX_CHECK.opened))
    states = set(files.values_list("state", flat=True))
    assert states == {"draft", "submitted", "returned", "contested", "checked", "withdrawn"}
    lists = CheckList.objects.filter(round__call=call_of(CX_CHECK.opened))
    answered = {one.source: one.replies.exists() for one in lists}
    assert answered == {"police": True, "housing": True, "human_resources": False}
    worst = set(Attestation.objects.filter(application__in=files).values_list("worst", flat=True))
    assert {"agrees", "differs", "no_answer"} <= worst
    assert set(HomeVisit.objects.values_list("state", flat=True)) == {"planned", "done"}
    assert Referral.objects.filter(ended_at=None).exists()
    assert Recusal.objects.count() == 1
    assert SpotPick.objects.exclude(looked_at=None).filter(in_order=False).count() <= 1
    assert files.filter(channel="counter").count() == 1
    assert near(person(COUNTER), list(files)), "one is of his own kin"
    assert HomeUse.objects.filter(state=HomeState.UNCERTAIN).exists()


def test_a_batch_was_decided_by_workbook(city: None) -> None:
    """Passed, sent back, visited: in one act, from the list of what has to be looked at."""
    batch = DeskBatch.objects.get(call=call_of(CX_CHECK.opened))
    assert batch.state == "done"
    assert batch.counts["wrong"] == 0
    assert batch.counts["pass"] > 3
    assert batch.counts["rows"] > sum(batch.counts[does] for does in ("pass", "back", "visit"))


def test_a_family_has_photographed_its_certificate(city: None) -> None:
    """It was asked for it, and has handed in again; another one has not yet."""
    first, second = (file_of(CX_CHECK.opened, one) for one in claiming(CX_CHECK.of(DESK)[1])[:2])
    picture = Picture.objects.get()
    assert (picture.application_id, picture.what) == (first.pk, "policy_paper")
    assert picture.handed_in_at is not None
    assert picture.attachment.blob.size > 10_000
    assert (first.state, second.state) == ("submitted", "returned")


def test_some_filed_in_two_counties(city: None) -> None:
    """The same child, in two calls of the same year; the city sees both sides of each."""
    found = doubles(person("cenming"), 2027)
    assert len(found) >= 4
    assert {len(one.rows) for one in found} == {2}
    (seen, *_) = doubles(person(CX_CHECK.opened.officer), 2027)
    assert (len(seen.rows), seen.others) == (1, 1)
    rows = Application.objects.filter(
        year=2027, person__isnull=False, submitted_at__isnull=False, withdrawn_at=None
    )
    twice = [n for n in Counter(rows.values_list("person", flat=True)).values() if n > 1]
    assert len(twice) >= 4


@pytest.mark.parametrize("told", [CX_DONE, TX_DONE], ids=lambda one: one.opened.name)
def test_last_year_can_be_verified_by_whoever_asks(
    city: None, told: Season, tmp_path: Path
) -> None:
    """The public bundle, checked by the released verifier: 0."""
    run = Run.objects.get(round=round_of(told.opened), purpose="official")
    require_verified(run, tmp_path)


def require_verified(run: Run, folder: Path) -> None:
    """Let the released verifier say 0 of what everybody may download."""
    assert run.public_bundle is not None
    with zipfile.ZipFile(path_of(run.public_bundle)) as archive:
        archive.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-m", "xueyou.cli", "verify", str(folder)], capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_last_year_is_over(city: None) -> None:
    """Letters stand, places were refused and refilled, appeals answered, one upheld by a place."""
    assert Letter.objects.count() > FEW
    offers = Offer.objects.filter(call=call_of(TX_DONE.opened))
    assert not offers.filter(state="open").exists()
    answered = Appeal.objects.exclude(decision__run__round__call=call_of(REPLY))
    assert set(answered.values_list("state", flat=True)) == {"kept", "upheld"}
    assert CapacityLine.objects.filter(kind="bought").count() == 4
    agree = [reconciled(person(f"clerk-{code.lower()}"), place(code).uid, 2026)
             for code in ("CX-02", "CX-04", "CX-07")]  # fmt: skip
    assert sum(one.placed for one in agree) > 6
    assert all(child.why for one in agree for child in one.differing)
    assert sum(one.numbered for one in agree) >= sum(one.placed for one in agree) * 3 // 4


@pytest.mark.parametrize(
    ("told", "with_one", "without"),
    [
        (CX_DONE, "录取", "“主管部门认定的优待对象”为“否”"),
        (TX_DONE, "名额先给优待对象", "其余学位"),
    ],
    ids=lambda one: one.opened.name if isinstance(one, Season) else "",
)
def test_statutory_groups_show_a_certificate(
    city: None, told: Season, with_one: str, without: str
) -> None:
    """An officer states what was shown, and the result says what it did for the child."""
    for n, family in enumerate(claiming(told.of(FEW)[1])):
        file = file_of(told.opened, family)
        said = attested_of(Attestation.objects.get(application=file, source="officer"))
        assert said["statutory"]["v"] == ("yes" if shows(n) else "no")
        (*_, first) = result_of(person(family.guardian.login_name), file.uid)
        assert (with_one if shows(n) else without) in "".join(one.zh for one in first.wishes)


def test_who_found_no_place_was_placed_in_a_supplementary_round(city: None, tmp_path: Path) -> None:
    """After the refill: places left and added, a draw and an order of its own, replies."""
    first, second = round_of(TX_DONE.opened), second_round_of(TX_DONE.opened)
    assert (second.kind, second.state) == ("supplementary", "published")
    lines = CapacityLine.objects.filter(round=second, batch="公办", reason="增加一个班")
    assert dict(lines.values_list("option__code", "delta")) == dict(ADDED)
    run = Run.objects.get(round=second, purpose="official")
    asked = Application.objects.filter(round=second)
    before = Decision.objects.filter(run__round=first, run__purpose="official")
    assert not before.filter(application__in=asked, verdict="placed").exists()
    assert asked.count() >= 3
    assert run.decisions.filter(verdict="placed").count() == asked.count()
    held = Offer.objects.filter(decision__run=run)
    assert set(held.values_list("state", flat=True)) <= {"accepted", "declined", "lapsed"}
    assert held.filter(state="accepted").exists()
    require_verified(run, tmp_path)
    lines = season(person(TX_DONE.opened.officer), 2026).calls
    (line,) = (one for one in lines if one.uid == first.call.uid)
    assert line.round_zh.startswith("第2轮")
    assert all(one.held <= one.places for one in line.schools), "places of both rounds"
    assert line.held > held.filter(holds_place=True).count()


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_map_has_every_school(city: None, year: int) -> None:
    """No two of a call lie in one place; calls that run all year have no map."""
    calls = [one for one in season(person("cenming"), year).calls if not one.rolling]
    assert len({one.county for one in calls}) >= 2
    for call in calls:
        points = [one.point for one in call.schools]
        assert None not in points
        assert len(set(points)) == len(points) > 1


def test_families_read_whom_to_ask_and_what_others_ask(city: None) -> None:
    """Each county's own telephone; questions beside the pages of what may be filed now."""
    said = {contact_of(call, MORNING.date()) for call in Call.objects.all()}
    assert "" not in said
    assert len(said) == 4
    assert all("电话" in words for words in said)
    for call in (*calls_open(), *Call.objects.filter(kind__startswith="enrolment.t")):
        at = questions_at(Call.objects.get(uid=call.uid))
        assert at is not None, call.title
        assert questions_of(at)


def test_objections_to_what_was_just_published_run(city: None) -> None:
    """Asked by families, answered by nobody yet, and the time for it is not over."""
    asked = Appeal.objects.filter(decision__run__round__call=call_of(REPLY))
    assert asked.count() == OBJECTIONS
    assert set(asked.values_list("state", flat=True)) == {"open"}
    assert Offer.objects.filter(call=call_of(REPLY), state="open").exists()


def test_clocks_of_those_who_move_run(city: None) -> None:
    """Some are answered, some run, one stands still, one is over its time."""
    calls = Application.objects.filter(call__kind__in=("enrolment.talent", "enrolment.transfer"))
    clocks = Deadline.objects.filter(owner_uid__in=calls.values("uid"))
    states = set(clocks.values_list("state", flat=True))
    assert {"running", "paused", "met"} <= states
    assert set(calls.values_list("call__organisation__code", flat=True)) == {"LC", "CD", "CX"}
    assert Offer.objects.filter(call__kind="enrolment.talent", state="accepted").exists()


def test_the_front_page_says_how_far_it_has_come(city: None) -> None:
    """While a story is told; nothing afterwards."""
    assert said() == ""
    begin_story("cx-done")
    assert "澄西区2026年小学报名" in said()
    assert f"{APPLICATIONS:,}" in said()
    Job.objects.filter(kind=STORY).delete()


@pytest.mark.parametrize("told", [CX_DONE, TX_DONE], ids=lambda one: one.opened.name)
def test_nobody_without_a_place_was_left_untold(city: None, told: Season) -> None:
    """What is next was signed, and said to each family, before the county ended its call."""
    call = call_of(told.opened)
    assert call.state == "closed"
    left = list(left_in([call], MORNING))
    if told is TX_DONE:
        assert left
    for one in left:
        assert one.submitted_by is not None
        onward = onward_of(person(one.submitted_by.login_name), one.uid)
        assert onward is not None
        assert onward.told is not None
        assert "统筹安排" in onward.told.words
        assert onward.contact

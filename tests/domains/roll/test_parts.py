"""A large roll is recorded in parts: it goes on where it broke off, and is undone as a whole."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.serializers import serialize

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import citizen_number, doing
from xueyou.domains.roll.models import RollImport, RollLine
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.services import recording
from xueyou.kernel.registry.models import (
    GuardianContact,
    Identifier,
    Membership,
    MembershipKind,
    Person,
)
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.people import add_person, confirm_identifier
from xueyou.platform.acts.models import Act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import wall_now

TABLES = (Person, Identifier, Membership, GuardianContact, RollLine)
NAMES = ("林小满", "王知夏", "陈一诺", "周子衿", "许砚舟")


def dump() -> str:
    """Return everything that a roll may touch, as text."""
    return serialize("json", [row for table in TABLES for row in table.objects.order_by("pk")])


def five() -> list[dict[str, Any]]:
    """Return five pupils: three parts of at most two."""
    return [pupil(n, name) for n, name in enumerate(NAMES, start=1)]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part be of two rows."""
    monkeypatch.setattr(recording, "PART", 2)


def before_part(monkeypatch: pytest.MonkeyPatch, number: int, do: Callable[[], None]) -> None:
    """Let something happen just before a part of that number (from 0) is recorded."""
    record = recording._record_part

    def then(run: Any, found: Any, parts: Any, at: int, lines: Any) -> None:
        if at == number:
            do()
        record(run, found, parts, at, lines)

    monkeypatch.setattr(recording, "_record_part", then)


def parts_of(roll: RollImport) -> list[tuple[int, int, int]]:
    """Return part, of how many, and its new pupils, of each act that recorded some of a roll."""
    acts = Act.objects.filter(verb="roll.record", subject_uid=roll.uid).order_by("id")
    return [(one.data["part"], one.data["parts"], one.data["new"]) for one in acts]


def again() -> None:
    """Let the job that broke off be due at once, and run it."""
    Job.objects.filter(state="queued").update(run_at=wall_now())
    work_off()


def give_up(roll: RollImport) -> None:
    """Let the job of a roll have used up its attempts."""
    Job.objects.filter(uid=roll.job_uid).update(
        state="failed", error="机器停了。", finished_at=wall_now()
    )


def breaking() -> None:
    """Break off as a machine does that goes down."""
    raise OSError("gone")


def test_every_part_is_an_act_of_its_own(rolls: Rolls) -> None:
    """And all of them together are the roll; undone, nothing of any is left."""
    before = dump()
    done = rolls.take_in(rolls.hand_in(five()))
    assert (done.state, done.parts_done) == ("done", 3)
    assert parts_of(done) == [(1, 3, 2), (2, 3, 2), (3, 3, 1)]
    assert Membership.objects.count() == RollLine.objects.count() == 5
    rolls.undo(done.uid)
    assert dump() == before


def test_it_goes_on_where_it_broke_off(rolls: Rolls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is recorded twice, nobody left out, and what stands is told meanwhile."""
    with monkeypatch.context() as patched:
        before_part(patched, 1, breaking)
        broken = rolls.take_in(rolls.hand_in(five()))
    assert (broken.state, broken.parts_done, Membership.objects.count()) == ("applying", 1, 2)
    again()
    broken.refresh_from_db()
    assert (broken.state, broken.parts_done) == ("done", 3)
    assert sorted(Person.objects.filter(name__in=NAMES).values_list("name", flat=True)) == sorted(
        NAMES
    )
    assert parts_of(broken) == [(1, 3, 2), (2, 3, 2), (3, 3, 1)]


def test_a_job_that_gave_up_is_gone_on_with_or_undone(
    rolls: Rolls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page says how far it came; meanwhile another roll of the school waits for it."""
    before = dump()
    with monkeypatch.context() as patched:
        before_part(patched, 1, breaking)
        broken = rolls.take_in(rolls.hand_in(five()))
        other = rolls.hand_in([pupil(9, "新来")])
        with pytest.raises(RollRefused, match="另一份名册正在导入"):
            rolls.take_in(other)
        with pytest.raises(RollRefused):
            rolls.undo(broken.uid)
        give_up(broken)
    rolls.undo(broken.uid)
    assert dump() == before


def test_going_on_by_hand_finishes_it(rolls: Rolls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second confirmation takes up the rest."""
    with monkeypatch.context() as patched:
        before_part(patched, 2, breaking)
        broken = rolls.take_in(rolls.hand_in(five()))
        give_up(broken)
    done = rolls.take_in(broken)
    assert (done.state, Membership.objects.count()) == ("done", 5)


def test_what_changed_in_between_stops_it_and_is_said(
    rolls: Rolls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another school enrols a child of the third part: the first two stand, and are undone whole.

    Or the roll is handed in again, and only the rest of it is new.
    """

    def enrolled_elsewhere() -> None:
        with doing() as a:
            child = add_person(a, name=NAMES[4])
            confirm_identifier(
                a, child, kind="citizen", number=citizen_number(5), checked_by="school",
                on=a.business_at.date(),
            )  # fmt: skip
            enrol(
                a, child, rolls.places.school_b, kind=MembershipKind.PUPIL.value,
                on=a.business_at.date(), source=Ref("test", uuid7()), year=2026, stage="primary",
                grade=1, group="1班",
            )  # fmt: skip

    with monkeypatch.context() as patched:
        before_part(patched, 2, enrolled_elsewhere)
        stopped = rolls.take_in(rolls.hand_in(five()))
    assert (stopped.state, stopped.parts_done) == ("partly", 2)
    assert Membership.objects.filter(organisation=rolls.places.school_a).count() == 4
    with pytest.raises(RollRefused, match="只导了一部分"):
        rolls.take_in(stopped)
    rest = rolls.hand_in([*five()[:4], pupil(6, "新来")])
    assert (rest.counts["unchanged"], rest.counts["new"]) == (4, 1)
    rolls.undo(stopped.uid)
    assert not RollLine.objects.exists()
    assert not Membership.objects.filter(organisation=rolls.places.school_a).exists()
    assert list(Person.objects.filter(name__in=NAMES).values_list("name", flat=True)) == [NAMES[4]]

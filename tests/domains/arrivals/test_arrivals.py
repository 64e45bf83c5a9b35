"""Who has come is noted by the school alone; what was said before stays; counts go upwards."""

from typing import Any
from uuid import uuid4

import pytest

from tests.domains.arrivals.world import YEAR, Arrived
from tests.kernel.registry.people_world import officer
from xueyou.domains.arrivals.models import Arrival
from xueyou.domains.arrivals.refusals import ArrivalRefused
from xueyou.domains.arrivals.selectors.arrivals import Counts, counted, new_pupils, schools
from xueyou.domains.arrivals.services.noting import note_arrivals
from xueyou.kernel.calls.models import Offer
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress


def note(arrived: Arrived, **said: str) -> int:
    """Note what is said of the children, by their number in the world."""
    return note_arrivals(
        actor=arrived.clerk,
        school_uid=arrived.school.uid,
        year=YEAR,
        said={arrived.offer(int(name[1:])): word for name, word in said.items()},
        key=str(uuid4()),
    )


def test_the_last_word_counts_and_the_first_stays(arrived: Arrived) -> None:
    """Absent, then come; saying it twice changes nothing; the act holds numbers alone."""
    assert note(arrived, _0="unreached", _1="came") == 2
    assert note(arrived, _0="came") == 1
    assert note(arrived, _0="came") == 0
    # Of one act the rows lie by receipt number, which is random.
    assert sorted(Arrival.objects.values_list("state", "why")) == [
        ("absent", "unreached"),
        ("came", ""),
        ("came", ""),
    ]
    rows, counts = new_pupils(arrived.clerk, arrived.school.uid, YEAR)
    assert counts == Counts(placed=3, open=1, came=2, absent=0, unsaid=0)
    assert sorted((row.name, row.state) for row in rows) == sorted(
        [("阿卜杜萨拉木·𠮷㐂䶮", "came"), ("林小满", "came"), ("陈知夏", "")]
    )
    acts = Act.objects.filter(verb="arrivals.note").order_by("pk")
    assert [one.data for one in acts] == [
        {"came": 1, "absent": 1},
        {"came": 1, "absent": 0},
        {"came": 0, "absent": 0},
    ]


def test_a_place_given_back_meanwhile_is_not_noted(
    arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The family gives it back between the page and the lock: nothing of the page is noted."""
    hold = ActInProgress.lock

    def too_late(a: ActInProgress, *rows: Any) -> None:
        Offer.objects.filter(uid=arrived.offer(1)).update(state="ended", holds_place=False)
        hold(a, *rows)

    monkeypatch.setattr(ActInProgress, "lock", too_late)
    with pytest.raises(ArrivalRefused, match="已经不在本校"):
        note(arrived, _0="came", _1="came")
    assert not Arrival.objects.exists()


def test_who_has_not_accepted_cannot_have_come(arrived: Arrived) -> None:
    """Then nothing of the page is noted; nor a place of another school, nor an unknown word."""
    with pytest.raises(ArrivalRefused, match="还没有接受"):
        note(arrived, _1="came", _2="came")
    with pytest.raises(ArrivalRefused, match="选一个原因"):
        note(arrived, _1="absent")
    other = officer("school_clerk", arrived.enrolment.schools["WL"])
    with pytest.raises(NotFound):
        note_arrivals(
            actor=other,
            school_uid=arrived.school.uid,
            year=YEAR,
            said={arrived.offer(0): "came"},
            key=str(uuid4()),
        )
    with pytest.raises(ArrivalRefused, match="不在本校"):
        note_arrivals(
            actor=other,
            school_uid=arrived.enrolment.schools["WL"].uid,
            year=YEAR,
            said={arrived.offer(0): "came"},
            key=str(uuid4()),
        )
    assert not Arrival.objects.exists()


def test_an_office_above_counts_and_names_nobody(arrived: Arrived) -> None:
    """By school, in two queries however many; the list itself is the school's."""
    note(arrived, _0="came", _1="elsewhere")
    above = officer("registry_officer", arrived.enrolment.office.bureau, "above")
    page = schools(above, YEAR)
    by_name = {one.name: one.counts for one in counted(page, YEAR)}
    assert by_name["柳荫街小学"] == Counts(placed=3, open=1, came=1, absent=1, unsaid=0)
    assert by_name["文澜小学"] == Counts()
    with pytest.raises(NotFound):
        new_pupils(above, arrived.school.uid, YEAR)

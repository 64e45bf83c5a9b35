"""A whole number is shown for a reason, remembered, and not by the hundred."""

import pytest

from tests.kernel.registry.people_world import (
    LONG_AGO,
    Places,
    child,
    citizen_number,
    doing,
    family,
    guard,
    officer,
)
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import numbers_of, numbers_of_child
from xueyou.kernel.registry.services import unmasking
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.unmasking import REASONS, unmask
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act, Receipt
from xueyou.platform.db import uuid7
from xueyou.platform.notifications.models import Notification


def pupil(places: Places, serial: int = 1) -> Person:
    """Add a pupil of school A."""
    ward = child("林小满", serial)
    with doing() as a:
        enrol(a, ward, places.school_a, kind="pupil", on=LONG_AGO, source=Ref("l", uuid7()))
    return ward


def look(actor: SignedIn, person: Person, key: str = "k", reason: str = "document") -> str:
    """Unmask the person's one number."""
    uid = person.identifiers.get().uid
    return unmask(actor=actor, identifier_uid=uid, reason=reason, key=key)


def test_masked_first_then_whole(places: Places) -> None:
    """The list shows both ends; the verb shows the number and leaves an act without it."""
    ward, actor = pupil(places), officer("registry_officer", places.county_a)
    (shown,) = numbers_of(actor, ward.uid)
    assert (shown.kind_zh, shown.masked) == ("居民身份证", "35" + "*" * 14 + citizen_number(1)[-2:])
    assert look(actor, ward) == citizen_number(1)
    assert look(actor, ward) == citizen_number(1)
    act = Act.objects.get(verb="registry.number.unmask")
    assert act.data == {"identifier": str(shown.uid), "kind": "citizen", "reason": "document"}
    kept = repr(list(Receipt.objects.values())) + repr(list(Act.objects.values()))
    assert citizen_number(1) not in kept


def test_without_a_reason_nothing_is_shown(places: Places) -> None:
    """Only reasons of the list count."""
    ward, actor = pupil(places), officer("registry_officer", places.county_a)
    for reason in ("", "curious"):
        with pytest.raises(RegistryRefused, match="理由"):
            look(actor, ward, reason=reason)
    assert not Act.objects.filter(verb="registry.number.unmask").exists()
    assert set(REASONS)


def test_who_may_not_finds_nothing(places: Places) -> None:
    """The other county, a school's clerk, the family: each by its own way only."""
    ward, parent = pupil(places), family("a")
    guard(parent, ward)
    strangers = [
        officer("registry_officer", places.county_b),
        officer("school_clerk", places.school_a),
        parent.actor,
    ]
    for number, actor in enumerate(strangers):
        with pytest.raises(NotFound):
            look(actor, ward, key=str(number))
    assert numbers_of_child(parent.actor, ward.uid)[0].masked.count("*") == 14
    with pytest.raises(NotFound):
        numbers_of_child(family("b").actor, ward.uid)


def test_many_in_an_hour_are_told_and_then_refused(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who watch hear of the third, the fifth is refused, and a colleague is not."""
    monkeypatch.setattr(unmasking, "ALARM", 3)
    monkeypatch.setattr(unmasking, "MOST", 4)
    watcher = officer("auditor", places.bureau)
    actor = officer("registry_officer", places.county_a)
    wards = [pupil(places, serial) for serial in range(1, 11, 2)]
    for number, ward in enumerate(wards[:4]):
        look(actor, ward, key=str(number))
    told = Notification.objects.get()
    assert told.user == watcher.user
    assert told.params == {"count": "3"}
    with pytest.raises(RegistryRefused, match="最多查看4个"):
        look(actor, wards[4], key="5")
    look(officer("registry_officer", places.county_a, "colleague"), wards[4])

"""Standings: declared by who reads, granted once a source, honoured on their days."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.registry.people_world import TODAY, Places, child, doing
from xueyou.kernel.registry import standings as catalogue
from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.standings import in_force, light_of
from xueyou.kernel.registry.services.standings import grant, void_standing
from xueyou.kernel.registry.standings import (
    ORGANISATION,
    PERSON,
    StandingKind,
    standing_kind,
    writes,
)
from xueyou.platform.db import uuid7
from xueyou.platform.time import business_today, wall_now

Kinds = tuple[StandingKind, StandingKind]


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Declare two kinds for this test: places cut, and an aid category."""
    monkeypatch.setattr(catalogue, "_kinds", {})
    monkeypatch.setattr(catalogue, "_written", set())
    cut = standing_kind("tests.cut", party=ORGANISATION, quantity=True, zh="核减名额")
    aid = standing_kind("tests.aid", party=PERSON, zh="资助类别")
    writes(cut, aid)
    return cut, aid


def cut_places(kind: StandingKind, places: Places, source: Ref, **other: object) -> Standing:
    """Cut ten places of school A from today on."""
    facts = {"reason": "处分决定", "valid_from": TODAY, "quantity": 10, **other}
    with doing() as a:
        return grant(a, kind, places.school_a, source=source, **facts)  # type: ignore[arg-type]


def test_in_force_from_its_first_day_to_the_day_before_its_end(
    places: Places, kinds: Kinds
) -> None:
    """Half-open, like every span."""
    end = TODAY + timedelta(days=10)
    row = cut_places(kinds[0], places, Ref("case", uuid7()), valid_to=end)

    def found(on: date) -> list[int | None]:
        standing = in_force(kinds, organisations=[places.school_a.pk], on=on)
        return [one.quantity for one in standing.get(places.school_a.pk, [])]

    assert found(TODAY - timedelta(days=1)) == []
    assert found(TODAY) == [10]
    assert found(end - timedelta(days=1)) == [10]
    assert found(end) == []
    standing = in_force([kinds[0]], organisations=[places.school_a.pk], on=TODAY)
    assert standing[places.school_a.pk][0].source == Ref(row.source_kind, row.source_uid)


def test_one_source_grants_once(places: Places, kinds: Kinds) -> None:
    """The same words again are the same row; other words must void the first."""
    source = Ref("case", uuid7())
    first = cut_places(kinds[0], places, source)
    assert cut_places(kinds[0], places, source).pk == first.pk
    with pytest.raises(RegistryRefused, match="核减名额"):
        cut_places(kinds[0], places, source, quantity=5)
    with doing() as a:
        void_standing(a, first, why="复议撤销")
    assert cut_places(kinds[0], places, source, quantity=5).quantity == 5


def test_voided_is_honoured_no_more_but_known_as_it_was(places: Places, kinds: Kinds) -> None:
    """What a freeze of yesterday saw can be asked again."""
    row = cut_places(kinds[0], places, Ref("case", uuid7()))
    before = wall_now()
    with doing() as a:
        void_standing(a, row, why="复议撤销")
    school = [places.school_a.pk]
    assert in_force(kinds, organisations=school, on=TODAY) == {}
    assert len(in_force(kinds, organisations=school, on=TODAY, known_at=before)) == 1


def test_people_and_organisations_are_asked_apart(places: Places, kinds: Kinds) -> None:
    """A kind is about one sort of party."""
    ward = child()
    with doing() as a:
        grant(
            a,
            kinds[1],
            ward,
            source=Ref("list", uuid7()),
            reason="名单比对",
            valid_from=TODAY,
            grade="一档",
        )
    assert [one.grade for one in in_force(kinds, persons=[ward.pk], on=TODAY)[ward.pk]] == ["一档"]
    assert in_force(kinds, organisations=[ward.pk], on=TODAY) == {}
    with pytest.raises(ValueError, match="or about persons"):
        in_force(kinds, on=TODAY)


def test_wrong_uses_are_programming_errors(places: Places, kinds: Kinds) -> None:
    """Undeclared writer, wrong party, quantity where none belongs, a kind twice."""
    cut, aid = kinds
    unwritten = standing_kind("tests.unwritten", party=ORGANISATION, zh="无人授予")
    ward = child()
    wrong = [
        (unwritten, places.school_a, None),
        (cut, ward, 1),
        (aid, places.school_a, None),
        (aid, ward, 1),
        (cut, places.school_a, -1),
    ]
    for kind, party, quantity in wrong:
        with pytest.raises(ValueError, match="standing"), doing() as a:
            grant(
                a,
                kind,
                party,
                source=Ref("list", uuid7()),
                reason="x",
                valid_from=TODAY,
                quantity=quantity,
            )
    with pytest.raises(ValueError, match="twice"):
        standing_kind("tests.cut", party=PERSON, zh="又一次")


@pytest.mark.parametrize("facts", [{"reason": " "}, {"reason": "长" * 301}, {"valid_to": TODAY}])
def test_without_reason_or_days_it_is_refused(
    places: Places, kinds: Kinds, facts: dict[str, object]
) -> None:
    """Nothing is written."""
    with pytest.raises(RegistryRefused, match="没有登记"):
        cut_places(kinds[0], places, Ref("case", uuid7()), **facts)
    assert not Standing.objects.exists()


def test_asking_for_many_is_one_statement(places: Places, kinds: Kinds) -> None:
    """However many schools a round has."""
    cut_places(kinds[0], places, Ref("case", uuid7()))
    with CaptureQueriesContext(connection) as asked:
        in_force(kinds, organisations=range(1, 300), on=TODAY)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "light"),
    [(0, None, "good"), (0, 1, "good"), (-9, 0, "none"), (1, None, "wait"), (1, 9, "wait")],
)
def test_how_it_is_shown_follows_today(
    begins: int, ends: int | None, light: str, business_clock: object
) -> None:
    """Its first day counts, the day it ends does not."""
    today = business_today()
    until = None if ends is None else today + timedelta(days=ends)
    assert light_of(today + timedelta(days=begins), until) == light

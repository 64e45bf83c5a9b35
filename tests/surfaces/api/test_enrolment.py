"""What a county's program reads of its calls: counts and states of its own, and no name."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.arrivals.world import BORN, NAMES
from tests.domains.enrolment.conftest import own_roles
from tests.kernel.registry.people_world import citizen_number, officer
from tests.platform.orgs.trees import plant
from tests.surfaces.api.conftest import tablet_of
from tests.surfaces.api.season import Season, found_season
from xueyou.domains.roll.verbs import EXPORT
from xueyou.formats.oneroster import read_oneroster
from xueyou.kernel.calls.models import Round
from xueyou.kernel.publications.models import Publication
from xueyou.platform.acts.models import Act
from xueyou.surfaces.api import addresses
from xueyou.surfaces.api.problems import MEDIA

__all__ = ["own_roles"]


@pytest.fixture
def season(db: None, own_roles: None) -> Season:
    """Let a season pass."""
    return found_season()


def test_a_county_reads_its_call_from_list_to_places(season: Season) -> None:
    """The call, its round, where applications stand, what is given; each not to be stored."""
    office = season.tablets["enroller"]
    listed = office.get("/api/v1/calls")
    (one,) = listed.json()["calls"]
    assert (one["furthest"], one["call"]["state"]) == ("published", "open")
    sheet = office.get(season.call).json()
    (round_,) = sheet["rounds"]
    assert season.round.endswith(round_["uid"])
    counts = office.get(f"{season.round}/counts").json()
    assert (counts["handed_in"], counts["drafts"]) == (3, 0)
    places = office.get(f"{season.round}/places")
    given = {
        row["code"]: (row["places"], row["given"], row["left"]) for row in places.json()["options"]
    }
    assert given["LY"] == (3, 3, 0)
    assert office.get(f"{season.call}/lists").json()["lists"] == []
    assert all(name not in places.content.decode() for name in NAMES)
    assert {answer["Cache-Control"] for answer in (listed, places)} == {"no-store"}


def test_before_the_publication_nothing_is_said_of_what_is_given(season: Season) -> None:
    """Neither the sums nor the id of the result, though the run is done."""
    shown = season.tablets["enroller"].get(f"{season.round}/places").json()
    assert shown["publication_id"] == str(season.publication.subject_uid)
    Round.objects.update(published_at=season.publication.visible_to)
    hidden = season.tablets["enroller"].get(f"{season.round}/places").json()
    assert hidden["publication_id"] is None
    assert {row["given"] for row in hidden["options"]} == {None}


def test_another_county_finds_none_of_it(season: Season) -> None:
    """Its list is empty, and every address answers as one that does not exist."""
    other = plant("丁县教育局", season.arrived.enrolment.call.organisation, "county")
    tablet = tablet_of(officer("enrolment_officer", other))
    assert tablet.get("/api/v1/calls").json()["calls"] == []
    missing = tablet.get(f"/api/v1/calls/{uuid4()}")
    for address in (
        season.call,
        f"{season.call}/lists",
        f"{season.round}/counts",
        f"{season.round}/places",
        f"/api/v1/arrivals/{season.arrived.school.uid}?year=2026",
    ):
        answer = tablet.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (404, MEDIA)
        assert answer.json() | {"number": ""} == missing.json() | {"number": ""}


def test_what_is_published_is_everybodys_until_its_end(season: Season, business_clock: Any) -> None:
    """Found by receipt number, kept only to be asked again, gone the second it ends."""
    client = Client()
    (one,) = client.get("/api/v1/publications").json()["publications"]
    answer = client.get(season.list)
    said = answer.json()
    assert (one["uid"], said["publication_id"]) == (
        str(season.publication.uid),
        str(season.publication.subject_uid),
    )
    assert [column["zh"] for column in said["columns"]] == ["受理号", "学校"]
    assert all(name not in answer.content.decode() for name in NAMES)
    number = said["rows"][0][0]
    found = client.get(season.list, {"q": number.lower()}).json()
    assert [row[0] for row in found["rows"]] == [number]
    assert answer["Cache-Control"] == "no-cache"
    again = client.get(season.list, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    business_clock.move_to(season.publication.visible_to)
    for headers in ({}, {"If-None-Match": answer["ETag"]}):
        gone = client.get(season.list, headers=headers)
        assert (gone.status_code, gone.json()["code"]) == (410, "gone")
        assert gone["Cache-Control"] == "no-store"
    assert client.get("/api/v1/publications").json()["publications"] == []


def test_who_came_is_counted_and_a_schools_lists_are_compared(season: Season) -> None:
    """The office has counts by school; the school itself how far its five lists agree."""
    rows = season.tablets["registrar"].get("/api/v1/arrivals?year=2026").json()["schools"]
    counts = {row["name"]: (row["placed"], row["open"], row["unsaid"]) for row in rows}
    assert counts[season.arrived.school.name] == (3, 1, 2)
    path = f"/api/v1/arrivals/{season.arrived.school.uid}?year=2026"
    compared = season.tablets["clerk"].get(path).json()
    assert (compared["placed"], compared["came"], compared["differing"]) == (3, 0, 3)
    assert season.tablets["registrar"].get(path).status_code == 404


def test_the_roll_is_handed_out_as_oneroster(season: Season) -> None:
    """To the school itself, without a number of a document; the act says who took it."""
    path = f"/api/v1/rolls/{season.arrived.school.uid}/oneroster"
    answer = season.tablets["clerk"].post(path, {})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    tables = read_oneroster(answer.content)
    assert tables["orgs"]
    assert citizen_number(1, BORN) not in str(tables)
    assert Act.objects.filter(verb=EXPORT.name).count() == 1
    assert season.tablets["enroller"].post(path, {}).status_code == 404


def test_a_program_that_reads_too_often_waits(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's and an address's own limit; said in two languages, with when to come back."""
    monkeypatch.setitem(addresses.RATES, "read", "1/m/user")
    monkeypatch.setitem(addresses.RATES, "public", "1/m/ip")
    for tablet, path in ((season.tablets["enroller"], season.call), (Client(), season.list)):
        assert tablet.get(path).status_code == 200
        refused = tablet.get(path)
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert "太密" in refused.json()["title"]
        assert "Too many" in refused.json()["detail_en"]


def test_what_is_published_ends_even_before_its_row_is_swept(
    season: Season, business_clock: Any
) -> None:
    """The clock alone ends it: no job need have run."""
    business_clock.move_to(season.publication.visible_to - timedelta(seconds=1))
    assert Client().get(season.list).status_code == 200
    business_clock.move_to(season.publication.visible_to + timedelta(seconds=1))
    assert Publication.objects.get().taken_down_at is None
    assert Client().get(season.list).status_code == 410

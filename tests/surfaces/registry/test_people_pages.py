"""Looking people up: masked, one's own only; whole numbers with a reason; bonds ended; merged."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import citizen_number, claim, family, guard, officer
from tests.surfaces.registry.conftest import Browser
from xueyou.kernel.registry.models import Claim, Person, PersonBond
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.platform.acts.models import Act


@pytest.fixture
def officer_a(rolls: Rolls, browser: Browser) -> Client:
    """Return the browser of school A's registry officer, whose roll is in."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "王知夏")]))
    return browser(officer("registry_officer", rolls.places.school_a))


def posted(client: Client, address: str, **fields: Any) -> Any:
    """Post a form."""
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def test_a_number_finds_its_person_and_nobody_elses(
    officer_a: Client, rolls: Rolls, browser: Browser
) -> None:
    """Masked; another county's officer is told the same as for a number that nobody has."""
    asked = {"kind": "citizen", "number": citizen_number(1)}
    page = posted(officer_a, "/registry/people/search/", **asked).content.decode()
    person = Person.objects.get(name="林小满")
    assert f"/registry/people/{person.uid}/" in page
    assert "林小满" not in page
    stranger = browser(officer("registry_officer", rolls.places.county_b))
    assert (
        "没有这个号码的人" in posted(stranger, "/registry/people/search/", **asked).content.decode()
    )
    assert stranger.get(f"/registry/people/{person.uid}/").status_code == 404
    assert "没有这个号码的人" not in page
    wrong = posted(officer_a, "/registry/people/search/", kind="citizen", number="350504")
    assert wrong.status_code == 422
    assert "林**" in officer_a.get("/registry/people/search/?name=小满").content.decode()


def test_a_whole_number_needs_a_reason(officer_a: Client) -> None:
    """Without one nothing is shown; with one it is remembered."""
    person = Person.objects.get(name="林小满")
    page = officer_a.get(f"/registry/people/{person.uid}/").content.decode()
    assert citizen_number(1) not in page
    number = person.identifiers.get()
    address = f"/registry/people/{person.uid}/numbers/{number.uid}/"
    refused = posted(officer_a, address)
    assert (refused.status_code, citizen_number(1) in refused.content.decode()) == (422, False)
    shown = posted(officer_a, address, reason="document")
    assert citizen_number(1) in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert Act.objects.get(verb="registry.number.unmask").data["reason"] == "document"


def test_a_bond_ended_here_ends_the_sight(officer_a: Client) -> None:
    """The same second, not at the next sign-in."""
    ward, father = Person.objects.get(name="林小满"), family("f")
    bond = guard(father, ward)
    address = f"/registry/people/{ward.uid}/bonds/{bond.uid}/end/"
    unsaid = posted(officer_a, address, on="2026-11-20")
    assert unsaid.status_code == 422
    assert "凭什么终止" in unsaid.content.decode()
    assert posted(officer_a, address, on="2026-11-20", basis="court").status_code == 302
    assert Act.objects.get(verb="registry.bond.end").data["basis"] == "court"
    assert children_of(father.actor) == []
    assert not PersonBond.objects.standing().filter(valid_to=None).exists()


def test_files_are_merged_with_the_original_at_hand(officer_a: Client, rolls: Rolls) -> None:
    """The page asks for its last characters; two pupils of one name stay two."""
    rolls.take_in(
        rolls.hand_in(
            [
                pupil(1),
                pupil(2, "王知夏"),
                pupil(3),
                pupil(4, "林小满", 证件类型="还没有证件", 证件号码=""),
            ]
        )
    )
    keep, other, gone = Person.objects.filter(name="林小满").order_by("pk")
    page = officer_a.get(f"/registry/people/{keep.uid}/").content.decode()
    assert "照原件填" in page
    address, ends = f"/registry/people/{keep.uid}/merge/", citizen_number(1)[-4:]
    assert posted(officer_a, address, gone=str(gone.uid)).status_code == 422
    two = posted(officer_a, address, gone=str(other.uid), ends=ends)
    assert (two.status_code, "不是同一个" in two.content.decode()) == (422, True)
    assert posted(officer_a, address, gone=str(gone.uid), ends=ends).status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into == keep


def test_a_claim_is_decided_on_its_page(officer_a: Client) -> None:
    """What speaks for it, the original's last digits, the parent sees the child."""
    who = family("a")
    made = claim(who)
    assert made.state == "pending"
    page = officer_a.get("/registry/people/").content.decode()
    address = f"/registry/people/claims/{made.uid}/"
    assert address in page
    assert "和档案一样" in officer_a.get(address).content.decode()
    unsaid = posted(officer_a, f"{address}decide/")
    assert unsaid.status_code == 422
    fields = {"is_theirs": "yes", "basis": "birth", "ends": citizen_number(1)[-4:]}
    assert posted(officer_a, f"{address}decide/", **fields).status_code == 302
    assert [one.name for one in children_of(who.actor)] == ["林小满"]
    assert Claim.objects.get().confirmed_by.startswith("user:")
    assert officer_a.get(address).status_code == 404


def test_the_clerk_without_the_post_has_no_such_page(rolls: Rolls, browser: Browser) -> None:
    """Keeping the roll is not looking people up."""
    clerk = browser(rolls.clerk)
    for address in ("/registry/people/search/", "/registry/people/"):
        assert clerk.get(address).status_code in (403, 404)

"""After signing in: to one's desk, to the choice between several, or to one's own page."""

from datetime import date

import pytest
from django.test import Client

from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.demo import sign_in_path
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

BEGIN = "/account/begin/"


@pytest.fixture
def counties(db: None) -> tuple[Organisation, Organisation]:
    """Enter a bureau and two counties; return the counties."""
    made = []
    for name, kind in (("市", "bureau"), ("甲县", "county"), ("乙县", "county")):
        with act(SYSTEM, "orgs.organisation.create") as a:
            made.append(
                create_organisation(a, name=name, kind=kind, parent=made[0] if made else None)
            )
    return made[1], made[2]


def enter(client: Client, *places: Organisation, role: str = "county_officer") -> User:
    user = User.objects.make(login_name="han.wei", name="韩薇")
    for place in places:
        grant_role(
            actor=SYSTEM,
            user=user,
            role=role,
            organisation=place,
            valid_from=date(2026, 1, 1),
            key=str(place.uid),
        )
    client.get(sign_in_path(user))
    return user


def test_one_desk_is_entered_at_once(
    client: Client, counties: tuple[Organisation, Organisation]
) -> None:
    """Nothing to choose."""
    enter(client, counties[0])
    assert client.get(BEGIN)["Location"] == "/bureau/plans/"


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        ("school_principal", "/clubs/terms/"),
        ("school_teacher", "/clubs/sessions/"),
        ("enrolment_officer", "/calls/"),
        ("registry_officer", "/registry/rolls/"),
    ],
)
def test_everybody_begins_where_his_work_is(
    client: Client, counties: tuple[Organisation, Organisation], role: str, desk: str
) -> None:
    """A school at its clubs, a teacher at today's rolls; the page is there."""
    place = counties[0]
    if role.startswith("school"):
        with act(SYSTEM, "orgs.organisation.create") as a:
            place = create_organisation(a, name="小学", kind="school", parent=counties[0])
    enter(client, place, role=role)
    assert client.get(BEGIN)["Location"] == desk
    assert client.get(desk).status_code == 200


def test_of_several_one_is_chosen_and_can_be_changed(
    client: Client, counties: tuple[Organisation, Organisation]
) -> None:
    """The page names both; the choice holds until it is changed."""
    enter(client, *counties)
    assert client.get(BEGIN)["Location"] == "/account/acting-for/"
    page = client.get("/account/acting-for/").content.decode()
    assert "甲县" in page
    assert "乙县" in page
    for chosen in reversed(counties):
        answer = client.post("/account/acting-for/", {"organisation": str(chosen.uid)})
        assert answer["Location"] == BEGIN
        assert client.get(BEGIN)["Location"] == "/bureau/plans/"
        assert chosen.name in client.get("/me/").content.decode()


def test_a_place_where_one_holds_nothing_cannot_be_chosen(
    client: Client, counties: tuple[Organisation, Organisation]
) -> None:
    """It is not there for this person."""
    enter(client, counties[0])
    for uid in (str(counties[1].uid), "nonsense", ""):
        assert client.post("/account/acting-for/", {"organisation": uid}).status_code == 404


def test_who_may_enter_no_desk_sees_his_own_page(
    client: Client, counties: tuple[Organisation, Organisation]
) -> None:
    """An administrator of security has no documents."""
    enter(client, counties[0], role="security_admin")
    assert client.get(BEGIN)["Location"] == "/me/"


def test_without_any_role_the_pages_say_so(client: Client, db: None) -> None:
    """A sentence, not an empty desk."""
    enter(client)
    assert client.get(BEGIN)["Location"] == "/me/"
    assert "没有任何单位的角色" in client.get("/account/acting-for/").content.decode()


def test_a_family_begins_at_home(client: Client, db: None) -> None:
    """An account that a phone opened holds no desk, and nobody's work is shown to it."""
    family = User.objects.make(login_name="phone1", name="家长", staff=False)
    client.force_login(family)
    assert client.get(BEGIN)["Location"] == "/family/"

"""Sessions end: by the button, by idleness, with the account, with the password."""

import time
from datetime import timedelta

import time_machine
from django.test import Client

from tests.platform.accounts.conftest import INSIDE, PASSWORD, Person, is_inside, sign_in
from xueyou.platform.accounts.models import User


def test_signing_out_is_a_deed(client: Client, person: Person) -> None:
    """A link or an image cannot sign anybody out; the button can."""
    sign_in(client, person)
    client.get("/account/sign-out/")
    assert is_inside(client)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/account/sign-out/").status_code == 403
    assert is_inside(client)
    answer = client.post("/account/sign-out/")
    assert not is_inside(client)
    assert answer["Clear-Site-Data"] == '"storage"'  # what pages kept on the device goes with it


def test_half_an_hour_of_nothing_ends_it(client: Client, person: Person) -> None:
    """Idle ends, use keeps, by the wall clock."""
    sign_in(client, person)
    began = time.time()
    for minutes, inside in ((29, True), (58, True), (89, False)):
        with time_machine.travel(began + minutes * 60, tick=False):
            assert is_inside(client) is inside, minutes


def test_a_day_is_the_longest(client: Client, person: Person) -> None:
    """However busy, a session does not outlive twelve hours."""
    sign_in(client, person)
    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()


def test_a_closed_account_is_out_at_once(client: Client, person: Person) -> None:
    """Its open sessions too."""
    sign_in(client, person)
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    assert not is_inside(client)


def test_a_new_password_ends_the_other_sessions(client: Client, person: Person) -> None:
    """The device on which it was changed stays in."""
    sign_in(client, person)
    other = Client()
    sign_in(other, person)
    new = "桂花-Osmanthus-77"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_inside(client)
    assert not is_inside(other)


def test_answers_to_people_are_not_kept(client: Client, person: Person) -> None:
    """Neither inside nor at the door, nor when something is not found."""
    sign_in(client, person)
    for path in (INSIDE, "/account/sign-in/", "/account/second-factor/", "/nowhere/"):
        assert "no-store" in client.get(path)["Cache-Control"], path

"""Staff go nowhere without the second factor, and a code counts once."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.test import Client

from tests.platform.accounts.conftest import (
    CODE,
    INSIDE,
    SET_UP,
    Person,
    give_password,
    is_inside,
    set_up,
    sign_in,
)


def test_staff_without_it_are_sent_to_set_it_up(
    client: Client, make_person: Callable[..., Person]
) -> None:
    """Every page leads there, also a fragment and a form, until it is done."""
    person = make_person(second_factor=False)
    give_password(client, person.user.login_name)
    assert client.get(INSIDE)["Location"].startswith(SET_UP)
    assert client.post(INSIDE, {"organisation": "x"})["Location"] == SET_UP
    fragment = client.get(INSIDE, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"][: len(SET_UP)]) == (401, SET_UP)
    person.secret = _secret_on(client.get(SET_UP).content.decode())
    assert set_up(client, person.code()).status_code == 302
    assert is_inside(client)


def test_the_code_that_set_it_up_opens_nothing_again(
    client: Client, make_person: Callable[..., Person]
) -> None:
    """Whoever looked over the shoulder comes too late."""
    person = make_person(second_factor=False)
    give_password(client, person.user.login_name)
    person.secret = _secret_on(client.get(SET_UP).content.decode())
    code = person.code()
    set_up(client, code)
    other = Client()
    give_password(other, person.user.login_name)
    other.post(CODE, {"code": code})
    assert not is_inside(other)


def test_a_code_counts_once(client: Client, person: Person) -> None:
    """The same code on a second device is refused in words."""
    code = person.code()
    give_password(client, person.user.login_name)
    client.post(CODE, {"code": code})
    assert is_inside(client)
    other = Client()
    give_password(other, person.user.login_name)
    answer = other.post(CODE, {"code": code})
    assert "验证码不对，或者已经换了" in answer.content.decode()
    assert not is_inside(other)


def test_old_and_coming_codes_are_refused(client: Client, person: Person) -> None:
    """Only the code of this half minute counts: a remembered one must not live longer."""
    give_password(client, person.user.login_name)
    for later in (-2, 2):
        client.post(CODE, {"code": person.code(later)})
        assert not is_inside(client)


def test_recovery_codes_count_once_and_are_shown_once(
    client: Client, make_person: Callable[..., Person]
) -> None:
    """A recovery code replaces the app a single time."""
    person = make_person(second_factor=False)
    give_password(client, person.user.login_name)
    person.secret = _secret_on(client.get(SET_UP).content.decode())
    shown = client.get(set_up(client, person.code())["Location"]).content.decode()
    code = Authenticator.objects.get(user=person.user, type="recovery_codes").wrap()
    first = code.get_unused_codes()[0]
    assert first in shown
    assert first not in client.get("/account/recovery-codes/").content.decode()
    for attempt, opens in ((1, True), (2, False)):
        other = Client()
        give_password(other, person.user.login_name)
        other.post(CODE, {"code": first})
        assert is_inside(other) is opens, attempt


def test_a_session_from_before_must_prove_it(
    client: Client, make_person: Callable[..., Person]
) -> None:
    """Set up on one device, asked for on the other that was half-way in."""
    person = make_person(second_factor=False)
    early = Client()
    give_password(early, person.user.login_name)
    give_password(client, person.user.login_name)
    person.secret = _secret_on(client.get(SET_UP).content.decode())
    set_up(client, person.code())
    assert early.get(INSIDE)["Location"].startswith("/account/code/confirm/")


def test_taking_it_off_closes_the_door_until_it_is_set_up_again(
    client: Client, person: Person
) -> None:
    """A new telephone: the old secret goes, and nothing opens before the new one stands."""
    sign_in(client, person)
    client.post("/account/confirm/", {"password": "梧桐-Tree-9241"})
    answer = client.post("/account/second-factor/change/")
    assert answer.status_code == 302
    assert client.get(INSIDE)["Location"].startswith(SET_UP)


def test_the_secret_is_stored_encrypted(person: Person) -> None:
    """Whoever reads the table alone cannot make codes."""
    stored = Authenticator.objects.get(user=person.user, type="totp").data["secret"]
    assert person.secret not in stored


def _secret_on(page: str) -> str:
    return page.split('<b class="code">')[1].split("</b>")[0]

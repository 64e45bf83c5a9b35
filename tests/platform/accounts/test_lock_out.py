"""Guessing is slowed where it happens; nobody can lock out somebody else."""

import pytest
from django.test import Client

from tests.platform.accounts.conftest import CODE, Person, give_password, is_inside, sign_in

STRANGER = {"REMOTE_ADDR": "203.0.113.9"}
OFFICE = {"REMOTE_ADDR": "198.51.100.4"}


def guess(times: int, login: str, **where: str) -> None:
    for number in range(times):
        give_password(Client(), login, f"geraten-{number}-geraten", **where)


def test_guessing_is_stopped_where_it_happens(client: Client, person: Person) -> None:
    """After five wrong passwords even the right one is refused at that address for a while."""
    guess(5, person.user.login_name, **STRANGER)
    answer = give_password(client, person.user.login_name, **STRANGER)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "账号没有被锁" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_stranger_cannot_lock_the_chief_out(client: Client, person: Person) -> None:
    """Hundreds of wrong guesses in her name elsewhere change nothing for her."""
    guess(60, person.user.login_name, **STRANGER)
    sign_in(client, person, **OFFICE)
    assert is_inside(client)


def test_nor_from_the_same_address(client: Client, person: Person) -> None:
    """Behind the office's one address her own device counts for itself."""
    sign_in(client, person, **OFFICE)
    client.post("/account/sign-out/")
    guess(60, person.user.login_name, **OFFICE)
    sign_in(client, person, **OFFICE)
    assert is_inside(client)


def test_a_signed_in_device_keeps_working(client: Client, person: Person) -> None:
    """Nothing that happens at the door reaches a session inside."""
    sign_in(client, person, **OFFICE)
    guess(60, person.user.login_name, **OFFICE)
    assert is_inside(client)


def test_a_known_device_is_no_free_ticket(client: Client, person: Person) -> None:
    """It has its own count: a stolen laptop guesses ten times, not for ever."""
    sign_in(client, person, **OFFICE)
    client.post("/account/sign-out/")
    for number in range(10):
        give_password(client, person.user.login_name, f"geraten-{number}-x", **OFFICE)
    give_password(client, person.user.login_name, **OFFICE)
    assert client.post(CODE, {"code": person.code()}).status_code == 302
    assert not is_inside(client)


def test_one_address_cannot_try_many_names(client: Client, person: Person) -> None:
    """Spraying one password over all names is stopped by the address."""
    for number in range(20):
        give_password(Client(), f"name.{number}", "sommer-2026-x", **STRANGER)
    answer = give_password(client, person.user.login_name, **STRANGER)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "停一停" in answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("forged", ["", "{}", "x:y:z"])
def test_a_forged_device_cookie_counts_for_nothing(
    client: Client, person: Person, forged: str
) -> None:
    """The cookie is signed; a made-up one is no device."""
    for number in range(6):
        other = Client()
        other.cookies["xueyou_device"] = forged + str(number)
        give_password(other, person.user.login_name, f"geraten-{number}-x", **STRANGER)
    answer = give_password(client, person.user.login_name, **STRANGER)
    assert answer.status_code == 200  # type: ignore[attr-defined]


def test_codes_are_limited_too(client: Client, person: Person) -> None:
    """Who has the password cannot try all codes: after five the right one is refused."""
    give_password(client, person.user.login_name)
    wrong = f"{(int(person.code()) + 1) % 1_000_000:06d}"
    for _ in range(5):
        client.post(CODE, {"code": wrong})
    client.post(CODE, {"code": person.code()})
    assert not is_inside(client)

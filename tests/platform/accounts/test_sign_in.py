"""Signing in takes a password and a code, and tells a stranger nothing."""

from collections.abc import Callable

import pytest
from django.contrib.auth import hashers
from django.test import Client

from tests.platform.accounts.conftest import (
    CODE,
    PASSWORD,
    SIGN_IN,
    Person,
    give_password,
    is_inside,
    sign_in,
)
from xueyou.platform.accounts.models import User


def test_password_and_code_open_the_door(client: Client, person: Person) -> None:
    """The password alone opens nothing."""
    answer = give_password(client, person.user.login_name)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert answer["Location"] == CODE  # type: ignore[index]
    assert not is_inside(client)
    assert client.post(CODE, {"code": person.code()}).status_code == 302
    assert is_inside(client)


def test_the_session_is_another_one_after_signing_in(client: Client, person: Person) -> None:
    """A session planted before opens nothing afterwards."""
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, person)
    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert not is_inside(planted)


def test_unknown_name_and_wrong_password_read_the_same(
    client: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status, words and the number of password hashes are equal: neither text nor time tells."""
    hashed: list[str] = []
    make = hashers.MD5PasswordHasher.encode

    def counting(self: object, password: str, salt: str) -> str:
        hashed.append("hash")
        return make(self, password, salt)  # type: ignore[arg-type]

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    pages, work = [], []
    for login in (person.user.login_name, "nobody.here"):
        hashed.clear()
        answer = give_password(client, login, "falsch-falsch-1")
        pages.append(answer.content.decode().replace(login, "…"))  # type: ignore[attr-defined]
        work.append(len(hashed))
        assert answer.status_code == 200  # type: ignore[attr-defined]
    strip = [_without_tokens(page) for page in pages]
    assert strip[0] == strip[1]
    assert work == [1, 1]
    assert "登录名和密码对不上" in pages[0]


def test_a_closed_account_looks_like_a_wrong_password_without_the_right_one(
    client: Client, person: Person
) -> None:
    """Only who knows the password is told that the account is closed; nobody gets in."""
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    wrong = give_password(client, person.user.login_name, "falsch-falsch-1")
    assert wrong.status_code == 200  # type: ignore[attr-defined]
    right = give_password(client, person.user.login_name)
    assert right["Location"] == "/account/closed/"  # type: ignore[index]
    assert not is_inside(client)


def test_nobody_signs_up(client: Client) -> None:
    """Accounts are opened by an administrator; there is no address to open one oneself."""
    for path in ("/account/signup/", "/account/sign-up/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("password", ["short-1", "1234567890123", "password123", "han.wei-2026"])
def test_weak_passwords_are_refused(
    client: Client, make_person: Callable[..., Person], password: str
) -> None:
    """Ten characters, not all digits, not common, not one's own name."""
    person = make_person()
    sign_in(client, person)
    answer = client.post(
        "/account/password/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    person.user.refresh_from_db()
    assert person.user.check_password(PASSWORD)


def _without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)

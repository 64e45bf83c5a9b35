"""People who sign in, and their authenticator apps."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from xueyou.platform.accounts.models import User

PASSWORD = "梧桐-Tree-9241"
SIGN_IN = "/account/sign-in/"
CODE = "/account/code/"
SET_UP = "/account/second-factor/set-up/"
INSIDE = "/account/acting-for/"
"""A page of every signed-in person, behind the second factor."""


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> Iterator[None]:
    """Forget attempts of other tests."""
    cache.clear()
    yield
    cache.clear()


@dataclass
class Person:
    """An account with its password and the secret in its authenticator app."""

    user: User
    secret: str

    def code(self, later: int = 0) -> str:
        """Return the code shown now, or some periods later."""
        return totp.format_hotp_value(totp.hotp_value(self.secret, int(time.time()) // 30 + later))


@pytest.fixture
def make_person(db: None) -> Iterator[Callable[..., Person]]:
    """Return a maker of people with a password and, unless told otherwise, a second factor.

    The wall clock stands still: a code that is made is never that of a half minute just past.
    """

    def make(login: str = "han.wei", *, second_factor: bool = True, email: str = "") -> Person:
        user = User.objects.make(login_name=login, name="韩薇", password=PASSWORD, email=email)
        secret = totp.generate_totp_secret()
        if second_factor:
            totp.TOTP.activate(user, secret)
        return Person(user, secret)

    with time_machine.travel(time.time(), tick=False):
        yield make


@pytest.fixture
def person(make_person: Callable[..., Person]) -> Person:
    """Return one such person."""
    return make_person()


def give_password(client: Client, login: str, password: str = PASSWORD, **extra: str) -> object:
    """Answer of the first step of signing in."""
    return client.post(SIGN_IN, {"login": login, "password": password}, **extra)  # type: ignore[arg-type]


def sign_in(client: Client, person: Person, **extra: str) -> object:
    """Answer of the last step of signing in."""
    give_password(client, person.user.login_name, **extra)
    cache.delete(f"allauth.mfa.totp.used?user={person.user.pk}&code={person.code()}")
    return client.post(CODE, {"code": person.code()}, **extra)  # type: ignore[arg-type]


def set_up(client: Client, code: str) -> Any:
    """Answer of setting up the app with its first code.

    A test's transaction never commits, so what waits for the commit is run at once, as it is
    in the running site.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda hook, **options: hook())
        return client.post(SET_UP, {"code": code})


def is_inside(client: Client) -> bool:
    """Whether the client sees pages of signed-in people."""
    return client.get(INSIDE).status_code == 200

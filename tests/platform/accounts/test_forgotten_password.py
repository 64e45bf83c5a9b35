"""A link sets a new password once; asking for one tells nobody who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.platform.accounts.conftest import PASSWORD, Person, is_inside, sign_in

FORGOTTEN = "/account/password/forgotten/"
NEW = "桂花-Osmanthus-77"


@pytest.fixture(autouse=True)
def letters(settings: object) -> list[mail.EmailMessage]:
    """Keep letters in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    mail.outbox = []  # type: ignore[attr-defined]
    return mail.outbox  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def reachable(person: Person) -> Person:
    """Return a person with an address."""
    person.user.email = "han.wei@example.org"
    person.user.save()
    return person


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://testserver(/account/password/new/\S+)", str(letter.body))
    assert found
    return found.group(1)


def test_the_link_works_once(
    client: Client, reachable: Person, letters: list[mail.EmailMessage]
) -> None:
    """The second use, the used form and the old password all fail; the other sessions end."""
    inside = Client()
    sign_in(inside, reachable)
    client.post(FORGOTTEN, {"email": "han.wei@example.org"})
    link = link_in(letters[0])
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    reachable.user.refresh_from_db()
    assert reachable.user.check_password(NEW)
    assert not is_inside(inside)
    again = Client()
    page = again.get(link, follow=True).content.decode()
    assert "这个链接不能用了" in page
    again.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    reachable.user.refresh_from_db()
    assert reachable.user.check_password(NEW)


def test_it_signs_nobody_in(
    client: Client, reachable: Person, letters: list[mail.EmailMessage]
) -> None:
    """A read mailbox is not a second factor."""
    client.post(FORGOTTEN, {"email": "han.wei@example.org"})
    form = client.get(link_in(letters[0]))["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert not is_inside(client)


def test_known_and_unknown_addresses_are_answered_alike(
    client: Client, reachable: Person, letters: list[mail.EmailMessage]
) -> None:
    """Same page, one letter each: neither words nor time tell."""
    answers = [
        client.post(FORGOTTEN, {"email": to})
        for to in ("han.wei@example.org", "nobody@example.org")
    ]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [letter.to for letter in letters] == [["han.wei@example.org"], ["nobody@example.org"]]
    assert "没有登记过账号" in str(letters[1].body)


def test_a_foreign_host_never_gets_into_the_letter(
    client: Client, reachable: Person, letters: list[mail.EmailMessage]
) -> None:
    """A poisoned Host header is refused before anything is sent."""
    answer = client.post(FORGOTTEN, {"email": "han.wei@example.org"}, headers={"Host": "evil.test"})
    assert answer.status_code == 400
    assert letters == []


def test_an_invented_token_sets_nothing(client: Client, reachable: Person) -> None:
    """Guessing a link fails in words."""
    page = client.get("/account/password/new/1-abcdef-0123456789/", follow=True)
    assert "这个链接不能用了" in page.content.decode()


@pytest.mark.parametrize("to", ["han.wei@example.org", "nobody@example.org"])
def test_a_mail_server_that_is_down_is_said(
    client: Client, reachable: Person, settings: object, to: str
) -> None:
    """The page says that nothing was sent, the same for every address, and is no fault of ours."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    answer = client.post(FORGOTTEN, {"email": to})
    assert answer.status_code == 200
    assert "信没有寄出" in answer.content.decode()

"""`next=` leads back into the house and nowhere else."""

import pytest
from django.test import Client

from tests.platform.accounts.conftest import CODE, PASSWORD, SIGN_IN, Person, give_password
from xueyou.platform.accounts.demo import sign_in_path

EVIL = [
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test/",
    "///evil.test",
    "http:evil.test",
    "javascript:alert(1)",
    "https://testserver@evil.test/",
    "https://testserver.evil.test/",
    "\thttps://evil.test/",
]


@pytest.mark.parametrize("target", EVIL)
def test_sign_in_does_not_lead_away(client: Client, person: Person, target: str) -> None:
    """By query or by form field, at the password or at the code."""
    answer = client.post(
        SIGN_IN + "?next=" + target,
        {"login": person.user.login_name, "password": PASSWORD, "next": target},
    )
    assert "evil" not in answer["Location"]
    last = client.post(CODE + "?next=" + target, {"code": person.code(), "next": target})
    assert "evil" not in last["Location"]
    assert "javascript" not in last["Location"]


@pytest.mark.parametrize("target", EVIL)
def test_nor_does_sign_out_or_the_demonstration_link(
    client: Client, person: Person, target: str
) -> None:
    """Each door checks."""
    into = client.get(sign_in_path(person.user), {"next": target})
    out = client.post("/account/sign-out/", {"next": target})
    for answer in (into, out):
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_a_way_inside_is_kept(client: Client, person: Person) -> None:
    """Who was sent to the door comes back to where he was going."""
    wanted = client.get("/account/password/")["Location"]
    client.post(
        wanted,
        {"login": person.user.login_name, "password": PASSWORD, "next": "/account/password/"},
    )
    answer = client.post(CODE, {"code": person.code()})
    assert answer["Location"] == "/account/password/"


@pytest.mark.parametrize("host", ["evil.test", "testserver.evil.test", "evil.test:80", "[::bad"])
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    """Nothing is built from a Host header that is not ours."""
    assert give_password(client, "x", "y", HTTP_HOST=host).status_code == 400  # type: ignore[attr-defined]

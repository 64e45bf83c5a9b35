"""No page but the upload takes a long body, and none reads it first."""

from django.test import Client

from tests.surfaces.bodies import LongBody
from xueyou.surfaces.shell.bodies import ORDINARY


def test_a_long_body_is_answered_413_without_being_kept(db: None, client: Client) -> None:
    """Tests that the declared length decides, before the token is looked for in the body."""
    body = LongBody(ORDINARY + 1)
    answer = client.generic(
        "POST",
        "/account/sign-in/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(ORDINARY + 1), "wsgi.input": body},
    )
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()
    assert body.left == 0
    assert body.largest <= 1 << 20


def test_a_sender_that_goes_away_breaks_nothing(db: None, client: Client) -> None:
    """Tests a declared length that never arrives."""
    answer = client.generic(
        "POST",
        "/account/sign-in/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(1 << 40), "wsgi.input": LongBody(10)},
    )
    assert answer.status_code == 413


def test_an_ordinary_body_passes(db: None, client: Client) -> None:
    """Tests that a form of usual length is not stopped."""
    assert client.post("/account/sign-in/", {"login": "x", "password": "y"}).status_code == 200

"""Mail of production is told by one address, and the address is never repeated."""

import pytest

from xueyou.site.settings.mail import Mail, mail_of


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", Mail("mail.example", 25, sender="a@b")),
        (
            "smtp+tls://kai:p%40ss@mail.example",
            Mail("mail.example", 587, "kai", "p@ss", starttls=True, sender="a@b"),
        ),
        ("smtps://mail.example:4650", Mail("mail.example", 4650, tls=True, sender="a@b")),
        ("", Mail("localhost", 25, sender="a@b")),
    ],
)
def test_an_address_says_server_port_and_encryption(url: str, found: Mail) -> None:
    """Each scheme has its usual port; users and passwords are percent-encoded."""
    assert mail_of(url, "a@b") == found


@pytest.mark.parametrize(
    "url", ["mail.example", "http://kai:geheim@x", "smtp://", "smtp://kai:geheim@x:70000"]
)
def test_a_wrong_address_is_a_sentence_without_the_password(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read is named by its variable only."""
    with pytest.raises(SystemExit) as ended:
        mail_of(url, "a@b")
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "XUEYOU_MAIL_URL" in said
    assert "geheim" not in said


def test_without_an_address_it_is_the_machines_own_server() -> None:
    """A site without a word about mail still starts."""
    assert mail_of("", "") == Mail("localhost", 25, sender="webmaster@localhost")


def test_a_server_without_a_sender_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Letters from nobody are thrown away by whoever receives them."""
    with pytest.raises(SystemExit):
        mail_of("smtps://mail.example", "")
    assert "XUEYOU_MAIL_FROM" in capsys.readouterr().err

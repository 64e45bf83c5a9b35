"""How mail leaves a production site: XUEYOU_MAIL_URL and XUEYOU_MAIL_FROM, read into settings."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from xueyou.site.settings.environment import cannot_start

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Plain, upgraded by STARTTLS, encrypted from the first byte; each with its usual port."""
TIMEOUT = 10
NOBODY = "webmaster@localhost"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and whom letters come from."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = NOBODY


def mail_of(url: str, sender: str) -> Mail:
    """Return what ``smtp+tls://user:password@host:587`` says; without it the machine's own server.

    Users and passwords are percent-encoded. A wrong one ends the start with a sentence that never
    repeats the address, because it holds the password.
    """
    if not url:
        return Mail(sender=sender or NOBODY)
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        cannot_start(
            "XUEYOU_MAIL_URL 读不出邮件服务器，请写成 smtp+tls://用户名:密码@服务器:587 这样；"
            "开头可以是 smtp、smtp+tls 或 smtps。"
        )
    if not sender:
        cannot_start("写了 XUEYOU_MAIL_URL，还要用 XUEYOU_MAIL_FROM 写明发信人的邮箱。")
    return Mail(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
        sender=sender,
    )

"""Asking as a person, and reading all that comes back: body, headers, cookies, letters, log."""

import json
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.core import mail
from django.db import transaction
from django.test import Client

from tests.leaks.persons import Person
from tests.leaks.sentinels import texts_of
from tests.leaks.world import World
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.request import ACTING_FOR
from xueyou.platform.access.services import revoke_role
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.sessions import PASSED
from xueyou.platform.acts.actors import SYSTEM
from xueyou.site.logs import OneLine

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FRAGMENT = "FRAGMENT"
"""GET as a page asks for a part of itself."""
READING = {"GET", "HEAD", "OPTIONS", FRAGMENT}
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers as they were sent, and every text in the body."""

    status: int
    headers: dict[str, str]
    texts: tuple[str, ...]

    def everything(self) -> list[str]:
        """Return all texts in which something could leak; the headers as one."""
        return [*self.texts, "\n".join((*self.headers.values(), *self.headers))]

    def comparable(self, *blanked: str) -> tuple[int, tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Return the answer without what differs by chance, and without the words given."""
        headers = {n: v for n, v in self.headers.items() if n not in BY_CHANCE}
        if any(self.texts):
            headers.pop("Content-Length", None)  # the text itself is compared
        kept = tuple(sorted((n, _plain(v, blanked)) for n, v in headers.items()))
        return self.status, kept, tuple(_plain(text, blanked) for text in self.texts)


BY_CHANCE = {
    *("X-Request-Id", "Server-Timing", "Date", "Expires"),
    *("Set-Cookie csrftoken", "Set-Cookie sessionid"),  # they carry the moment
}
_CHANCE = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(r'name="idempotency_key" value="[^"]+"'),
    re.compile(r'id="request-id">[^<]*<'),
    re.compile(r'(?<="number": ")[^"]*'),  # the same, told to a program
    re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>"),
    re.compile(r"(?<=; )expires=[^;]*;"),
    re.compile(r"(?<=/\?pass=)[0-9A-Za-z_.\-]+"),  # it carries the moment
    re.compile(r"delay:\d+ms"),  # asked again sooner while the job is young
    re.compile(r'data:image/svg\+xml;base64,[^"]+'),  # the secret of an authenticator app …
    re.compile(r'(?<=class="code">)[A-Z2-7]{32}'),  # … and the same in letters
)


def _plain(text: str, blanked: tuple[str, ...]) -> str:
    for pattern in _CHANCE:
        text = pattern.sub("…", text)
    for word in blanked:
        text = text.replace(word, "…")
    return text


class Kept(logging.Handler):
    """Keeps every log line of a stretch of time."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(OneLine())  # as the product writes it
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Kept]:
    """Listen to everything that is logged, for the time of the block; nobody else writes it."""
    kept = Kept()
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [kept]
    root.setLevel(logging.INFO)
    try:
        yield kept
    finally:
        root.handlers = handlers
        root.setLevel(level)


class Asker(Client):
    """A client that keeps cookies and nothing else.

    Django's also copies the context of every template drawn, which nobody here reads, and connects
    signals for that with each request.
    """

    def request(self, **request: Any) -> Any:
        """Send one request; what breaks is an answer too."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def sign_in(world: World, person: Person) -> Client:
    """Return a client with the person's session: signed in, second factor given, desk chosen."""
    client = Asker(raise_request_exception=False)
    user = world.users.get(person.id)
    if user is None:
        return client
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[PASSED] = user.pk
    if person.at:
        session[ACTING_FOR] = str(world.places[person.at].uid)
    session.save()
    client.get("/me/")  # notes in the session that it is used, which later requests need not
    if person.later == "revoked":
        for row in Assignment.objects.standing().filter(user=user, valid_to=None):
            revoke_role(actor=SYSTEM, assignment_uid=row.uid, key=f"revoke-{row.uid}")
    if person.later == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def ask(
    client: Client, method: str, path: str, query: dict[str, str], body: dict[str, Any], **more: Any
) -> Answer:
    """Send one request; a streamed body is read to its end.

    The client keeps its own cookies: an answer that signs it out is looked at and undone.
    """
    kept = client.cookies
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in kept.items()})
    if query:
        path += "?" + "&".join(f"{n}={quote(v)}" for n, v in query.items())
    send = client.get if method == FRAGMENT else getattr(client, method.lower())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        if path.startswith("/api/") and method not in READING:
            plain = {name: value for name, value in body.items() if name != "idempotency_key"}
            more = {"headers": {"Idempotency-Key": body.get("idempotency_key", "")}, **more}
            response = send(path, json.dumps(plain), content_type="application/json", **more)
        elif method == "POST":
            response = send(path, body, **more)
        elif method == FRAGMENT:
            response = client.get(path, headers={"HX-Request": "true"})
        elif method in {"PUT", "PATCH", "DELETE"}:
            plain = "&".join(f"{n}={v}" for n, v in body.items() if isinstance(v, str))
            response = send(path, plain, content_type=FORM, **more)
        else:
            response = send(path, **more)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    client.cookies = kept
    cookies = {f"Set-Cookie {n}": m.OutputString() for n, m in response.cookies.items()}
    return Answer(
        response.status_code,
        {**dict(response.headers), **cookies},
        tuple(texts_of(content, response.charset or "utf-8")),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end whatever was written, so that each request meets the same world.

    The inner transactions of verbs are durable; as in Django's own tests, this outer one says
    that it belongs to a test.
    """
    outer = transaction.atomic()
    outer._from_testcase = True
    with outer:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def letters() -> list[mail.EmailMessage]:
    """Return the letters sent since the last call."""
    sent = list(getattr(mail, "outbox", []))
    mail.outbox = []  # type: ignore[attr-defined]
    return sent

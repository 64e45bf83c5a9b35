"""The cheapest browser there can be: one kept connection, cookies, forms read out of the page.

Bare sockets under asyncio, so that the client takes little of the two cores it shares.
"""

import asyncio
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PATIENCE = 30.0
FORM = "application/x-www-form-urlencoded"
EDGE = "the-edge-between-two-fields"
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_ACTION = re.compile(r'action="([^"]*)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_NAMED = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
_OPTION = re.compile(r'<option value="([^"]+)"')

Fields = Sequence[tuple[str, str]]


class Broken(Exception):
    """The connection ended before a whole answer was read: nobody knows what became of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Header names in small letters; of several of a name, the last.

    `size`: bytes as they were received, head and body.
    """

    status: int
    headers: Mapping[str, str]
    text: str
    path: str
    size: int = 0

    @property
    def location(self) -> str:
        """Return where a redirection leads, "" where the answer is none."""
        return urlsplit(self.headers.get("location", "")).path

    def form(self, action: str = "", having: str = "") -> "Form":
        """Return the last form of the page that is posted to an address ("": to the page itself).

        `having`: the name of a hidden field that it carries. Raises LookupError.
        """
        found = None
        for head, body in _FORM.findall(self.text):
            named = _ACTION.search(head)
            if (html.unescape(named[1]) if named else "") == action and f'name="{having}' in body:
                found = Form(
                    action or self.path,
                    {name: html.unescape(value) for name, value in _HIDDEN.findall(body)},
                    list(dict.fromkeys(_NAMED.findall(body))),
                    list(dict.fromkeys(_OPTION.findall(body))),
                )
        if found is None:
            raise LookupError(f"{self.path} ({self.status}) has no form for {action or 'itself'}")
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """Where it goes, what it carries unseen, the names of its fields, values of its choices."""

    action: str
    hidden: Mapping[str, str]
    names: Sequence[str]
    choices: Sequence[str]


@dataclass(slots=True)
class Browser:
    """One device of one person. `cookies` by name."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    def beside(self) -> "Browser":
        """Return a second tab: the same cookies, a connection of its own."""
        return Browser(self.port, self.cookies)

    async def get(self, path: str) -> Answer:
        """Ask for a page. Raises Broken."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: Fields) -> Answer:
        """Send a form. Raises Broken."""
        return await self._ask("POST", path, urlencode(fields).encode())

    async def send(self, path: str, fields: Fields, name: str, jpeg: bytes) -> Answer:
        """Send a form with a photograph in the field of that name. Raises Broken."""
        parts = [
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields
        ]
        parts.append(
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="photo.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = b"".join(("".join(parts).encode(), jpeg, f"\r\n--{EDGE}--\r\n".encode()))
        return await self._ask("POST", path, body, f"multipart/form-data; boundary={EDGE}")

    def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(self, method: str, path: str, body: bytes, kind: str = FORM) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {said}")
        if method == "POST":
            lines.append(f"Content-Type: {kind}")
            lines.append(f"Content-Length: {len(body)}")
        sent = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._exchanged(sent, path)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise Broken(f"{method} {path}: {error!r}") from None

    async def _exchanged(self, sent: bytes, path: str) -> Answer:
        received = await self._headed(sent)
        head = received.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            name, value = name.strip().lower(), value.strip()
            if name == "set-cookie":
                self._keep(value)
            elif name:
                headers[name] = value
        body = await self._body(headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        size = len(received) + len(body)
        return Answer(int(head[0].split()[1]), headers, body.decode(errors="replace"), path, size)

    async def _headed(self, sent: bytes) -> bytes:
        """Return the head of the answer to what is sent.

        A kept connection may end while the next request is on its way: whoever only reads asks
        again on a new one, as every browser does (RFC 9110, 9.2.2).
        """
        if self._writer is not None and sent.startswith(b"GET "):
            try:
                return await self._head(sent)
            except (ConnectionError, asyncio.IncompleteReadError) as ended:
                if getattr(ended, "partial", b""):
                    raise
                self.close()
        return await self._head(sent)

    async def _head(self, sent: bytes) -> bytes:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._reader is not None
        self._writer.write(sent)
        return await self._reader.readuntil(b"\r\n\r\n")

    async def _body(self, headers: Mapping[str, str]) -> bytes:
        assert self._reader is not None
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        pieces = []
        while length := int((await self._reader.readline()).split(b";")[0], 16):
            pieces.append(await self._reader.readexactly(length))
            await self._reader.readline()
        await self._reader.readline()
        return b"".join(pieces)

    def _keep(self, cookie: str) -> None:
        pair, *more = cookie.split(";")
        name, _, value = pair.partition("=")
        gone = any(one.strip().lower() in ("max-age=0", "max-age=-1") for one in more)
        if gone or value in ("", '""'):
            self.cookies.pop(name.strip(), None)
        else:
            self.cookies[name.strip()] = value

"""Uploads through the real server: too long is answered at once, and nothing is kept."""

import http.client
import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site.run.running import Running
from tests.waiting import PATIENCE, allowed, until

pytestmark = pytest.mark.alone

MEBIBYTE = 1024 * 1024
NEW = "/bureau/plans/new/"
SENT = (b"a", b"x")
"""Each upload is one of these letters over and over."""


class Officer:
    """Somebody who is signed in and has the form open."""

    def __init__(self, site: Running) -> None:
        place = urlsplit(site.record["url"])
        self.host, self.port = str(place.hostname), place.port
        person = next(p for p in site.record["persons"] if "规划" in p["role"])
        cookies = self._get(urlsplit(person["sign_in_url"]).path, "")[1]
        page, more = self._get(NEW, cookies)
        self.cookies = f"{cookies}; {more}"
        self.fields = {
            name: re.search(rf'name="{name}" value="([^"]+)', page)[1]
            for name in ("csrfmiddlewaretoken", "idempotency_key")
        }

    def _get(self, path: str, cookies: str) -> tuple[str, str]:
        asking = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        asking.request("GET", path, headers={"Cookie": cookies})
        answer = asking.getresponse()
        body = answer.read().decode()
        given = [value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        asking.close()
        return body, "; ".join(given)

    def head(self, length: int | None) -> bytes:
        """Return the head of an upload that declares a length (None: chunks, no length)."""
        said = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
        return (
            f"POST {NEW} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary=B\r\n{said}\r\n\r\n"
        ).encode()

    def opening(self) -> bytes:
        """Return the form up to the first byte of the file."""
        parts = [
            f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in self.fields.items()
        ]
        parts.append('--B\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n')
        return "".join(parts).encode()

    def connect(self) -> socket.socket:
        """Open a connection that waits for thirty seconds at most."""
        return socket.create_connection((self.host, self.port), timeout=PATIENCE)


@pytest.fixture
def officer(site: Running) -> Officer:
    """Sign somebody in, once the city's own documents are in the store."""
    until(site.filled, "the demonstration city")
    return Officer(site)


def status_of(connection: socket.socket) -> int:
    """Read an answer's head and return its status."""
    return int(connection.recv(200).split()[1])


def kept(site: Running) -> set[Path]:
    """Return every file that these uploads left: the city goes on writing files of its own."""
    folders = (site.data / "incoming", site.data / "blobs")
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path for path in files if _sent(path)}


def _sent(path: Path) -> bool:
    """Return whether a file holds what these tests send. One that is just being moved does not."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        return False
    return any(letter * 64 in head for letter in SENT)


def send(connection: socket.socket, officer: Officer, length: int) -> None:
    """Send a form of exactly this length, in pieces."""
    closing = b"\r\n--B--\r\n"
    opening = officer.opening()
    connection.sendall(opening)
    left, piece = length - len(opening) - len(closing), b"a" * 65536
    while left > 0:
        connection.sendall(piece[:left])
        left -= len(piece)
    connection.sendall(closing)


@pytest.mark.parametrize("folder", ["incoming", "blobs"])
def test_what_an_upload_leaves_would_be_found(site: Running, folder: str) -> None:
    """The other tests look for files of these letters, on their way and in the store."""
    before = kept(site)
    left = site.data / folder / "left"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"--B\r\n" + b"x" * 1000)
    assert kept(site) - before == {left}
    left.unlink()


def test_declared_too_long_is_answered_before_a_byte_is_sent(
    site: Running, officer: Officer
) -> None:
    """Two hundred megabytes are refused by their declared length."""
    before = kept(site)
    with officer.connect() as connection:
        asked = time.monotonic()
        connection.sendall(officer.head(200 * MEBIBYTE))
        assert status_of(connection) == 422
        assert time.monotonic() - asked < allowed(3)
    assert kept(site) == before


def test_a_browser_that_sends_it_all_sees_the_answer(site: Running, officer: Officer) -> None:
    """The connection is not broken off under the sender; nothing of it is stored."""
    before = kept(site)
    with officer.connect() as connection:
        connection.sendall(officer.head(200 * MEBIBYTE))
        send(connection, officer, 200 * MEBIBYTE)
        assert status_of(connection) == 422
    assert kept(site) == before


def test_a_file_just_too_long_is_cut_off_while_it_streams(site: Running, officer: Officer) -> None:
    """Where the declared length leaves room for the form, the file itself is counted."""
    before = kept(site)
    length = 50 * MEBIBYTE + 60_000
    with officer.connect() as connection:
        connection.sendall(officer.head(length))
        send(connection, officer, length)
        assert status_of(connection) == 422
    assert kept(site) == before


def test_a_body_without_a_length_brings_nothing(site: Running, officer: Officer) -> None:
    """A chunked upload has no declared length to judge: its body is not read."""
    before = kept(site)
    with officer.connect() as connection:
        connection.sendall(officer.head(None))
        body = officer.opening() + b"x" * 1000 + b"\r\n--B--\r\n"
        connection.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
        assert 400 <= status_of(connection) < 500
    assert kept(site) == before


def test_other_pages_take_no_long_body(site: Running, officer: Officer) -> None:
    """Where nothing is uploaded, three megabytes are too many."""
    with officer.connect() as connection:
        head = officer.head(3 * MEBIBYTE).replace(NEW.encode(), b"/account/sign-in/")
        connection.sendall(head)
        assert status_of(connection) == 413

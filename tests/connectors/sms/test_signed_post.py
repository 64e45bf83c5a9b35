"""The gateway takes one signed request a message, and a refusal makes the job try again."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from xueyou.connectors.sms.signed_post import NotConfigured, SignedPost

IDENTITY = UUID(int=7)


class Relay(BaseHTTPRequestHandler):
    """Keeps what it is sent; answers as told."""

    kept: list[tuple[bytes, str]]
    answer = 200

    def do_POST(self) -> None:
        """Keep body and signature."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).kept.append((body, self.headers["X-Signature"]))
        self.send_response(type(self).answer)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def relay(settings: Any, tmp_path: Path) -> Iterator[type[Relay]]:
    """Run a relay on this machine."""
    Relay.kept, Relay.answer = [], 200
    server = HTTPServer(("127.0.0.1", 0), Relay)
    Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "key").write_text("a-key-of-both-sides\n")
    settings.XUEYOU_SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.XUEYOU_SMS_KEY_FILE = str(tmp_path / "key")
    settings.XUEYOU_SMS_PLAIN = True
    yield Relay
    server.shutdown()
    server.server_close()


def send() -> None:
    """Send one message."""
    SignedPost().send(
        number="13800005678", template="sign-in-code", params={"code": "123456"}, identity=IDENTITY
    )


def test_the_request_is_signed(relay: type[Relay]) -> None:
    """The signature covers every byte of the body."""
    send()
    ((body, signature),) = relay.kept
    assert signature == hmac.new(b"a-key-of-both-sides", body, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    assert (sent["number"], sent["identity"]) == ("13800005678", str(IDENTITY))


def test_a_refusal_is_an_error_the_job_knows(relay: type[Relay]) -> None:
    """HTTPError is an OSError: the queue tries again."""
    relay.answer = 503
    with pytest.raises(OSError, match="503"):
        send()


def test_only_https_in_production(relay: type[Relay], settings: Any) -> None:
    """A plain address, or none, is refused before anything leaves."""
    settings.XUEYOU_SMS_PLAIN = False
    with pytest.raises(NotConfigured):
        send()
    settings.XUEYOU_SMS_URL = ""
    with pytest.raises(NotConfigured):
        send()
    assert relay.kept == []

"""A gateway spoken to by one signed HTTPS request a message.

Cities buy text messages from different sellers; each seller's interface is put behind a small
relay that takes this request, or another class beside this one takes its place (XUEYOU_SMS).

Request: POST, JSON {"number", "template", "params", "identity", "at"}; header `X-Signature` is
HMAC-SHA256 over the body in hex, under the key both sides know. Answers 2xx = taken; `identity`
seen before = taken, not sent again.
"""

import hashlib
import hmac
import json
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from xueyou.platform.time import wall_now

TIMEOUT = 5
"""Seconds; the job tries again later."""


class NotConfigured(OSError):
    """This deployment has no gateway yet."""


class SignedPost:
    """Sends each message as one signed request to XUEYOU_SMS_URL."""

    def __init__(self) -> None:
        self._url = str(settings.XUEYOU_SMS_URL)
        key_file = str(settings.XUEYOU_SMS_KEY_FILE)
        if not self._url or not key_file:
            raise NotConfigured("XUEYOU_SMS_URL or XUEYOU_SMS_KEY_FILE is missing")
        if urlsplit(self._url).scheme != "https" and not settings.XUEYOU_SMS_PLAIN:
            raise NotConfigured("XUEYOU_SMS_URL must begin with https")
        self._key = Path(key_file).read_bytes().strip()

    def send(self, *, number: str, template: str, params: dict[str, str], identity: UUID) -> None:
        """Send one message. Raises OSError (HTTPError and URLError are) when it was not taken."""
        body = json.dumps(
            {
                "number": number,
                "template": template,
                "params": params,
                "identity": str(identity),
                "at": wall_now().isoformat(),
            },
            ensure_ascii=False,
        ).encode()
        signature = hmac.new(self._key, body, hashlib.sha256).hexdigest()
        asked = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self._url,
            data=body,
            headers={"Content-Type": "application/json", "X-Signature": signature},
        )
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
            answer.read(1)

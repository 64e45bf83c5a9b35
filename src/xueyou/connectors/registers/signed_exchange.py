"""A register spoken to by one signed HTTPS request a batch; its answer is signed too.

Each office's own interface is put behind a small relay that takes this request, or another class
beside this one takes its place. Request: POST, JSON {"asking", "source", "legal_basis",
"questions": {code: words}, "at", "subjects": [{"code", "name", "document", "number", "guardians",
"asked": {code: words}}]}. Answer: JSON {"asking", "answers": [{"code", "person", "says": {code:
[agrees | differs | no_answer, value]}}]}; `person` is SHA-256 in hex over "<asking>:<number>" of
whom the register looked up. Both carry `X-Signature`: HMAC-SHA256 over the body in hex, under the
key both sides know. An answer that is not signed, or answers another request, is none.
"""

import hashlib
import hmac
import http.client
import json
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from xueyou.domains.checks.registers import Answer, Asking, RegisterFailed
from xueyou.platform.time import wall_now

TIMEOUT = 10.0
"""Seconds for a batch; the job tries again later."""
MOST_BYTES = 4 * 1024 * 1024


class SignedExchange:
    """Asks one register at `url`; `plain` lets tests speak without TLS."""

    def __init__(
        self, *, url: str, key_file: str, plain: bool = False, timeout: float = TIMEOUT
    ) -> None:
        if urlsplit(url).scheme != "https" and not plain:
            raise RegisterFailed("the address of a register must begin with https")
        self._url, self._timeout = url, timeout
        try:
            self._key = Path(key_file).read_bytes().strip()
        except OSError as missing:
            raise RegisterFailed("the key of a register cannot be read") from missing
        if not self._key:
            raise RegisterFailed("the key of a register is empty")

    def ask(self, asking: Asking) -> Sequence[Answer]:
        """Return what the register answers to this very request. Raises RegisterFailed."""
        said = asdict(asking)
        said["asking"], said["at"] = str(said.pop("uid")), wall_now().isoformat()
        body = json.dumps(said, ensure_ascii=False).encode()
        heard = self._exchanged(body)
        if heard.get("asking") != str(asking.uid):
            raise RegisterFailed("the register answered another request")
        return [_answer(one) for one in heard.get("answers", ())]

    def _exchanged(self, body: bytes) -> dict[str, Any]:
        asked = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self._url,
            data=body,
            headers={"Content-Type": "application/json", "X-Signature": self._sign(body)},
        )
        try:
            with _OPENER.open(asked, timeout=self._timeout) as answer:
                data = answer.read(MOST_BYTES + 1)
                signature = answer.headers.get("X-Signature", "")
        except (OSError, http.client.HTTPException) as failed:
            raise RegisterFailed(f"the register did not answer: {type(failed).__name__}") from None
        if len(data) > MOST_BYTES:
            raise RegisterFailed("the answer of the register is too long")
        if not hmac.compare_digest(signature.encode(), self._sign(data).encode()):
            raise RegisterFailed("the answer of the register is not signed by it")
        try:
            said = json.loads(data)
        except ValueError:
            raise RegisterFailed("the answer of the register is not JSON") from None
        if not isinstance(said, dict) or not isinstance(said.get("answers", []), list):
            raise RegisterFailed("the answer of the register has another shape")
        return said

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Names and numbers go to the address that was set up, and to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _answer(said: Any) -> Answer:
    try:
        says = {
            str(question): (str(word), str(value))
            for question, (word, value) in said["says"].items()
        }
        return Answer(str(said["code"]), str(said["person"]), says)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RegisterFailed("an answer of the register has another shape") from None

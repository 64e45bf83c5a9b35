"""Owns how the API says no: application/problem+json (RFC 9457), its sentences in two languages.

`code` is for programs and never changes; `title` and `detail` are for people: what happened, what
is safe, what to do; `detail_en` says it in English. `number` is the request's, to be read out to
whoever helps.
"""

import json
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from xueyou.surfaces.shell.errors import SAID, request_number

MEDIA = "application/problem+json"
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A way in which the API says no."""

    status: int
    code: str
    title: str
    detail: str
    english: str


def _of_page(status: int, code: str, english: str) -> Refusal:
    said = SAID[status]
    return Refusal(status, code, said.title, said.happened + said.safe + said.do, english)


NOT_SIGNED_IN = Refusal(
    401,
    "not_signed_in",
    "没有登录",
    "没有登录，或者登录已经过期。这一次没有登记，先前登记的都在。请重新登录后再交一次。",
    "Nobody is signed in, or the session ran out. Nothing was recorded now; what was "
    "recorded before is there. Sign in and send it again.",
)
NO_TOKEN = Refusal(
    403,
    "no_token",
    "没有带上凭证",
    "请求没有带上这台设备的凭证（X-CSRFToken）。没有登记。请刷新页面后再交一次。",
    "The request did not carry the token of this device (X-CSRFToken). Nothing was "
    "recorded. Load the page again and send it once more.",
)
NOT_FOUND = Refusal(
    404,
    "not_found",
    "没有找到",
    "没有这一项，或者它不归您办。没有改动任何内容。请核对以后再来。",
    "There is no such thing, or it is not yours. Nothing was changed. Check the address.",
)
NOT_THIS_WAY = Refusal(
    405,
    "not_this_way",
    "不能这样用",
    "这个地址不接受这种方法。没有改动任何内容。用法见 openapi.json。",
    "This address does not take this method. Nothing was changed. See openapi.json.",
)
REFUSED = Refusal(
    409,
    "refused",
    "没有办成",
    "没有登记。",
    "A rule says no; detail says which and what to do. Nothing was recorded.",
)
KEY_REUSED = Refusal(
    409,
    "key_reused",
    "编号用过了",
    "",
    "This Idempotency-Key was used with another content. Nothing was recorded. Send the new "
    "content under a new key.",
)
MALFORMED = Refusal(
    422,
    "malformed",
    "交来的内容不合格式",
    "有字段缺少或者写得不对，见 faults。没有登记。请改好再交一次。",
    "Fields are missing or malformed: see faults. Nothing was recorded. Mend them and send "
    "it again.",
)
TOO_OFTEN = Refusal(
    429,
    "too_often",
    "请求太密",
    "一分钟里的请求太多，这一次没有办，先前登记的都在。请等一会儿再来，内容不用改。",
    "Too many requests within a minute. This one did nothing; what was recorded before is "
    "there. Wait, then send the same again.",
)
GONE = _of_page(
    410, "gone", "It was published for a time and is taken down. What it said is kept on record."
)
BUSY = _of_page(
    503, "busy", "Too many are here at once. Nothing was lost. Come back after Retry-After seconds."
)
BROKEN = _of_page(
    500, "broken", "Something broke on our side. Read number out to whoever helps you."
)
UNREADABLE = _of_page(
    400, "unreadable", "The request could not be read. Nothing was changed. Mend it and try again."
)
TOO_LARGE = _of_page(
    413, "too_large", "What was sent is too large. Nothing was recorded. Send it in parts."
)
REFUSALS = {
    one.status: one
    for one in (
        UNREADABLE,
        NOT_SIGNED_IN,
        NO_TOKEN,
        NOT_FOUND,
        NOT_THIS_WAY,
        REFUSED,
        GONE,
        TOO_LARGE,
        MALFORMED,
        TOO_OFTEN,
        BROKEN,
        BUSY,
    )
}
"""Status → what is said where nothing better is known."""


class ApiRefused(Exception):
    """The API says no; `detail` in place of the refusal's own sentence."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.detail = detail


def problem(refusal: Refusal, detail: str = "", *, faults: list[str] | None = None) -> HttpResponse:
    """Answer with a refusal; `detail` in place of its own, `faults` field by field."""
    return as_problem(HttpResponse(), refusal, detail, faults)


def as_problem(
    response: R, refusal: Refusal, detail: str = "", faults: list[str] | None = None
) -> R:
    """Turn an answer into a problem, keeping its cookies and other headers."""
    said: dict[str, object] = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "code": refusal.code,
        "detail": detail or refusal.detail,
        "detail_en": refusal.english,
        "number": request_number(),
    }
    if faults:
        said["faults"] = faults
    body = json.dumps(said, ensure_ascii=False).encode()
    response.status_code = refusal.status
    response.headers["Content-Type"] = MEDIA
    response.headers["Content-Length"] = str(len(body))
    response.headers["Cache-Control"] = "no-store"
    response.content = body  # type: ignore[attr-defined]
    if refusal.status == NOT_SIGNED_IN.status:
        response.headers["WWW-Authenticate"] = 'Session realm="xueyou"'
    if refusal.status == TOO_OFTEN.status:
        response.headers["Retry-After"] = "60"
    return response

"""Owns passes: what an address of a personal file carries, so that it opens for one account only
and for a short time. The permission is asked for beside it, each time.
"""

from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from xueyou.surfaces.shell.errors import Sentences, error_page

FIELD = "pass"
MINUTES = 10
_OVER = Sentences(
    "这张照片的地址过期了",
    f"照片的地址只开{MINUTES}分钟，免得别人看到。",
    "照片还在，没有改动。",
    "请回到刚才那一页，刷新一下，再点照片。",
)
_SIGNER = TimestampSigner(salt="xueyou.surfaces.passes")


def with_pass(request: HttpRequest, address: str, uid: UUID) -> str:
    """Return an address with a pass to the thing `uid` for who asks now."""
    signed = _SIGNER.sign(_said(request, uid))
    moment, mark = signed.rsplit(":", 2)[1:]
    return f"{address}?{FIELD}={moment}.{mark}"


def passed(request: HttpRequest, uid: UUID) -> bool:
    """Return whether the request carries a pass to the thing, of this account and not too old."""
    moment, _, mark = request.GET.get(FIELD, "").partition(".")
    try:
        _SIGNER.unsign(f"{_said(request, uid)}:{moment}:{mark}", max_age=MINUTES * 60)
    except BadSignature:
        return False
    return True


def pass_over(request: HttpRequest) -> HttpResponse:
    """Answer who comes with a pass that is over, or with none."""
    return error_page(request, 410, _OVER)


def _said(request: HttpRequest, uid: UUID) -> str:
    return f"{request.user.pk}/{uid}"

"""The API as one object: its operations, and what becomes of what they raise."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.roll.refusals import RollRefused
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.api.operations.calls import router as calls
from xueyou.surfaces.api.operations.clubs import router as clubs
from xueyou.surfaces.api.operations.publications import router as publications
from xueyou.surfaces.api.operations.schools import router as schools
from xueyou.surfaces.api.problems import (
    BROKEN,
    KEY_REUSED,
    MALFORMED,
    NOT_FOUND,
    REFUSALS,
    REFUSED,
    ApiRefused,
    problem,
)

api = NinjaAPI(
    title="学优接口",
    version="1",
    description=(
        "县区自己的程序要看的：申报和各轮、份数、名额、核对名单、公示、报到；"
        "没有网时先记在设备上、连上再交的登记。和页面用同一个登录、同样的权限：您在页面上看不到的，"
        "这里也没有。写的请求带 X-CSRFToken（取自 csrftoken 这个 cookie），登记的还带"
        " Idempotency-Key。先后以服务器收到为准。公示谁都能看，不用登录。"
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in (calls, publications, schools, clubs):
    api.add_router("", _router)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, raised: Http404) -> HttpResponse:
    return problem(NOT_FOUND)


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, raised: PermissionDenied) -> HttpResponse:
    return problem(NOT_FOUND)


@api.exception_handler(ClubRefused)
def _refused(request: HttpRequest, raised: ClubRefused) -> HttpResponse:
    return problem(REFUSED, raised.zh)


@api.exception_handler(RollRefused)
def _roll_refused(request: HttpRequest, raised: RollRefused) -> HttpResponse:
    return problem(REFUSED, raised.zh)


@api.exception_handler(KeyReused)
def _reused(request: HttpRequest, raised: KeyReused) -> HttpResponse:
    return problem(KEY_REUSED, str(raised))


@api.exception_handler(ApiRefused)
def _said_no(request: HttpRequest, raised: ApiRefused) -> HttpResponse:
    return problem(raised.refusal, raised.detail)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, raised: ValidationError) -> HttpResponse:
    return problem(MALFORMED, faults=[_place(one) for one in raised.errors])


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, raised: HttpError) -> HttpResponse:
    return problem(REFUSALS.get(raised.status_code, BROKEN))


def _place(fault: dict[str, Any]) -> str:
    """Return where a fault is, and of what kind; never what was sent."""
    return ".".join(str(step) for step in fault["loc"]) + ": " + str(fault["type"])

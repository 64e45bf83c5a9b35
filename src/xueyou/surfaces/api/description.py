"""The API described for programs: OpenAPI 3.1, made from the operations and completed here."""

from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.surfaces.api.api import api
from xueyou.surfaces.api.problems import MEDIA, REFUSALS

PREFIX = "api/v1/"
READS = (400, 401, 404, 422, 429, 500, 503)
OPEN_READS = (400, 404, 410, 422, 429, 500, 503)
WRITES = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "为什么没有办成（RFC 9457）。code 给程序看，title 和 detail 给人看。",
    "required": ["type", "title", "status", "code", "detail", "detail_en", "number"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "detail_en": {"type": "string"},
        "number": {"type": "string"},
        "faults": {"type": "array", "items": {"type": "string"}},
    },
}
SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    "token": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
}


@cache
def description() -> dict[str, Any]:
    """Return the description: every operation, what it takes, answers and refuses."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    schema["components"]["securitySchemes"] = SECURITY
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _complete(operation, reads=method == "get")
    return schema


def _complete(operation: dict[str, Any], *, reads: bool) -> None:
    """Say who may ask, unless the operation says that anybody may, and every refusal there is."""
    anybody = operation.get("security") == []
    if not anybody:
        operation["security"] = [{"session": []} if reads else {"session": [], "token": []}]
    for status in OPEN_READS if anybody else READS if reads else WRITES:
        operation["responses"][str(status)] = _refusal(status)


def _refusal(status: int) -> dict[str, Any]:
    content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": REFUSALS[status].title, "content": content}


@route(permission=PUBLIC, content="public")
def openapi(request: HttpRequest) -> JsonResponse:
    """Answer the description."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})

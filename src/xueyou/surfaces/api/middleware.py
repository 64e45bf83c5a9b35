"""Below /api/ no answer is a page: sign-in and error pages become problems with their sentences."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from xueyou.surfaces.api.problems import BROKEN, MEDIA, NOT_SIGNED_IN, REFUSALS, as_problem

PREFIX = "/api/"
TO_ANOTHER_PAGE = 302
"""The operations send nobody anywhere: only the entrance does, to the sign-in."""


class ProblemMiddleware:
    """Speaks to programs as a page speaks to people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; where that is a page that says no, say it as a problem."""
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX) or not isinstance(response, HttpResponse):
            return response
        if response.status_code == TO_ANOTHER_PAGE:
            del response.headers["Location"]
            return as_problem(response, NOT_SIGNED_IN)
        if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA:
            return response
        return as_problem(response, REFUSALS.get(response.status_code, BROKEN))

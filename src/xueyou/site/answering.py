"""What is the same in every answer, made once: the content policy, addresses of static files."""

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property


class PolicyMiddleware(CSPMiddleware):
    """The library's; an answer that asks for nothing of its own gets the site's policy as it is."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the header."""
        own = any(name.startswith("_csp") for name in vars(response))
        if own or HEADER in response or getattr(request, "_csp_nonce", None) is not None:
            answer: HttpResponseBase = super().process_response(request, response)
            return answer
        response[HEADER] = self._policy
        # As in the library: a nonce asked for from here on would not stand in the header.
        refused = CheckableLazyObject(self._csp_nonce_post_response)
        request.csp_nonce = refused  # type: ignore[attr-defined]
        return response

    @cached_property
    def _policy(self) -> str:
        return str(build_policy())


class StaticFiles(StaticFilesStorage):
    """Django's; an address is put together once."""

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str | None) -> str:
        """Return the address of a file of ours."""
        known = self._addresses.get(name or "")
        if known is None:
            known = self._addresses[name or ""] = str(super().url(name))
        return known

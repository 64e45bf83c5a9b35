"""What is the same in every answer, made once: the content policy, addresses of static files.

And what few answers need, made only for these: the store of messages.
"""

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject, cached_property, empty


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


class MessagesMiddleware(MessageMiddleware):
    """Django's; the store is made for who reads or leaves a message, and written back then."""

    def process_request(self, request: HttpRequest) -> None:
        """Have the store at hand."""
        store = SimpleLazyObject(lambda: default_storage(request))
        request._messages = store  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Write the store back where somebody used it."""
        store = getattr(request, "_messages", None)
        if isinstance(store, SimpleLazyObject) and store._wrapped is empty:
            return response
        return super().process_response(request, response)


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

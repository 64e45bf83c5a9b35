"""Following what a page that says no still offers.

It stands at another address than its own, so every link and form must name where it leads.
"""

from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from lxml.html import HtmlElement

from tests.surfaces.soup import page_of
from xueyou.platform.access.routes import route_of


def refused(client: Client, path: str, /, **given: Any) -> HtmlElement:
    """Post what is refused; return the page, whose links and forms have been followed."""
    answer = client.post(path, {"idempotency_key": str(uuid4())} | given)
    assert answer.status_code == 422, (path, answer.status_code)
    return followed(client, path, answer)


def followed(client: Client, path: str, answer: HttpResponse) -> HtmlElement:
    """Return a page after following its links and looking where its forms go."""
    page = page_of(answer)
    wrong = []
    links = {link.get("href") for link in page.cssselect("a[href]")}
    for meta in page.cssselect("meta[http-equiv=refresh]"):
        links.add(meta.get("content").partition("url=")[2])
    for link in sorted(links):
        target = urljoin(path, link)
        if not link.startswith("#") and client.get(target).status_code not in (200, 302):
            wrong.append(link)
    for form in page.cssselect("form"):
        target = urljoin(path, form.get("action", ""))
        method = form.get("method", "get").upper()
        declared = route_of(resolve(urlsplit(target).path).func)
        here = route_of(resolve(urlsplit(path).path).func)
        assert declared is not None
        assert here is not None
        own = "action" in form.attrib or "GET" in here.methods
        if not own or method not in declared.methods:
            wrong.append(f"{method} form to {target}")
        elif method == "GET" and client.get(target).status_code != 200:
            wrong.append(f"GET form to {target}")
    assert wrong == [], path
    return page

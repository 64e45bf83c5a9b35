"""Looking into an answer's HTML."""

from django.http import HttpResponse
from lxml import html
from lxml.html import HtmlElement


def page_of(response: HttpResponse) -> HtmlElement:
    """Return the answer as a tree."""
    return html.document_fromstring(response.content.decode())


def words(element: HtmlElement) -> str:
    """Return the text of an element with runs of blanks as one."""
    return " ".join(element.text_content().split())


def one(page: HtmlElement, selector: str) -> HtmlElement:
    """Return the only element that the CSS selector finds."""
    found = page.cssselect(selector)
    assert len(found) == 1, f"{len(found)} × {selector}"
    return found[0]

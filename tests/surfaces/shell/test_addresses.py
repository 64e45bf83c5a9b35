"""`{% url %}` writes what Django's own tag writes, however often it is asked."""

from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix

UIDS = [uuid4() for _ in range(3)]


def _written(text: str, **context: Any) -> str:
    return Template("{% autoescape on %}" + text + "{% endautoescape %}").render(Context(context))


def test_each_address_has_its_own_uid() -> None:
    """Tests uids as such and as text, one and none, and codes beside them."""
    for uid in UIDS:
        for given in (uid, str(uid)):
            wanted = reverse("family:step", args=[uid, "answers"])
            assert _written("{% url 'family:step' uid 'answers' %}", uid=given) == wanted
            wanted = reverse("family:step", args=[uid, "wishes-1"])
            assert (
                _written("{% url 'family:step' uid code %}", uid=given, code="wishes-1") == wanted
            )
    assert _written("{% url 'family:home' %}") == reverse("family:home")


def test_what_is_no_address_is_refused_each_time() -> None:
    """Tests a name that nobody has, and arguments that fit no route."""
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            _written("{% url 'family:nowhere' %}")
        with pytest.raises(NoReverseMatch):
            _written("{% url 'family:step' uid 'answers' %}", uid="not-a-uid")
        with pytest.raises(NoReverseMatch):
            _written("{% url 'family:home' uid %}", uid=UIDS[0])


def test_what_is_written_is_escaped() -> None:
    """Tests an argument with signs of HTML, escaped and not, kept and not."""
    text = "{% url 'demo_sign_in' token %}"
    for _ in range(2):
        assert "&amp;" in _written(text, token="a&b")
    bare = Template("{% autoescape off %}" + text + "{% endautoescape %}")
    assert bare.render(Context({"token": "a&b"})) == reverse("demo_sign_in", args=["a&b"])


def test_a_name_for_it_and_keywords_are_djangos() -> None:
    """Tests `as`, which writes nothing, and arguments by name."""
    text = "{% url 'family:step' uid=uid code='answers' as there %}-{{ there }}-{{ other }}"
    wanted = reverse("family:step", args=[UIDS[0], "answers"])
    assert _written(text, uid=UIDS[0]) == f"-{wanted}-"


def test_a_site_that_is_mounted_elsewhere_has_its_own_addresses() -> None:
    """Tests that an address kept before is not written below another prefix."""
    text = "{% url 'family:home' %}"
    before = _written(text)
    set_script_prefix("/city/")
    try:
        assert _written(text) == "/city" + before
    finally:
        clear_script_prefix()
    assert _written(text) == before


def test_a_page_of_a_request_is_the_same() -> None:
    """Tests a context with a request that no route was found for, as on error pages."""
    request = RequestFactory().get("/")
    page = Template("{% url 'family:call' uid %}")
    for uid in UIDS:
        context = Context({"request": request, "uid": uid})
        assert page.render(context) == reverse("family:call", args=[uid])

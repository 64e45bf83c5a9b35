"""Large type: a cookie of the device, switched by a link."""

import pytest
from django.test import Client

from tests.surfaces.soup import one, page_of


def test_the_link_makes_type_large_and_back(db: None, client: Client) -> None:
    """Tests the way there and back, on the page that one came from."""
    answer = client.get("/type-size/large/", {"next": "/standing/"})
    assert (answer.status_code, answer["Location"]) == (302, "/standing/")
    page = page_of(client.get("/standing/"))
    assert page.get("data-size") == "large"
    assert "标准字" in one(page, "a[href*='type-size/normal']").text_content()
    client.get("/type-size/normal/")
    assert page_of(client.get("/standing/")).get("data-size") is None


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_it_never_leads_off_the_site(db: None, client: Client, wanted: str) -> None:
    """Tests that `next` leads only within the site."""
    assert client.get("/type-size/large/", {"next": wanted})["Location"] == "/"


def test_an_unknown_size_does_not_exist(db: None, client: Client) -> None:
    """Tests that only two sizes are known."""
    assert client.get("/type-size/huge/").status_code == 404

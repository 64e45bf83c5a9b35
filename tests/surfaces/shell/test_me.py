"""The page of oneself."""

from django.test import Client

from tests.surfaces.soup import one, page_of, words


def test_it_names_role_and_organisation_and_the_way_out(officer: Client) -> None:
    """Tests what a person finds under his own name."""
    page = page_of(officer.get("/me/"))
    assert words(one(page, "h1")) == "韩薇"
    assert "临澄市教育局" in words(one(page, "main"))
    one(page, "form[action='/account/sign-out/']")

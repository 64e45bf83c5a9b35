"""The front page: what this is, for whom, and who can look around."""

import pytest
from django.test import Client

from tests.surfaces.soup import page_of, words

QUERIES = 5


def test_it_leads_in_every_person_of_the_demonstration(city: None, client: Client) -> None:
    """Tests that one click on a person signs that person in."""
    page = page_of(client.get("/"))
    people = page.cssselect("a[href^='/demo/sign-in/']")
    assert len(people) >= 8
    hanwei = next(link for link in people if "韩薇" in words(link))
    assert client.get(hanwei.get("href")).status_code == 302
    assert words(page_of(client.get("/me/")).cssselect("h1")[0]) == "韩薇"


def test_the_list_of_people_shows_every_kind_of_place(city: None, client: Client) -> None:
    """Bureau, schools and families: departments do not crowd the others out."""
    page = page_of(client.get("/"))
    heads = [words(head) for head in page.cssselect(".demo h3")]
    assert heads == ["市教育局", "县区和学校", "家长"]
    said = words(page.cssselect(".demo")[0])
    assert [name for name in ("郑衡", "唐宁", "陆琦", "林晓棠") if name not in said] == []
    assert said.count("处室经办人") == 3


def test_in_production_nobody_is_named(city: None, client: Client, settings: object) -> None:
    """Tests that neither people nor the word demonstration are shown where it is real."""
    settings.XUEYOU_ENV = "prod"  # type: ignore[attr-defined]
    answer = client.get("/")
    assert "韩薇" not in answer.content.decode()
    assert "/demo/" not in answer.content.decode()
    assert "虚构" not in answer.content.decode()


def test_it_names_the_counties(city: None, client: Client) -> None:
    """Tests that the city is introduced by what is public anyway."""
    said = client.get("/").content.decode()
    for name in ("临澄市教育局", "澄东区", "石梁县"):
        assert name in said


def test_it_stands_before_any_city_is_founded(db: None, client: Client) -> None:
    """Tests the page of an empty deployment."""
    assert client.get("/").status_code == 200


def test_it_asks_the_database_little(
    city: None, client: Client, django_assert_max_num_queries: object
) -> None:
    """Tests the number of queries."""
    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        client.get("/")


@pytest.mark.parametrize("path", ["/standing/", "/accessibility/", "/witness/"])
def test_the_honest_pages_ask_nothing(
    db: None, client: Client, path: str, django_assert_num_queries: object
) -> None:
    """Tests that what is written once is not looked up."""
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get(path).status_code == 200

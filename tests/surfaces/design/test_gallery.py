"""The gallery shows every component."""

import re
from pathlib import Path

import pytest
from django.test import Client

import xueyou.surfaces.design
from tests.surfaces.soup import page_of

STYLES = Path(xueyou.surfaces.design.__file__).parent / "static" / "design"
ELSEWHERE = {"actions", "end", "bad", "slow", "good", "done", "none", "wait"}
"""Words that only refine a component, or a bar that stands at the foot of a task."""


def _components() -> set[str]:
    """Return the first class of every rule of the two sheets that hold components."""
    rules = (STYLES / "parts.css").read_text() + (STYLES / "data.css").read_text()
    return set(re.findall(r"^\s*\.([a-z][a-z0-9-]*)", rules, re.MULTILINE)) - ELSEWHERE


@pytest.mark.parametrize("density", ["family", "desk"])
def test_every_component_stands_in_the_gallery(db: None, client: Client, density: str) -> None:
    """Tests that each class that styles a component is shown."""
    page = page_of(client.get("/design/", {"density": density}))
    assert page.get("data-density") == density
    shown = {name for element in page.iter() for name in (element.get("class") or "").split()}
    assert _components() - shown == set()


def test_an_unknown_density_shows_the_usual_one(db: None, client: Client) -> None:
    """Tests that nothing of the address reaches the page unchecked."""
    answer = client.get("/design/", {"density": '"><script>'})
    assert page_of(answer).get("data-density") == "family"
    assert b"<script>" not in answer.content

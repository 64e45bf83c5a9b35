"""A telephone that goes from hand to hand: the next one finds nothing of the one before."""

from pathlib import Path

import pytest

from tests.kernel.calls.world import World
from tests.paths import ROOT
from tests.surfaces.family.conftest import Family, family_of

NAME = "林知夏"
PAGES = ("", "form/answers/", "check/", "receipt/")


def test_after_signing_out_nothing_is_left_for_the_next(world: World, family: Family) -> None:
    """Neither by address, nor on home, nor as a draft that goes on; the browser is emptied."""
    draft = family.begin(world, name=NAME)
    family.fill(draft, "answers", zone="东", revision="1")
    phone = family.phone
    answer = phone.post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"storage"'
    for page in PAGES:
        path = f"/family/applications/{draft.uid}/{page}"
        assert phone.get(path)["Location"].startswith("/sign-in/")
    other = family_of("王家长")
    phone.force_login(other.actor.user)
    for page in PAGES:
        assert phone.get(f"/family/applications/{draft.uid}/{page}").status_code == 404
    for page in ("/family/", "/family/matters/", "/family/me/", f"/family/calls/{world.call.uid}/"):
        assert NAME not in phone.get(page).content.decode()


def test_no_page_of_a_family_is_kept_by_the_browser(world: World, family: Family) -> None:
    """The button for going back shows nothing once somebody is out: pages are not stored."""
    draft = family.begin(world, name=NAME)
    pages = [f"/family/applications/{draft.uid}/{page}" for page in PAGES[:3]]
    for page in ("/family/", "/family/me/", f"/family/calls/{world.call.uid}/", *pages):
        assert "no-store" in family.phone.get(page)["Cache-Control"], page


@pytest.mark.parametrize("script", sorted((ROOT / "src/xueyou/surfaces/family").rglob("*.js")))
def test_no_script_of_a_familys_page_keeps_anything(script: Path) -> None:
    """Drafts are kept by the server alone."""
    text = script.read_text(encoding="utf-8")
    assert not any(
        word in text for word in ("localStorage", "sessionStorage", "indexedDB", "caches")
    )

"""Who checks a file sees what its family photographed, and each look is written down."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.domains.enrolment.world import key, sent_back
from tests.kernel.calls.test_pictures import drawn_here, photograph
from tests.kernel.calls.world import hand_in
from tests.surfaces.desk.conftest import Checked, desk_of
from tests.surfaces.soup import one, words
from xueyou.domains.checks.models import Opening, Recusal
from xueyou.domains.checks.services import openings
from xueyou.kernel.calls import pictures
from xueyou.kernel.calls.models import Picture
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.pictures import add_pictures
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.acts.models import Act
from xueyou.platform.time import wall_now

NAME = "周子衿"


@pytest.fixture
def photographed(checked: Checked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SignedIn:
    """Send a file back, and let its family put a photograph up; return the family."""
    monkeypatch.setattr(pictures, "pictures_of", drawn_here)
    application = checked.files[NAME]
    family = actor_for(application.submitted_by)  # type: ignore[arg-type]
    sent_back(checked.officer.actor, application, Missing("register_book", "没有拍全"))
    add_pictures(
        actor=family,
        application_uid=application.uid,
        what="register_book",
        upload=photograph(),
        key=key(),
    )
    return family


def path(checked: Checked) -> str:
    """Return the address of the file."""
    return f"/desk/files/{checked.files[NAME].uid}/"


def test_photographs_stand_beside_what_was_asked(
    checked: Checked, photographed: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before the family hands them in; then for the desk, and each look is remembered."""
    assert not checked.officer.see(path(checked)).cssselect(".desk-papers")
    hand_in(photographed, checked.files[NAME])
    page = checked.officer.see(path(checked))
    pane = words(one(page, ".desk-pane"))
    assert "户口簿" in pane
    assert "没有拍全" in pane
    address = str(one(page, ".desk-papers img").get("src"))
    seen = Opening.objects.count()
    answer = checked.officer.browser.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Opening.objects.count() == seen, "one look"
    monkeypatch.setattr(openings, "AGAIN", timedelta(0))
    assert checked.officer.browser.get(address).status_code == 200
    assert Opening.objects.count() == seen + 1
    assert Act.objects.filter(verb="checks.file.open").count() == seen + 1


def test_others_see_none(checked: Checked, photographed: SignedIn) -> None:
    """A school without the duty, an address handed on, another file's, and one's own kin."""
    hand_in(photographed, checked.files[NAME])
    page = checked.officer.see(path(checked))
    address = str(one(page, ".desk-papers img").get("src"))
    assert checked.clerk.browser.get(address).status_code == 404
    second = desk_of("enrolment_officer", checked.world.office.bureau)
    assert second.browser.get(address).status_code == 410, "the pass is another's"
    bare = address.partition("?")[0]
    assert checked.officer.browser.get(bare).status_code == 410
    other = checked.files["林知夏"].uid
    elsewhere = f"/desk/files/{other}/pictures/{Picture.objects.get().uid}/"
    assert checked.officer.browser.get(elsewhere).status_code == 404
    Recusal.objects.create(
        application=checked.files[NAME],
        account=checked.officer.actor.user,
        declared_at=wall_now(),
    )
    assert checked.officer.browser.get(address).status_code == 404


def test_one_that_is_not_handed_in_is_not_there(checked: Checked, photographed: SignedIn) -> None:
    """Whatever address is tried."""
    address = f"{path(checked)}pictures/{Picture.objects.get().uid}/"
    assert checked.officer.browser.get(address).status_code == 404

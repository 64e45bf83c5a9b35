"""One's notifications."""

from django.test import Client

from tests.surfaces.conftest import HandIn, SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.platform.notifications.models import Notification

LIST = "/notifications/"


def test_who_handed_it_in_is_told_when_it_is_read(officer: Client, hand_in: HandIn) -> None:
    """Tests the way from the finished reading to the bell, the list and the document."""
    uid = hand_in()
    page = page_of(officer.get("/me/"))
    assert words(one(page, ".rail .n")).startswith("1")
    told = page_of(officer.get(LIST))
    form = one(told, f"form[action^='{LIST}'] button.cell").getparent()
    assert "临澄市教育局2026年教育工作要点" in words(form)
    answer = officer.post(form.get("action"))
    assert answer["Location"] == f"/bureau/plans/{uid}/"
    assert page_of(officer.get("/me/")).cssselect(".rail .n") == []


def test_all_can_be_seen_at_once(officer: Client, hand_in: HandIn) -> None:
    """Tests the button above the list."""
    hand_in()
    officer.post(LIST + "seen/")
    assert not Notification.objects.filter(read_at=None).exists()


def test_nobody_follows_anothers(officer: Client, sign_in: SignIn, hand_in: HandIn) -> None:
    """Tests that a foreign notification does not exist, and stays unseen."""
    hand_in()
    foreign = Notification.objects.get()
    assert sign_in("songli").post(f"{LIST}{foreign.uid}/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.read_at is None


def test_before_the_first_it_says_what_will_stand_here(officer: Client) -> None:
    """Tests the empty list."""
    assert "读完了，会在这里告诉您" in officer.get(LIST).content.decode()

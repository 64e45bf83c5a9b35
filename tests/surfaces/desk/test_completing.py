"""At the counter again: a grandmother brings the booklet, a clerk photographs it for her."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.domains.enrolment.world import filled, key, sent_back
from tests.kernel.calls.test_pictures import drawn_here, photograph
from tests.surfaces.desk.conftest import Checked, desk_of
from tests.surfaces.soup import one, words
from xueyou.domains.checks.models import Opening, Recusal
from xueyou.formats.refusal import REASONS
from xueyou.kernel.calls import pictures
from xueyou.kernel.calls.models import Application, Picture
from xueyou.kernel.calls.selectors.pictures import own_papers
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.pictures import add_pictures
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.acts.models import Act
from xueyou.platform.files import turns
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import wall_now

NAME = "周子衿"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200


class Counter:
    """The counter before a file that was sent back for two papers."""

    def __init__(self, checked: Checked) -> None:
        self.checked, self.desk = checked, checked.officer
        self.file = checked.files[NAME]
        self.family: SignedIn = actor_for(self.file.submitted_by)  # type: ignore[arg-type]
        self.path = f"/desk/files/{self.file.uid}/complete/"
        wanted = [Missing("register_book", "没有拍全"), Missing("home_paper", "要备案的")]
        sent_back(self.desk.actor, self.file, *wanted)

    def put(self, file: Any = None, what: str = "register_book") -> HttpResponse:
        """Send a photograph."""
        given = {"file": photograph() if file is None else file}
        return self.desk.post(f"{self.path}{what}/", given)

    def hand_in(self, paper: str = "household") -> HttpResponse:
        """Hand it in for the guardian."""
        return self.desk.post(self.path, {"paper": paper})

    def now(self) -> Application:
        """Return the file as it is."""
        return Application.objects.get(pk=self.file.pk)


@pytest.fixture
def counter(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Send a file back for two papers."""
    monkeypatch.setattr(pictures, "pictures_of", drawn_here)
    return Counter(checked)


def test_a_clerk_photographs_and_hands_in_for_a_guardian(counter: Counter) -> None:
    """From the file to the file: what came by the counter says so, to the desk and in the log."""
    page = counter.desk.see(f"/desk/files/{counter.file.uid}/")
    assert str(one(page, f"a[href='{counter.path}']").text_content()).strip() == "窗口代补材料"
    assert "没有拍全" in words(counter.desk.see(counter.path))
    assert counter.put().status_code == 302
    picture = Picture.objects.get()
    assert (picture.channel, picture.added_by) == ("counter", counter.desk.actor.user)
    address = str(one(counter.desk.see(counter.path), ".desk-papers img").get("src"))
    answer = counter.desk.browser.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    told = Notification.objects.filter(user=counter.family.user).count()
    before = counter.now()
    assert counter.hand_in().status_code == 302
    after = counter.now()
    assert (after.state, after.missing) == ("submitted", [])
    assert (after.submitted_by, after.channel) == (before.submitted_by, before.channel)
    assert after.answers_sha256 == before.answers_sha256
    assert Notification.objects.filter(user=counter.family.user).count() == told + 1
    assert "窗口代拍，1张" in words(counter.desk.see(f"/desk/files/{counter.file.uid}/"))
    acts = dict(Act.objects.filter(verb__startswith="checks.counter").values_list("verb", "data"))
    call = str(counter.file.call.uid)
    assert acts == {
        "checks.counter.photograph": {
            "call": call,
            "material": "register_book",
            "pictures": [str(picture.uid)],
        },
        "checks.counter.complete": {"call": call, "pictures": 1, "paper": "household"},
    }


def test_the_family_sees_what_the_counter_put_up(counter: Counter) -> None:
    """On its own pages, beside its own; the desk sees only that there are some of hers."""
    counter.put()
    mine = add_pictures(
        actor=counter.family,
        application_uid=counter.file.uid,
        what="register_book",
        upload=photograph("olive"),
        key=key(),
    )
    seen = [page for paper in own_papers(counter.family, counter.file.uid) for page in paper.pages]
    assert [page.at_counter for page in seen] == [True, False]
    page = counter.desk.see(counter.path)
    assert len(page.cssselect(".desk-papers img")) == 1
    assert "还没有交的，有1张" in words(page)
    assert (
        counter.desk.browser.get(f"/desk/files/{counter.file.uid}/pictures/{mine[0]}/").status_code
        == 404
    )
    down = f"{counter.path}pictures/{mine[0]}/down/"
    assert counter.desk.post(down).status_code == 404, "hers is hers"
    counter.hand_in()
    assert Picture.objects.filter(handed_in_at=None).count() == 0
    shown = words(counter.desk.see(f"/desk/files/{counter.file.uid}/"))
    assert "家长和窗口的照片，2张" in shown


def test_one_is_taken_down_again(counter: Counter) -> None:
    """By its button; a second press finds nothing; handed in, it stays."""
    counter.put()
    (form,) = counter.desk.see(counter.path).cssselect(".desk-papers form")
    for status in (302, 404):
        assert counter.desk.post(str(form.get("action"))).status_code == status
    counter.put()
    counter.hand_in()
    down = f"{counter.path}pictures/{Picture.objects.get().uid}/down/"
    assert counter.desk.post(down).status_code == 422
    assert Picture.objects.count() == 1


def test_what_cannot_be_kept_is_told_in_words(counter: Counter) -> None:
    """Nothing chosen, HEIC, too much, all readers busy, a paper that nobody wants."""
    assert "还没有选照片" in counter.desk.post(f"{counter.path}register_book/").content.decode()
    answer = counter.put(SimpleUploadedFile("p.heic", HEIC))
    assert (answer.status_code, REASONS["heic"].zh in answer.content.decode()) == (422, True)
    path = f"{counter.path}register_book/"
    over = counter.desk.browser.post(path, {}, CONTENT_LENGTH=str(11 * 1024 * 1024))
    assert "超过10兆" in over.content.decode()
    taken = [turns.ON_THE_WAY.acquire(blocking=False) for _ in range(3)]
    try:
        assert turns.ReaderBusy.zh in counter.put().content.decode()
    finally:
        for _ in taken:
            turns.ON_THE_WAY.release()
    assert "不用补这一样" in counter.put(what="birth_paper").content.decode()
    assert not Picture.objects.exists()


def test_what_the_guardian_is_changing_is_not_handed_in(counter: Counter) -> None:
    """Nobody hands in for her what she has not said yet; nor without having seen an original."""
    assert "什么原件" in counter.hand_in("").content.decode()
    save_draft(
        actor=counter.family,
        application_uid=counter.file.uid,
        answers={**filled(), "door": "另一个门牌"},
    )
    assert "只有他能定" in counter.hand_in().content.decode()
    assert counter.now().state == "returned"


def test_nothing_of_it_is_there_before_and_after(counter: Counter) -> None:
    """Once it was handed in nothing more is put up."""
    counter.hand_in()
    assert "现在不用补材料" in words(counter.desk.see(counter.path))
    assert counter.put().status_code == 422
    assert counter.hand_in().status_code == 422
    file = counter.desk.see(f"/desk/files/{counter.file.uid}/")
    assert not file.cssselect(f"a[href='{counter.path}']")


def test_others_complete_nothing(counter: Counter, tmp_path: Path) -> None:
    """A school that checks; who keeps out of the file: it is not opened, and the try remembered."""
    counter.put()
    clerk = counter.checked.clerk
    assert clerk.browser.get(counter.path).status_code == 404
    assert clerk.post(f"{counter.path}register_book/", {"file": photograph()}).status_code == 404
    assert clerk.post(counter.path, {"paper": "household"}).status_code == 404
    near = desk_of("enrolment_officer", counter.checked.world.office.bureau)
    Recusal.objects.create(
        application=counter.file, account=near.actor.user, declared_at=wall_now()
    )
    seen = Opening.objects.count()
    assert "要由别的经办人办" in near.browser.get(counter.path, follow=True).content.decode()
    for path, given in (
        (f"{counter.path}register_book/", {"file": photograph()}),
        (counter.path, {"paper": "household"}),
    ):
        assert near.post(path, given)["Location"] == f"/desk/files/{counter.file.uid}/"
    assert Opening.objects.count() == seen
    assert (counter.now().state, Picture.objects.count()) == ("returned", 1)
    assert Act.objects.filter(verb="calls.application.kin", actor=str(near.actor)).exists()

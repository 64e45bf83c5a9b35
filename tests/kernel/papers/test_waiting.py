"""Whoever can take a paper's next step hears that it waits, and of nothing that it says."""

from tests.kernel.papers.conftest import LETTER, NOTE, Office, Write, content, key
from tests.kernel.papers.walk import step
from xueyou.kernel.papers.services.drafting import revise, send_back
from xueyou.platform.accounts.models import User
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.telling import notifications_of

Names = dict[str, list[str]]


def heard() -> Names:
    """Return who was told what since the last call, by sentence."""
    found: Names = {}
    for user in User.objects.order_by("name"):
        for told in notifications_of(user):
            found.setdefault(told.sentence, []).append(user.name)
    Notification.objects.all().delete()
    return found


def test_each_step_is_told_to_those_who_can_take_it(office: Office, write: Write) -> None:
    """Checked by another than the writer, countersigned by a department, signed by the chief."""
    heard()
    paper = write(NOTE.code)
    assert heard() == {"有一件公文等您核稿。": ["checker", "chief"]}
    step(office, paper, "check")
    assert heard() == {"有一件公文等您会签。": ["dep"]}
    step(office, paper, "countersign")
    assert heard() == {"有一件公文等您签发。": ["chief"]}
    step(office, paper, "sign")
    assert heard() == {}


def test_a_kind_without_countersignature_goes_straight_to_the_chief(
    office: Office, write: Write
) -> None:
    """Nobody in a department hears of it."""
    paper = write(LETTER.code)
    heard()
    step(office, paper, "check")
    assert heard() == {"有一件公文等您签发。": ["chief"]}


def test_what_is_sent_back_is_told_to_who_wrote_it(office: Office, write: Write) -> None:
    """And once it is put right it waits for the check again."""
    paper = write()
    heard()
    back = {"paper_uid": paper.uid, "revision": 1, "words": "请写明日期", "key": key()}
    send_back(actor=office.checker, **back)
    assert heard() == {"有一件公文退回来了，请您看意见再改。": ["writer"]}
    better = content(title="关于一件事的函", body=[{"type": "text", "text": "改好的一段。"}])
    revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=better, key=key())
    assert heard() == {"有一件公文等您核稿。": ["checker", "chief"]}


def test_the_words_say_nothing_of_the_paper(office: Office, write: Write) -> None:
    """Neither title nor organ; the link leads to its page."""
    Notification.objects.all().delete()
    paper = write()
    told = Notification.objects.all()
    assert {(row.link, str(row.params)) for row in told} == {(f"/bureau/papers/{paper.uid}/", "{}")}


def test_who_left_hears_nothing(office: Office, write: Write) -> None:
    """An account that is closed is not told."""
    assert isinstance(office.checker.user, User)
    User.objects.filter(pk=office.checker.user.pk).update(is_active=False)
    heard()
    write()
    assert heard() == {"有一件公文等您核稿。": ["chief"]}

"""A paper goes from draft to archive by steps of different people, each leaving its mark."""

import pytest

from tests.kernel.papers.conftest import NOTE, Office, Write, key
from tests.kernel.papers.walk import step, walk
from xueyou.kernel.papers.models import PaperStep
from xueyou.kernel.papers.refusals import Conflict, NotItsTurn, PaperRefused, SamePerson
from xueyou.kernel.papers.selectors import paper as page
from xueyou.kernel.papers.services.deciding import check, countersign, sign
from xueyou.kernel.papers.services.drafting import revise, send_back, withdraw
from xueyou.kernel.papers.steps import content_of
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act


def test_every_step_names_its_person_and_the_content(office: Office, write: Write) -> None:
    """Tests the whole way of an addressed paper."""
    paper = walk(office, write(), "archive")
    steps = list(paper.steps.order_by("seq"))
    assert [s.state_after for s in steps] == [
        "drafted",
        "checked",
        "signed",
        "numbered",
        "numbered",
        "served",
        "archived",
    ]
    assert {s.content_sha256 for s in steps} == {paper.content_sha256}
    assert paper.signed_by == office.chief.user
    assert paper.signed_at is not None
    assert paper.served_at is not None
    assert set(
        Act.objects.filter(uid__in=[s.act_uid for s in steps]).values_list("verb", flat=True)
    ) >= {
        "papers.paper.check",
        "papers.paper.sign",
    }


def test_who_wrote_it_neither_checks_nor_signs(office: Office, write: Write) -> None:
    """Tests that the drafter cannot check, and that a reviser becomes a drafter."""
    paper = write()
    with pytest.raises(SamePerson):
        check(actor=office.writer, paper_uid=paper.uid, revision=1, key=key())
    changed = {**content_of(paper), "title": "另一个题目"}
    revise(actor=office.checker, paper_uid=paper.uid, revision=1, content=changed, key=key())
    with pytest.raises(SamePerson):
        check(actor=office.checker, paper_uid=paper.uid, revision=2, key=key())
    check(actor=office.chief, paper_uid=paper.uid, revision=2, key=key())
    with pytest.raises(NotFound):
        sign(actor=office.writer, paper_uid=paper.uid, revision=2, key=key())
    assert paper.steps.count() == 3


def test_a_revision_undoes_the_check(office: Office, write: Write) -> None:
    """Tests that nobody's check stands for words written after it."""
    paper = walk(office, write(), "check")
    changed = {**content_of(paper), "addressee": "各县教育局"}
    revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=changed, key=key())
    paper.refresh_from_db()
    assert (paper.state, paper.revision) == ("drafted", 2)
    with pytest.raises(NotItsTurn):
        sign(actor=office.chief, paper_uid=paper.uid, revision=2, key=key())


def test_a_step_is_taken_on_the_content_that_was_seen(office: Office, write: Write) -> None:
    """Tests that check and revision carry the revision seen, and lose nothing."""
    paper = write()
    mine = {**content_of(paper), "title": "我写的题目"}
    yours = {**content_of(paper), "title": "您写的题目"}
    revise(actor=office.checker, paper_uid=paper.uid, revision=1, content=mine, key=key())
    with pytest.raises(Conflict) as conflict:
        revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=yours, key=key())
    assert conflict.value.now["title"] == "我写的题目"
    assert conflict.value.revision == 2
    with pytest.raises(Conflict):
        check(actor=office.chief, paper_uid=paper.uid, revision=1, key=key())


def test_from_the_signature_on_nothing_changes(office: Office, write: Write) -> None:
    """Tests that a signed paper is neither revised, sent back nor withdrawn."""
    paper = walk(office, write(), "sign")
    digest, changed = paper.content_sha256, {**content_of(paper), "title": "改了"}
    with pytest.raises(NotItsTurn):
        revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=changed, key=key())
    for verb, actor in ((send_back, office.chief), (withdraw, office.writer)):
        with pytest.raises(NotItsTurn):
            verb(actor=actor, paper_uid=paper.uid, revision=1, words="不行", key=key())
    paper.refresh_from_db()
    assert (paper.state, paper.content_sha256) == ("signed", digest)


def test_a_draft_is_given_back_with_words(office: Office, write: Write) -> None:
    """Tests that sending back needs words, shows them, and makes nobody a drafter."""
    paper = walk(office, write(), "check")
    with pytest.raises(PaperRefused):
        send_back(actor=office.chief, paper_uid=paper.uid, revision=1, words=" ", key=key())
    send_back(actor=office.chief, paper_uid=paper.uid, revision=1, words="日期不对", key=key())
    found = page(office.writer, paper.uid)
    assert (found.sheet.state, found.sent_back) == ("drafted", "日期不对")
    assert [s.label for s in found.steps] == ["起草", "核稿", "退回"]
    changed = {**content_of(paper), "title": "改好的题目"}
    revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=changed, key=key())
    step(office, paper, "check")
    step(office, paper, "sign")


def test_a_countersigned_kind_waits_for_a_department(office: Office, write: Write) -> None:
    """Tests that such a paper is not signed without it, and is not served."""
    paper = walk(office, write(NOTE.code, addressee=""), "check")
    with pytest.raises(NotItsTurn):
        step(office, paper, "sign")
    step(office, paper, "countersign")
    for name in ("sign", "number", "file_scan", "archive"):
        step(office, paper, name)
    with pytest.raises(NotItsTurn):
        step(office, paper, "serve")


def test_a_repeated_step_changes_nothing(office: Office, write: Write) -> None:
    """Tests that the same key checks once."""
    paper, same = write(), key()
    for _ in range(2):
        check(actor=office.checker, paper_uid=paper.uid, revision=1, key=same)
    assert PaperStep.objects.filter(paper=paper, state_after="checked").count() == 1


def test_a_repeated_countersignature_changes_nothing(office: Office, write: Write) -> None:
    """Tests a second press of the button, when the paper is no longer the department's to see."""
    paper, same = walk(office, write(NOTE.code, addressee=""), "check"), key()
    for _ in range(2):
        countersign(actor=office.department, paper_uid=paper.uid, revision=1, key=same)
    assert PaperStep.objects.filter(paper=paper, state_after="countersigned").count() == 1


def test_revising_nothing_is_refused(office: Office, write: Write) -> None:
    """Tests that an unchanged text makes no new draft."""
    paper = write()
    with pytest.raises(PaperRefused):
        revise(
            actor=office.writer,
            paper_uid=paper.uid,
            revision=1,
            content=content_of(paper),
            key=key(),
        )


def test_number_and_dates_are_no_business_of_a_revision(office: Office, write: Write) -> None:
    """Tests that what later steps give cannot be typed into the draft."""
    paper = write()
    changed = {
        **content_of(paper),
        "title": "新题目",
        "number": "甲教〔2026〕1号",
        "date": "2020-01-01",
    }
    revise(actor=office.writer, paper_uid=paper.uid, revision=1, content=changed, key=key())
    paper.refresh_from_db()
    assert content_of(paper)["number"] == content_of(paper)["date"] == ""

"""Who sees which paper, what waits for whom, and what prints."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.papers.conftest import NOTE, Office, Write, key
from tests.kernel.papers.walk import step, walk
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.selectors import paper as page
from xueyou.kernel.papers.selectors import papers, queues, waiting_for_signature
from xueyou.kernel.papers.services.deciding import check
from xueyou.kernel.papers.services.drafting import send_back
from xueyou.platform.access.reading import NotFound

CIRCULAR = paper_kind(
    "papers.test_circular", zh="通报", countersigned=False, addressed=True, circulated=True
)


def test_a_paper_waits_for_one_who_did_not_write_it(office: Office, write: Write) -> None:
    """Tests the queues as a paper goes its way."""
    paper = write()
    assert queues(office.writer)["check"] == 0
    assert queues(office.checker)["check"] == 1
    assert waiting_for_signature(office.chief) == ()
    step(office, paper, "check")
    assert [row.uid for row in waiting_for_signature(office.chief)] == [paper.uid]
    assert queues(office.writer)["mine"] == 1
    step(office, paper, "sign")
    assert queues(office.writer)["issue"] == 1
    assert queues(office.chief)["sign"] == 0


def test_a_draft_that_was_sent_back_waits_for_its_author(office: Office, write: Write) -> None:
    """Tests that nobody is asked to check it again before it was changed."""
    paper = write()
    send_back(actor=office.chief, paper_uid=paper.uid, revision=1, words="改", key=key())
    assert queues(office.checker)["check"] == 0
    assert page(office.writer, paper.uid).may.revise


def test_nobody_outside_sees_a_draft(office: Office, write: Write) -> None:
    """Tests that departments, counties and other bureaus find nothing."""
    paper = walk(office, write(), "check")
    for who in (office.department, office.county, office.stranger):
        with pytest.raises(NotFound):
            page(who, paper.uid)


def test_a_department_sees_what_waits_for_its_countersignature(
    office: Office, write: Write
) -> None:
    """Tests that it appears once checked and goes once countersigned."""
    paper = write(NOTE.code, addressee="")
    with pytest.raises(NotFound):
        page(office.department, paper.uid)
    step(office, paper, "check")
    assert page(office.department, paper.uid).may.countersign
    step(office, paper, "countersign")
    with pytest.raises(NotFound):
        page(office.department, paper.uid)


def test_what_was_said_on_the_way_stays_in_the_house(office: Office, write: Write) -> None:
    """Tests that a county reads a circular that went out, without the words said about drafts."""
    paper = write(CIRCULAR.code)
    sent = {"paper_uid": paper.uid, "revision": 1}
    send_back(actor=office.chief, words="丙县那句太重", key=key(), **sent)
    check(actor=office.checker, words="数已核对", key=key(), **sent)
    for name in ("sign", "number", "file_scan", "serve"):
        step(office, paper, name)
    read = page(office.county, paper.uid)
    assert [one.words for one in read.steps if one.words] == []
    assert [one.label for one in read.steps] == [
        one.label for one in page(office.writer, paper.uid).steps
    ]
    kept = [one.words for one in page(office.writer, paper.uid).steps if one.words]
    assert kept[:2] == ["丙县那句太重", "数已核对"]


def test_number_and_days_print_once_they_are_given(office: Office, write: Write) -> None:
    """Tests that the frozen content stays while the printed form fills up."""
    paper = write()
    before = page(office.writer, paper.uid).printed
    assert before["number"] == before["date"] == before["issued_on"] == ""
    walk(office, paper, "archive")
    after = page(office.writer, paper.uid)
    assert after.printed["number"] == after.sheet.number != ""
    assert after.printed["date"] == after.printed["issued_on"] == "2026-11-20"
    assert '"date":""' in after.sheet.content


def test_a_list_asks_the_same_however_long_it_is(office: Office, write: Write) -> None:
    """Tests that queries do not grow with the papers."""

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert papers(office.chief, "all").rows
        return len(found)

    write()
    one = asked()
    for _ in range(6):
        write()
    assert asked() == one <= 4

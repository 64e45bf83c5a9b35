"""The desk's workbook: taken away, filled, handed in; what is wrong stands beside its cell."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.formats.review_files import typed_into
from tests.surfaces.bureau.plans.desk_world import item_named, look, opened_by
from tests.surfaces.conftest import HandIn, SignIn
from tests.surfaces.soup import page_of, words
from xueyou.domains.plans.models import Item, Plan
from xueyou.domains.plans.services.reviewing import edit
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User


@pytest.fixture
def document(hand_in: HandIn) -> UUID:
    """A document that is being reviewed."""
    return hand_in()


@pytest.fixture
def plan(document: UUID) -> Plan:
    """The plan in review."""
    return opened_by("hanwei", document)


def address(plan: Plan) -> str:
    """Return where the workbook is handed in."""
    return f"/bureau/plans/plan/{plan.uid}/workbook/"


def taken_away(officer: Client, plan: Plan) -> bytes:
    """Return the workbook that the desk gives out."""
    answer = officer.get(f"/bureau/plans/plan/{plan.uid}/workbook.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    return bytes(answer.content)


def send(officer: Client, plan: Plan, book: bytes, name: str = "核对.xlsx") -> Any:
    """Hand a file in."""
    file = SimpleUploadedFile(name, book)
    return officer.post(address(plan), {"file": file, "idempotency_key": str(uuid4())})


def test_the_desk_leads_there_and_back(officer: Client, document: UUID, plan: Plan) -> None:
    """Tests the link, the page without script, and what the desk says after a filled workbook."""
    listing = look(officer, document, do="list", tab="all").tree
    assert address(plan) in {link.get("href") for link in listing.iter("a")}
    page = page_of(officer.get(address(plan)))
    assert page.xpath("//form[@enctype='multipart/form-data']//input[@type='file']")
    item = item_named(plan, "照明改造")
    book = typed_into(taken_away(officer, plan), {str(item.uid): {"decision": "接受"}})
    answer = send(officer, plan, book)
    assert (answer.status_code, answer["Location"]) == (302, f"/bureau/plans/{document}/review/")
    assert "照表接受了1项" in words(page_of(officer.get(f"/bureau/plans/{document}/review/")))
    assert Item.objects.get(pk=item.pk).state == "accepted"


def test_wrong_cells_stand_with_their_places(officer: Client, plan: Plan) -> None:
    """Tests the answer 422 with sheet, cell, column and sentence."""
    item = item_named(plan, "照明改造")
    book = typed_into(taken_away(officer, plan), {str(item.uid): {"decision": "同意"}})
    answer = send(officer, plan, book)
    assert answer.status_code == 422
    said = words(page_of(answer))
    assert "指标 E" in said
    assert "怎么定" in said
    assert Item.objects.get(pk=item.pk).state == "open"


def test_a_stale_row_shows_both_texts(officer: Client, sign_in: SignIn, plan: Plan) -> None:
    """Tests the answer 409, and that it says which cell to change to keep one's own."""
    item = item_named(plan, "照明改造")
    typed = {"decision": "接受", "name": "我写的名称"}
    book = typed_into(taken_away(officer, plan), {str(item.uid): typed})
    edit(
        actor=actor_for(User.objects.get(login_name="songli")),
        item_uid=item.uid,
        revision=1,
        content={**item.content, "name": "他写的名称"},
        key=str(uuid4()),
    )
    answer = send(officer, plan, book)
    assert answer.status_code == 409
    said = words(page_of(answer))
    assert "我写的名称" in said
    assert "他写的名称" in said
    assert "改成 2" in said


def test_what_is_no_workbook_is_said_and_nothing_happens(officer: Client, plan: Plan) -> None:
    """Tests a missing file, text, and a form without its key."""
    no_file = officer.post(address(plan), {"idempotency_key": str(uuid4())})
    assert no_file.status_code == 422
    assert send(officer, plan, b"hello", "a.txt").status_code == 422
    book = SimpleUploadedFile("核对.xlsx", taken_away(officer, plan))
    assert officer.post(address(plan), {"file": book}).status_code == 422
    assert not Item.objects.filter(version__plan=plan).exclude(state="open").exists()

"""Handing a document in, and what is said when it is not taken."""

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.formats.hostile import FILES
from tests.surfaces.bodies import LongBody
from tests.surfaces.bureau.figures.test_workbook_pages import BY_WORKBOOK
from tests.surfaces.conftest import WORK_POINTS, HandIn, SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import PlanDocument
from xueyou.formats.refusal import OF_PICTURES, REASONS
from xueyou.platform.files import turns
from xueyou.platform.files.models import Blob
from xueyou.platform.jobs.models import Job

NEW = "/bureau/plans/new/"
ONE_A_CODE = {code: name for name, (_, code) in reversed(FILES.items()) if name != "huge.pdf"}
"""One file for each code; the 200 MB one has its own test."""


def _file(name: str = "要点.txt", text: str = WORK_POINTS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def _key(client: Client) -> str:
    key = one(page_of(client.get(NEW)), "input[name=idempotency_key]").get("value")
    assert UUID(key)
    return str(key)


def test_a_file_is_taken_and_its_page_opens(officer: Client) -> None:
    """Tests the way from the form to the page that shows it being read."""
    answer = officer.post(NEW, {"idempotency_key": _key(officer), "file": _file()})
    document = PlanDocument.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bureau/plans/{document.uid}/")
    assert Job.objects.get().payload == {"document": str(document.uid)}


def test_sending_the_form_twice_takes_one_document(officer: Client) -> None:
    """Tests a double click: same key, same file, same page."""
    key = _key(officer)
    first, second = (officer.post(NEW, {"idempotency_key": key, "file": _file()}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert PlanDocument.objects.count() == 1


def test_an_old_form_with_another_file_is_answered_in_words(officer: Client) -> None:
    """Tests the back button: the first document stays, the new form carries a new key."""
    key = _key(officer)
    officer.post(NEW, {"idempotency_key": key, "file": _file()})
    again = officer.post(
        NEW, {"idempotency_key": key, "file": _file(text=WORK_POINTS + "(四)新增学位10个。")}
    )
    assert again.status_code == 422
    page = page_of(again)
    assert one(page, ".errors").get("data-code") == "key_reused"
    assert one(page, "input[name=idempotency_key]").get("value") != key
    assert PlanDocument.objects.count() == 1


def test_no_file_is_answered_in_words(officer: Client) -> None:
    """Tests the form sent empty: the title begins with it, and a link leads to the field."""
    answer = officer.post(NEW, {"idempotency_key": _key(officer)})
    assert answer.status_code == 422
    page = page_of(answer)
    assert words(one(page, "title")).startswith("要改一处")
    assert one(page, ".errors a").get("href") == "#file"


@pytest.mark.parametrize("code", sorted(ONE_A_CODE))
def test_each_refusal_is_a_sentence_on_the_same_form(
    officer: Client, hand_in: HandIn, tmp_path: Path, settings: object, code: str
) -> None:
    """Tests every code: 422, its sentence, the file's name, the earlier document untouched."""
    earlier = hand_in()
    blobs = Blob.objects.count()
    name = ONE_A_CODE[code]
    path = tmp_path / f"made-{name}"
    FILES[name][0](path)
    upload = SimpleUploadedFile(name, path.read_bytes())
    answer = officer.post(NEW, {"idempotency_key": _key(officer), "file": upload})
    assert answer.status_code == 422
    page = page_of(answer)
    assert one(page, ".errors").get("data-code") == code
    said = words(one(page, ".errors"))
    assert REASONS[code].zh in said
    if code != "too_large":
        assert name in said
    one(page, "form[enctype='multipart/form-data'] input[type=file]")
    assert [row.uid for row in PlanDocument.objects.all()] == [earlier]
    assert Blob.objects.count() == blobs
    left = [p for p in settings.DATA.rglob("*.upload")]  # type: ignore[attr-defined]
    left += settings.DATA.rglob("*.incoming")  # type: ignore[attr-defined]
    assert left == []


def test_every_code_has_its_file() -> None:
    """Tests that no code of the table is left out: above, or by the form for workbooks."""
    assert set(ONE_A_CODE) | {BY_WORKBOOK} == set(REASONS) - OF_PICTURES - {"no_plan"}


def test_a_text_without_a_plan_is_refused(officer: Client) -> None:
    """Tests the code that only the reader can find."""
    answer = officer.post(
        NEW,
        {"idempotency_key": _key(officer), "file": _file(text="今天天气很好，我们去公园。\n" * 5)},
    )
    assert answer.status_code == 422
    assert one(page_of(answer), ".errors").get("data-code") == "no_plan"
    assert not PlanDocument.objects.exists()


def test_a_declared_200_mb_is_refused_before_it_is_stored(
    officer: Client, settings: object
) -> None:
    """Tests that the length in the head decides: nothing of the body reaches the disk."""
    body = LongBody(200 << 20)
    answer = officer.generic(
        "POST",
        NEW,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(200 << 20), "wsgi.input": body},
    )
    assert answer.status_code == 422
    assert one(page_of(answer), ".errors").get("data-code") == "too_large"
    assert [p for p in settings.DATA.rglob("*") if p.is_file()] == []  # type: ignore[attr-defined]
    assert body.largest <= 1 << 20


def test_the_upload_needs_its_token(sign_in: SignIn) -> None:
    """Tests that the form cannot be sent from another site, although its check comes late."""
    client = sign_in("hanwei", enforce_csrf_checks=True)
    answer = client.post(NEW, {"idempotency_key": "x", "file": _file()})
    assert answer.status_code == 403
    assert not PlanDocument.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "security"])
def test_who_may_not_hand_in_finds_no_form(sign_in: SignIn, who: str) -> None:
    """Tests that the form does not exist for somebody without the permission."""
    assert sign_in(who).get(NEW).status_code == 404
    assert sign_in(who).post(NEW, {"file": _file()}).status_code == 404


def test_a_hostile_name_is_only_text(officer: Client) -> None:
    """Tests that a file's name cannot become part of the page."""
    answer = officer.post(
        NEW,
        {
            "idempotency_key": _key(officer),
            "file": SimpleUploadedFile('"><img src=x onerror=alert(1)>.png', b"\x89PNG\r\n\x1a\n"),
        },
    )
    assert answer.status_code == 422
    assert page_of(answer).cssselect("img") == []


@pytest.mark.parametrize("key", ["", "x" * 81, "no-uuid", "\x00"])
def test_a_form_without_its_key_is_answered_in_words(officer: Client, key: str) -> None:
    """Tests that a mangled form is 422 with a sentence, never a fault of ours."""
    answer = officer.post(NEW, {"idempotency_key": key, "file": _file()})
    assert answer.status_code == 422
    assert "不完整" in words(page_of(answer))
    assert not PlanDocument.objects.exists()


@pytest.mark.parametrize("verb", ["cancel", "again"])
def test_steering_without_a_key_changes_nothing(officer: Client, verb: str) -> None:
    """Tests that stop and repeat answer a mangled form with a sentence on the page."""
    officer.post(NEW, {"idempotency_key": _key(officer), "file": _file()})
    document = PlanDocument.objects.get()
    answer = officer.post(f"/bureau/plans/{document.uid}/{verb}/", {}, follow=True)
    assert answer.status_code == 200
    assert "不完整" in words(page_of(answer))
    assert Job.objects.get().state == "queued"


def test_a_busy_machine_says_so_and_keeps_nothing(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a third file waits its turn, and is told to come again when that takes long."""
    monkeypatch.setattr(turns, "WAITS", 0.05)
    key = _key(officer)
    with turns.turn(), turns.turn():
        answer = officer.post(NEW, {"idempotency_key": key, "file": _file()})
    assert answer.status_code == 422
    assert one(page_of(answer), ".errors").get("data-code") == "busy"
    assert "过一分钟" in words(one(page_of(answer), ".errors"))
    assert Blob.objects.count() == Job.objects.count() == 0
    assert officer.post(NEW, {"idempotency_key": key, "file": _file()}).status_code == 302

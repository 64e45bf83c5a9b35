"""Django's side of an upload: straight to `incoming/`, cut off at the limit."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from xueyou.formats.refusal import Refusal
from xueyou.platform.files import uploads
from xueyou.platform.files.uploads import incoming, uploaded


def post(body: bytes, name: str = "规划.docx") -> HttpRequest:
    """Return a request that sends a form with one file."""
    form = {"title": "x", "file": SimpleUploadedFile(name, body)}
    return RequestFactory().post("/", form)


@pytest.mark.django_db
def test_an_upload_lies_in_incoming_until_the_request_ends(data: Path) -> None:
    """It arrives whole, under a harmless name, and is gone with the request."""
    request = post(b"body", "../规划.docx")
    found = uploaded(request)
    assert found is not None
    assert found.name == "规划.docx"
    assert len(list((data / "incoming").iterdir())) == 1
    with incoming(found) as arrived:
        assert arrived.path.read_bytes() == b"body"
    request.close()
    assert list((data / "incoming").iterdir()) == []


def test_past_the_limit_nothing_is_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is read into nothing, so the browser gets its answer."""
    monkeypatch.setattr(uploads, "MAX_FILE_BYTES", 100_000)
    request = post(b"x" * 300_000)
    with pytest.raises(Refusal) as refused:
        uploaded(request)
    assert refused.value.code == "too_large"
    assert list((data / "incoming").iterdir()) == []


def test_no_file_is_none() -> None:
    """A form without its file is the form's matter."""
    assert uploaded(RequestFactory().post("/", {"title": "x"})) is None

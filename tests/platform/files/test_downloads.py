"""Handing out: whatever the bytes are, the browser saves them."""

from urllib.parse import quote

import pytest

from tests.platform.files.conftest import FileIt
from xueyou.platform.files.api import FileNotAvailable, download, mark_clean, saved

pytestmark = pytest.mark.django_db

PAGE = b"%PDF-1.4 <html><script>document.location='/'</script>"


def test_a_page_is_never_shown_as_a_page(file_it: FileIt) -> None:
    """Attachment, octets, no sniffing, sandboxed, not stored by caches."""
    filed = file_it(PAGE, "点我\u202e.html")
    mark_clean(filed.blob)
    response = download(filed)
    assert b"".join(response.streaming_content) == PAGE
    response.close()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%82%B9%E6%88%91.html"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_a_name_cannot_add_a_header(file_it: FileIt) -> None:
    """Quotes and line breaks in a title stay inside the name."""
    filed = file_it(b"x", "a.txt")
    filed.title = 'a"; filename="b.exe\r\nX-Evil: 1.txt'
    mark_clean(filed.blob)
    response = download(filed)
    response.close()
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="a_; filename=_b.exe X-Evil_ 1.txt"'
    )
    assert "X-Evil" not in response.headers


def test_quarantined_bytes_are_not_handed_out(file_it: FileIt) -> None:
    """Before its check a file cannot be fetched by whoever knows its address."""
    with pytest.raises(FileNotAvailable):
        download(file_it(PAGE))


def test_a_slash_in_a_name_of_ours_keeps_what_stands_before_it() -> None:
    """A school year is no folder."""
    response = saved(b"x", "application/pdf", "2026/2027学年.pdf")
    assert quote("2026／2027学年.pdf") in response["Content-Disposition"]


def test_what_this_program_made_is_saved_under_a_harmless_name() -> None:
    """Its own media type, no sniffing, no cache; the name holds no mark."""
    response = saved(b"x", "application/pdf", "通报\u202e.pdf")
    assert response.content == b"x"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E9%80%9A%E6%8A%A5.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"

"""Scanned pages: what recognition finds becomes lines, each marked as recognised.

The recogniser itself is an extra with its own models; here a stand-in says what it would have seen.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.formats import made
from xueyou.formats import load as loading
from xueyou.formats import scan
from xueyou.formats.document import Document
from xueyou.formats.draft import Draft
from xueyou.formats.refusal import Refusal

Seen = list[tuple[float, float, str, float]]
"""(x, y from the top, text, score) in points."""


@dataclass
class _Found:
    boxes: list[list[tuple[float, float]]] | None
    txts: list[str] | None
    scores: list[float] | None


def _recogniser(pages: list[Seen]) -> object:
    left = list(pages)

    def recognise(image: object, use_cls: bool) -> _Found:
        seen = left.pop(0)
        if not seen:
            return _Found(None, None, None)
        boxes = [
            [(2 * (x + dx), 2 * (y + dy)) for dx, dy in ((0, 0), (len(t) * 16, 0), (0, 16))]
            for x, y, t, _ in seen
        ]
        return _Found(boxes, [t for _, _, t, _ in seen], [s for *_, s in seen])

    return recognise


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a function that reads pages on which the recogniser sees these lines."""

    def with_sight(pages: list[Seen], function: str = "read_scan") -> Document:
        file = tmp_path / "a.pdf"
        file.write_bytes(made.picture_pdf(len(pages)))
        monkeypatch.setattr(scan, "_recogniser", lambda: _recogniser(pages))
        monkeypatch.setattr(scan, "_image", lambda page, scale: None)
        draft = Draft("pdf", lambda done, total: None)
        getattr(scan, function)(file, draft)
        return draft.finish(sha256="", name="a.pdf")

    return with_sight


def test_each_recognised_line_is_marked(read) -> None:  # type: ignore[no-untyped-def]
    """In order from the top, weak guesses left out, every span in `recognised`."""
    document = read(
        [[(72, 120, "二、任务", 0.9), (72, 80, "一、目标", 0.98), (72, 160, "⿱", 0.2)], []]
    )
    assert document.text == "一、目标\n二、任务\n"
    assert [document.text[a:b] for a, b in document.recognised] == ["一、目标", "二、任务"]
    assert len(document.pages) == 2


def test_a_mark_on_a_scanned_page_stops_everything(read) -> None:  # type: ignore[no-untyped-def]
    """Also when only the first page is looked at, at the time of upload."""
    pages: list[Seen] = [[(72, 60, "机密★5年", 0.97), (72, 120, "正文", 0.99)], []]
    for function in ("read_scan", "read_first_page"):
        with pytest.raises(Refusal) as refused:
            read(pages, function)
        assert refused.value.code == "classified"


def test_a_scan_on_which_nothing_is_found_is_empty(read) -> None:  # type: ignore[no-untyped-def]
    """Blank paper is no document."""
    with pytest.raises(Refusal) as refused:
        read([[], []])
    assert refused.value.code == "empty"


def test_recognition_takes_over_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan goes to the recogniser, a PDF with text does not, and `ocr=False` keeps it out."""
    kinds: list[str] = []
    read_apart = loading.read_apart

    def watched(kind: str, path: Path, name: str, **options: object) -> Document:
        kinds.append(kind)
        if kind == "scan":
            raise Refusal("empty")
        return read_apart(kind, path, name, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "read_apart", watched)
    monkeypatch.setattr(loading, "recognition_installed", lambda: True)
    file = tmp_path / "a.pdf"
    file.write_bytes(made.picture_pdf(1))
    for ocr in (True, False):
        with pytest.raises(Refusal):
            loading.load(file, ocr=ocr)
    file.write_bytes(made.pdf_of(made.PLAN))
    loading.load(file)
    assert kinds == ["pdf-unless-scanned", "scan", "pdf", "pdf-unless-scanned"]

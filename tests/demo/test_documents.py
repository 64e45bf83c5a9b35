"""The demo city's files hold the words they were made from."""

from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from xueyou.demo.documents import CERTIFICATE, DOCUMENTS, DemoDocument
from xueyou.demo.documents.make import make


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_the_file_holds_its_words(document: DemoDocument) -> None:
    """Paragraphs and table cells together are the text, nothing more and nothing less."""
    opened = Document(str(document.docx))
    written = [paragraph.text for paragraph in opened.paragraphs if paragraph.text]
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    lines = [line for line in document.text.read_text("utf-8").splitlines() if line.strip()]
    assert written == [line for line in lines if "\t" not in line]
    assert cells == [cell for line in lines if "\t" in line for cell in line.split("\t")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_the_title_is_the_first_line(document: DemoDocument) -> None:
    """A document is called what its head says."""
    assert document.text.read_text("utf-8").splitlines()[0] == document.title


def test_equal_words_make_equal_bytes(tmp_path: Path) -> None:
    """No clock enters the file, so it changes only with its words."""
    words = "标题\n\n一、目标\n\n序号\t指标\n1\t学位\n"
    assert make(words) == make(words)


def test_the_certificate_is_a_picture_of_nobody() -> None:
    """What a family photographs: small, readable, and nothing in it but pixels."""
    with Image.open(CERTIFICATE) as picture:
        assert picture.format == "JPEG"
        assert min(picture.size) > 900
        assert not picture.getexif()
    assert CERTIFICATE.stat().st_size < 200_000

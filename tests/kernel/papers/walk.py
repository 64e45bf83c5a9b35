"""Taking a paper along its way."""

from django.core.files.base import ContentFile

from tests.kernel.papers.conftest import Office, key
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, countersign, sign
from xueyou.kernel.papers.services.issuing import archive, file_scan, number, serve

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
)
"""The skeleton of a picture of 16 × 16 points."""


def step(office: Office, paper: Paper, name: str) -> None:
    """Have the right person take one step with the paper as it stands."""
    paper.refresh_from_db()
    seen = {"paper_uid": paper.uid, "revision": paper.revision, "key": key()}
    out = {"paper_uid": paper.uid, "key": key()}
    if name == "check":
        check(actor=office.checker, **seen)
    elif name == "countersign":
        countersign(actor=office.department, **seen)
    elif name == "sign":
        sign(actor=office.chief, **seen)
    elif name == "number":
        number(actor=office.writer, number=f"甲教〔2026〕{paper.pk}号", **out)
    elif name == "file_scan":
        file_scan(actor=office.writer, upload=ContentFile(JPEG, name="盖章.jpg"), **out)
    elif name == "serve":
        serve(actor=office.writer, **out)
    else:
        archive(actor=office.writer, **out)


WAY = ("check", "sign", "number", "file_scan", "serve", "archive")


def walk(office: Office, paper: Paper, to: str) -> Paper:
    """Take the paper from drafted through the step named."""
    for name in WAY:
        step(office, paper, name)
        if name == to:
            break
    paper.refresh_from_db()
    return paper

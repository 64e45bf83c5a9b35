"""Whatever bytes come, the answer is a document or a refusal, never another exception."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats import made
from tests.paths import ROOT
from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal

_NAMES = ["a.txt", "a.docx", "a.xlsx", "a.pdf", "a.html", "a.ofd", "a.doc", "a", "a.bin", "甲.TXT"]
_WHOLE = {
    "a.docx": made.docx_of(made.PLAN),
    "a.xlsx": made.xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'),
    "a.pdf": made.pdf_of(made.PLAN),
    "a.html": f"<html><body><p>{made.PLAN}</p></body></html>".encode(),
    "a.doc": (ROOT / "tests" / "data" / "formats" / "work-points.doc").read_bytes(),
    "a.ofd": made.ofd([[(20, 30, "临澄市教育局工作要点")]]),
}


def _answer(name: str, data: bytes) -> Document | Refusal:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        try:
            return load(file, ocr=False)
        except Refusal as refusal:
            return refusal


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(_NAMES),
    start=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                           b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]),
    rest=st.binary(max_size=600),
)  # fmt: skip
def test_any_bytes_are_answered(name: str, start: bytes, rest: bytes) -> None:
    """Bytes without sense under every name and behind every magic number."""
    assert isinstance(_answer(name, start + rest), Document | Refusal)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(_WHOLE)),
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=3)), max_size=6),
    cut=st.integers(0, 400),
)
def test_damaged_files_are_answered(name: str, edits: list[tuple[int, bytes]], cut: int) -> None:
    """Real files with bytes overwritten and the end cut off."""
    data = bytearray(_WHOLE[name])
    for place, new in edits:
        at = place % len(data)
        data[at : at + len(new)] = new
    answer = _answer(name, bytes(data[: len(data) - cut % len(data)]))
    assert isinstance(answer, Document | Refusal)

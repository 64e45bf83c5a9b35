"""Owns reading .doc and .wps: converted to .docx by msdoc2docx, then read as one.

The converter is young, so anything it does not understand is refused with the advice to save the
file as docx; a document is never shown half read.
"""

from pathlib import Path

import doc2docx
from doc2docx.errors import EncryptedDocumentError

from xueyou.formats.draft import Draft
from xueyou.formats.refusal import Refusal
from xueyou.formats.word import read_word

_LOSSES = frozenset(
    {
        "MALFORMED_TABLE_FLATTENED",
        "MAIN_TEXTBOX_TABLE_MALFORMED",
        "NUMBERING_TABLE_MALFORMED",
        "TABLE_DEPTH_LIMITED",
    }
)
"""What the converter reports when words, tables or automatic numbers may be missing."""


def read_old_word(path: Path, work: Path, draft: Draft) -> None:
    """Read a Word 97–2003 file into the draft; `work` is an empty folder to convert in."""
    converted = work / "converted.docx"
    try:
        result = doc2docx.convert(path, converted)
    except EncryptedDocumentError:
        raise Refusal("encrypted") from None
    except (MemoryError, RecursionError):
        raise
    except Exception:
        # A parser of a binary format fails in many ways; to its reader they all mean the same.
        raise _not_understood() from None
    if any(entry.code in _LOSSES for entry in result.report.diagnostics):
        raise _not_understood()
    draft.progress(1, 2)
    read_word(converted, draft)


def _not_understood() -> Refusal:
    return Refusal(
        "unsupported",
        detail="这份旧版 Word 文档没能完整读懂。",
        detail_en="This old Word document could not be understood in full.",
    )

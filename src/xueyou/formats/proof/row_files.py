"""Owns a family's row file on its way: written for it, and read again after mail and editors.

The digest decides. So whatever a mail program or an editor put in may be taken out before it is
computed: only the very row that was committed to has it.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xueyou.formats.proof.rows import SCHEMA, commitment, openings

_NO_NAME = re.compile(r'[%/\\:*?"<>|\s]|^\.')
_PSEUDONYM = re.compile("pseudonym: ([0-9a-f]{32})")


class RowFileBroken(Exception):
    """The file is no row file, or no longer one; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class RowsDiffer(Exception):
    """The sealed tables, openings and public commitments do not belong together."""


@dataclass(frozen=True, slots=True)
class RowFile:
    """A row file as it was sealed; `repaired` says in Chinese what had been put in."""

    pseudonym: str
    commitment: str
    repaired: tuple[str, ...]


def row_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (applicant, bytes of his file) from a sealed bundle, in the order of applicants.csv.

    Raises RowsDiffer at the first row that is not the one that was committed to.
    """
    table = (folder / "inputs" / "applicants.csv").read_bytes()
    choices = (folder / "inputs" / "choices.csv").read_bytes()
    try:
        secret = bytes.fromhex((folder / "secret.txt").read_text(encoding="ascii").strip())
        opened = list(csv.reader(_lines(folder / "openings.csv")))[1:]
        known = set(_lines(folder / "public" / "commitments.csv"))
        for found, row in zip(
            openings(secret, [row[0] for row in opened], table, choices), opened, strict=True
        ):
            applicant, name, salted, text = found
            if row != [applicant, name, salted] or f"{name},{commitment(text)}" not in known:
                raise RowsDiffer(applicant)
            yield applicant, text
    except (ValueError, IndexError, csv.Error):
        raise RowsDiffer("inputs") from None


def file_name(applicant: str) -> str:
    """Return what an applicant's file is called; signs that some file system refuses become %XX."""
    return _NO_NAME.sub(lambda found: f"%{ord(found[0]):02X}", applicant) + ".txt"


def read_row(data: bytes) -> RowFile:
    """Return a row file as it was sealed. Raises RowFileBroken."""
    text, repaired = _decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        repaired.append("行尾换成了 Windows 的写法")
    if text.rstrip("\n") + "\n" != text:
        text = text.rstrip("\n") + "\n"
        repaired.append("结尾的空行多了或少了")
    lines = text.split("\n")
    named = _PSEUDONYM.fullmatch(lines[2]) if len(lines) > 2 else None
    if lines[0] != SCHEMA or named is None:
        raise RowFileBroken(
            f"这不是一家自己的数据文件：它的第 1 行应当是 {SCHEMA}，第 3 行是 pseudonym。"
            "请用当初收到的那个文件，不要从邮件正文里复制。"
        )
    return RowFile(named[1], commitment(text.encode()), tuple(repaired))


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file in whatever an editor has saved it, and what that was."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            said = "开头加了标记（BOM）" if name == "utf-8" else "文字编码换成了 UTF-16"
            return _text(data[len(mark) :], name), [said]
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        return _text(data, "gb18030"), ["文字编码换成了 GB18030"]


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RowFileBroken(
            "这个文件读不出文字，多半是传送中坏了，或者不是当初收到的那个文件。请用原来的文件再试。"
        ) from None


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n")[:-1]

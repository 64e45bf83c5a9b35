"""Owns the sealed copy of a lot, that goes to the hall on a stick, and the slip that comes back.

The copy is a zip of the sealed folder (`folders`) and of the commitment of its draw. Its bytes
depend on nothing else: three copies have one digest. It names nobody; a pupil is his code. The
slip says what was called out and opened, and the digest of the list that followed from it; no
pupil stands on it. Whoever holds commitment and folder makes the same list of it.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.classes import folders

COMMIT, HALL, READ_ME = "commit.json", "hall.json", "先读我.txt"
LOT_RULES, HALL_SCHEMA, SLIP = "class-lot/1", "class-hall/1", "class-slip/1"
PARTS = (COMMIT, HALL, folders.ORDER, folders.ROSTER, folders.RULES)
MOST_BYTES = 20_000_000
MOST_SLIP_BYTES, MOST_LINES, MOST_LETTERS = 64_000, 20, 400
_STAMP = (1980, 1, 1, 0, 0, 0)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError),
)
_SAID = """这是封存的名单、分班要求、规则和抽签承诺，里面没有姓名。
一共三份：学校、教育局、见证人各一份。
分班会上在学校的电脑上（不用联网）这样抽：

    xueyou classes 封存.zip --published "当场报的号码" --witness 见证人1.txt --witness 见证人2.txt

号码由家长代表当场报；每位见证人把自己封存的那一行字写进一个文本文件。
屏幕上先出来承诺的摘要：请和公开页上的对一对。抽好以后请把号码和名单的摘要念出来，大家各记一份。
文件夹里有“回执.json”，请在承诺过的时间里上传；平台用回执上的号码重算一遍，和回执不一样就报警。
公开页上会有回执里的号码和名单的摘要：和会场记下的不一样，请告诉教育局。
"""


class CopyBroken(ValueError):
    """A file that is no sealed copy, or no slip, or not this draw's. `zh` says what."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class CopyChanged(CopyBroken):
    """A copy whose files are not those that were committed."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What comes back from the hall."""

    commitment_sha256: str
    published: str
    witnesses: tuple[str, ...]
    result_sha256: str

    def as_json(self) -> bytes:
        """Return the file."""
        return canonical_json(
            {
                "schema": SLIP,
                "commitment_sha256": self.commitment_sha256,
                "published": self.published,
                "witnesses": list(self.witnesses),
                "result_sha256": self.result_sha256,
            }
        )


def hall_json(opens_at: datetime, closes_at: datetime) -> bytes:
    """Return what is committed of a lot in a hall: when its slip is taken."""
    ends = [one.astimezone(UTC).isoformat(timespec="seconds") for one in (opens_at, closes_at)]
    return canonical_json({"schema": HALL_SCHEMA, "slip_from": ends[0], "slip_until": ends[1]})


def lot_rules(purpose: str, files: Mapping[str, bytes]) -> bytes:
    """Return what the draw of a lot commits as its rules: the digest of each sealed file."""
    digests = {name: sha256_hex(files[name]) for name in sorted(files)}
    return canonical_json({"schema": LOT_RULES, "purpose": purpose, "files": digests})


def sealed_copy(files: Mapping[str, bytes], commit: bytes) -> bytes:
    """Return the zip of a sealed folder with its commitment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, COMMIT: commit, READ_ME: _SAID.encode()}.items()):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def opened_copy(data: bytes, purpose: str) -> tuple[dict[str, bytes], bytes]:
    """Return the folder's files and the commitment over them. Raises CopyBroken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(archive.getinfo(name).file_size for name in PARTS) > MOST_BYTES:
                raise CopyBroken("这份文件太大，不像封存的名单，没有打开。")
            parts = {name: archive.read(name) for name in PARTS}
    except _UNREADABLE as wrong:
        raise CopyBroken("这不是封存的那一份：缺文件或者打不开。请换另一份再来。") from wrong
    commit = parts.pop(COMMIT)
    try:
        said = json.loads(commit)["rules"]["sha256"]
    except (ValueError, LookupError, TypeError) as wrong:
        raise CopyBroken("封存的文件里，承诺读不懂。请换另一份再来。") from wrong
    if said != sha256_hex(lot_rules(purpose, parts)):
        raise CopyChanged(
            "封存的名单、要求或规则和承诺的摘要不一样，有人动过，没有抽。请换另一份，并告诉教育局。"
        )
    return parts, commit


def read_slip(data: bytes) -> Slip:
    """Return what a slip says. Raises CopyBroken."""
    wrong = CopyBroken("这不是抽签的回执，没有收。请选抽好的文件夹里的“回执.json”。")
    if len(data) > MOST_SLIP_BYTES:
        raise wrong
    try:
        said: Any = json.loads(data)
        texts = [said["commitment_sha256"], said["published"], said["result_sha256"]]
        witnesses: Sequence[Any] = said["witnesses"]
        schema = said["schema"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise wrong from None
    if schema != SLIP or not isinstance(witnesses, list) or len(witnesses) > MOST_LINES:
        raise wrong
    if any(not isinstance(one, str) or len(one) > MOST_LETTERS for one in (*texts, *witnesses)):
        raise wrong
    if not (_DIGEST.fullmatch(texts[0]) and _DIGEST.fullmatch(texts[2])):
        raise wrong
    return Slip(texts[0], texts[1], tuple(witnesses), texts[2])

"""Owns plain text: which encoding the bytes are in, and the text they decode to.

Strict decoding decides wherever it can. GB18030 accepts almost any bytes, so a text that decodes
there must also look like Chinese; otherwise the encoding is unknown, and nobody is shown garbage.
"""

import codecs
import re

from xueyou.formats.refusal import Refusal

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_GB18030_MARK = b"\x84\x31\x95\x33"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAIN = re.compile(
    r"[\u4e00-\u9fff\u3400-\u4dbf\t\r\n\f\x20-\x7e\u3000-\u303f\uff01-\uff5e\u2010-\u2027"
    r"\u2030-\u203b\u2160-\u217f\u2460-\u249b\u25a0-\u25ff\u2605\u2606\u00b7\u00d7\u00a0\ufeff]"
)
_PROBE = 200_000
"""Characters looked at when a guess is judged: enough to be sure, short enough to be quick."""


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding name) of a text file's bytes.

    Newlines stay as they are and a byte order mark stays as character 0.
    Raises Refusal("encoding_unknown") or Refusal("binary").
    """
    for mark, codec, said in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec), said
    if data.startswith(_GB18030_MARK):
        return _strict(data, "gb18030"), "gb18030"
    if b"\x00" in data:
        return _without_mark(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _free_of_controls(text), "utf-8"
    return _guess(data)


def _strict(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise Refusal(
            "encoding_unknown",
            detail=f"第 {error.start + 1} 个字节起不合这份文件自己标明的编码。",
            detail_en=f"From byte {error.start + 1} on it breaks the encoding it declares.",
        ) from None
    return _free_of_controls(text)


def _free_of_controls(text: str) -> str:
    found = len(_CONTROLS.findall(text))
    if found > 3 and found * 200 > len(text):
        raise Refusal("binary")
    return text


def _share(pattern_matches: int, total: int) -> float:
    return pattern_matches / total if total else 0.0


def plain_share(text: str) -> float:
    """Return the share of characters (of the first ones) that Chinese office prose is made of."""
    probe = text[:_PROBE]
    return _share(len(_PLAIN.findall(probe)), len(probe))


def _common_share(text: str) -> float:
    """Return the share of Han characters that are in GB2312 (6763 common simplified ones)."""
    han = [c for c in text[:_PROBE] if "\u3400" <= c <= "\u9fff"]
    return _share(sum(1 for c in han if _is_common(c)), len(han))


def _is_common(character: str) -> bool:
    try:
        return b"\xb0" <= character.encode("gb2312")[:1] <= b"\xf7"
    except UnicodeEncodeError:
        return False


def _without_mark(data: bytes) -> tuple[str, str]:
    """Decode bytes that hold NULs: UTF-16 without a mark where it reads as text, else binary."""
    best: tuple[float, str, str] | None = None
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        share = plain_share(text)
        if share >= 0.9 and not _CONTROLS.search(text) and (best is None or share > best[0]):
            best = (share, text, codec)
    if best is None:
        raise Refusal("binary")
    return best[1], best[2]


def _guess(data: bytes) -> tuple[str, str]:
    """Decode bytes that are neither marked nor UTF-8: GB18030 where it reads as Chinese.

    Measured on official prose: simplified text has over 0.99 of its Han characters in GB2312,
    traditional text over 0.6; Big5, Shift-JIS and noise decoded as GB18030 stay under 0.5 or
    bring characters that no Chinese text holds.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and not _CONTROLS.search(text) and plain_share(text) >= 0.97:
        han = sum(1 for c in text[:_PROBE] if "\u3400" <= c <= "\u9fff")
        if han and _common_share(text) >= 0.55:
            return text, "gb18030"
    if len(_CONTROLS.findall(data[:_PROBE].decode("latin-1"))) * 50 > min(len(data), _PROBE):
        raise Refusal("binary")
    raise Refusal("encoding_unknown")

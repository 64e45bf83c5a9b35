"""Owns file names that came from outside: made safe to show, to store and to send back."""

import re
import unicodedata

_RESERVED = re.compile(r'[\\/:*?"<>|%#;&$`\']')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
)
MAX_BYTES = 200
"""File systems take 255 bytes; the rest is left for suffixes such as `.tmp`."""


def printable(text: str) -> str:
    """Return the text on one line, without controls, direction overrides and lone surrogates."""
    kept = (
        " " if c in "\r\n\t\v\f\u2028\u2029" else c
        for c in text
        if c in "\r\n\t\v\f\u2028\u2029" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return re.sub(r" {2,}", " ", "".join(kept)).strip()


def safe_name(name: str, *, fallback: str = "文件") -> str:
    """Return a file name without folders, tricks and surplus length; the extension survives.

    Takes the part after the last slash of either kind, normalises to NFC, drops what `printable`
    drops, replaces characters that some system refuses, cuts the stem to MAX_BYTES of UTF-8.
    """
    last = re.split(r"[\\/]", name.replace("\x00", ""))[-1]
    flat = _RESERVED.sub("_", printable(unicodedata.normalize("NFC", last))).strip(" .")
    stem, dot, extension = flat.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", extension):
        stem, dot, extension = flat, "", ""
    if not stem.strip(" ._") or stem.lower() in _DEVICES:
        stem = fallback
    room = MAX_BYTES - len(dot + extension)
    cut = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return cut + dot + extension

"""Owns the recognition of a secrecy mark (密级) at the head of an official document.

The mark's form and place follow GB/T 9704—2012, 7.2.2: its own short line at the top of the first
page, beside copy number and urgency at most, the grade joined to its term by a star. The same words
inside a sentence or a title are no mark.
"""

import re
import unicodedata

HEAD_CHARACTERS = 4000
"""How much of a text counts as its first page where the medium knows no pages."""

BARE_LINES = 15
"""A grade without a star is believed only among the first non-blank lines."""

_GRADE = "(?:绝密|機密|机密|絕密|秘密|祕密)(?:级|級|件)?"
_STAR = "[★☆✩⭐*·•・⋆▲]"
_TERM = "(?:长期|長期|永久|[0-9一二三四五六七八九十]{1,3}(?:年|个?月|個月|天|日))(?:以内)?"
_MARK = f"{_GRADE}(?:[-—一]?{_TERM}|{_STAR}+(?:{_TERM})?)?"
_STARRED = re.compile(f"^.{{0,24}}?{_GRADE}{_STAR}+(?:{_TERM})?(?:[^。,;:]{{0,30}})$")
_BESIDE = (
    "(?:(?:份号|编号|[Nn][Oo]\\.?|№|第)?:?[0-9]{1,8}号?|(?:紧急程度|缓急):?|特急|加急|特提|平急|急件|"
    f"(?:保密|保管)期限:?(?:{_TERM})?|{_TERM})"
)
_OPEN, _CLOSE = "[【\\[(〔<《「]?", "[】\\])〕>》」]?"
_BARE = re.compile(
    f"^{_BESIDE}{{0,3}}(?:密级(?:和保密期限|及保密期限)?:?)?{_OPEN}{_MARK}{_CLOSE}{_BESIDE}{{0,3}}$"
)
_SPLIT_GRADES = frozenset({"绝密", "機密", "机密", "絕密", "秘密", "祕密"})


def _squeeze(line: str) -> str:
    """Return the line in NFKC without spaces, controls and invisible characters."""
    flat = unicodedata.normalize("NFKC", line)
    return "".join(c for c in flat if unicodedata.category(c)[0] not in "ZC")


def classified_mark(text_of_first_page: str) -> str | None:
    """Return the secrecy mark found at the head of the text, or None.

    The mark comes back as the squeezed line that bears it, for tests; callers do not show it.
    """
    head = text_of_first_page[: HEAD_CHARACTERS * 2]
    lines = [s for s in (_squeeze(line) for line in re.split(r"[\r\n\f\v\u2028\t|]", head)) if s]
    for number, line in enumerate(lines):
        if len(line) > 60:
            continue
        if _STARRED.match(line) and not re.search("[“”\"'‘’]", line):
            return line
        if number < BARE_LINES:
            if _BARE.match(line):
                return line
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if line + following in _SPLIT_GRADES:
                return line + following
    return None

"""Owns the measures of GB/T 9704-2012: paper, type area, grid, sizes; in millimetres and points."""

PAGE = (210.0, 297.0)
TOP, LEFT = 37.0, 28.0
"""天头, 订口: ± 1 mm."""
AREA = (156.0, 225.0)
"""版心."""
RIGHT = PAGE[0] - LEFT - AREA[0]
BOTTOM = PAGE[1] - TOP - AREA[1]
LINES, CHARACTERS = 22, 28

LETTERHEAD_TOP = 35.0
"""From the upper edge of the type area to the letterhead's."""
NUMBER_TO_RULE = 4.0
PAGE_NUMBER_BELOW = 7.0
"""From the lower edge of the type area to the dashes beside the page number."""
SIGNATURE_FROM_RIGHT = 4
"""Characters that stay free on the right of the date."""
SEAL_LINES = 3
"""Blank lines above the signature, so that a seal of 42 mm does not cover the text."""

SIZE_TITLE, SIZE_BODY, SIZE_FOUR = 22.0, 16.0, 14.0
"""二号, 三号, 四号, in points."""
TITLE_CHARACTERS = 19
"""Of 二号, that a line of the title may hold."""
LETTERHEAD_LARGEST = 62.0
THICK_RULE, THIN_RULE = 0.35, 0.25
"""Rules of the 版记, in millimetres."""

CONDENSED = -5
"""Twips that each 三号 character gives up, so that 28 stand in a line of 156 mm."""
LINE = 578
"""Pitch of the lines in twips (1/20 pt): 22 fit into 225 mm and leave 40 twips over."""


def twips(millimetres: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def letterhead_size(text: str) -> float:
    """Return the size in points at which the letterhead fills the width, at most 62."""
    width = AREA[0] * 72 / 25.4
    return float(min(LETTERHEAD_LARGEST, width * 0.98 // max(len(text), 1)))


def width_in_characters(text: str) -> float:
    """Return the width in full characters: figures and Latin letters take half of one."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "—…“”‘’《》〔〕" else 1.0 for c in text)


def title_lines(title: str, most: int = TITLE_CHARACTERS) -> list[str]:
    """Break a title into lines of about equal length, where possible after 的, 、 or a mark.

    Every character is kept; a line never begins with a closing mark.
    """
    lines = -(-len(title) // most)
    if lines <= 1:
        return [title]
    made, rest = [], title
    for left in range(lines, 1, -1):
        wished = -(-len(rest) // left)
        places = [p for p in range(max(wished - 4, 2), min(wished + 4, most) + 1) if p < len(rest)]
        best = min(places, key=lambda p: (_badness(rest, p), abs(p - wished)))
        made.append(rest[:best])
        rest = rest[best:]
    return [*made, *(title_lines(rest, most) if len(rest) > most else [rest])]


WHOLE = ("工作要点", "工作总结", "实施方案", "推进情况", "教育局", "季度", "通报", "任务", "年度")
"""Words of titles that no line breaks in two."""


def _badness(text: str, place: int) -> int:
    for word in WHOLE:
        for start in range(place - len(word) + 1, place):
            if start >= 0 and text.startswith(word, start):
                return 3
    if text[place] in "、，。；：）》”〕的了和与及":
        return 3
    if text[place - 1] in "《（“〔" or (text[place].isdigit() and text[place - 1].isdigit()):
        return 3
    inside = text[:place].count("《") > text[:place].count("》")
    if text[place - 1] in "的、）》”" or text[place] in "《":
        return 0 if not inside else 2
    return 1 if not inside else 2

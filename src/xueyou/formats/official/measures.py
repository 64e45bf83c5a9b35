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
TITLE_CHARACTERS = 20
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


def title_lines(title: str, most: float = TITLE_CHARACTERS) -> list[str]:
    """Break a title into lines no wider than so many characters, of about equal width.

    Lines end after 的, a comma or a closing mark where that is near; words of titles and figures
    are not broken. Every character is kept.
    """
    if width_in_characters(title) <= most:
        return [title]
    count = len(title)
    wished = width_in_characters(title) / -(-width_in_characters(title) // most)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    for end in range(1, count + 1):
        for start in range(end - 1, -1, -1):
            width = width_in_characters(title[start:end])
            if width > most and end - start > 1:
                break
            cost = best[start][0] + (wished - width) ** 2 / wished + 2
            if end < count:
                cost += 4 * _badness(title, end)
            if cost < best[end][0]:
                best[end] = (cost, start)
    lines, end = [], count
    while end:
        start = best[end][1]
        lines.append(title[start:end])
        end = start
    return lines[::-1]


WHOLE = ("工作要点", "工作总结", "实施方案", "推进情况", "教育局", "季度", "通报", "任务", "年度")
"""Words of titles that no line breaks in two."""


def _badness(text: str, place: int) -> int:
    before, after = text[place - 1], text[place]
    if after in "、，。；：）》”〕的了和与及" or before in "《（“〔":
        return 3
    if before.isdigit() and (after.isdigit() or after in "年月日个项所"):
        return 3
    for word in WHOLE:
        for start in range(max(place - len(word) + 1, 0), place):
            if text.startswith(word, start):
                return 3
    if before in "的、）》”" or after == "《":
        return 0
    return 2 if text[:place].count("《") > text[:place].count("》") else 1

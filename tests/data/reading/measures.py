"""Measures as made documents write them: the number, its unit, and what stands before it.

Written apart from the reader on purpose: gold that shared the reader's code would share its errors.
"""

import re

SIMPLIFIED = str.maketrans(
    "萬億個項節間畝場種門處戶點餘畝輛臺價對張萬", "万亿个项节间亩场种门处户点余亩辆台价对张万"
)
SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 1000, "": 1}
HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "首": 1}
MONEY, AREA = {"元"}, {"平方米", "亩", "公顷"}


def han_number(words: str) -> int:
    """Read a Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for c in words:
        if c in HAN:
            digit = HAN[c]
        elif c in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
    return total + digit


def measure(words: str) -> tuple[float | int, str, float | int, str]:
    """Read "1.27萬個以上" as (1.27, 萬個, 12700, 个)."""
    plain = "".join(words.translate(SIMPLIFIED).split())
    plain = re.sub(r"(以上|以下|以内|左右)$", "", plain)
    if plain in {"全覆盖", "全部", "全覆蓋"}:
        return 100, "%", 100, "%"
    if part := re.fullmatch(r"百分之([一二三四五六七八九十百零]+)", plain):
        return han_number(part[1]), "%", han_number(part[1]), "%"
    if part := re.fullmatch(r"([一二三四五六七八九])成", plain):
        return han_number(part[1]), "成", han_number(part[1]) * 10, "%"
    parts = re.fullmatch(r"([\d.,]+|[一二三四五六七八九十百两兩首]+)([余多]?)(.*)", plain)
    if parts is None:
        raise ValueError(f"no measure: {words}")
    raw, unit = parts[1].replace(",", ""), parts[3]
    value: float | int
    value = (float(raw) if "." in raw else int(raw)) if raw[0].isdigit() else han_number(raw)
    scale = re.match(r"(万亿|亿|千万|百万|万|千)?[余多]?", unit)
    assert scale is not None
    bare = unit[scale.end() :]
    canonical = value * SCALES[scale[1] or ""]
    canonical = round(canonical, 6)
    if canonical == int(canonical):
        canonical = int(canonical)
    bare = {"个百分点": "百分点", "%": "%", "％": "%", "倍": "倍"}.get(bare, bare)
    return value, words[len(parts[1]) :].removesuffix("以上").removesuffix("左右"), canonical, bare


def comparator_of(number: str, before: str) -> str:
    """Read the comparator from the number's own words and the word before it."""
    plain = number.translate(SIMPLIFIED)
    if plain.endswith("以上") or re.search(r"(不低于|不少于|至少|不低於|不少於)$", before):
        return "ge"
    if plain.endswith(("以下", "以内")) or re.search(r"(不超过|不高于|控制在|不超過)$", before):
        return "le"
    if plain.endswith("左右") or re.search(r"(约|約)$", before):
        return "approx"
    if re.search(r"[余多]", plain):
        return "approx_ge"
    if before.endswith("近"):
        return "approx_le"
    if plain in {"全覆盖", "全覆蓋", "全部"}:
        return "all"
    if re.search(r"(保持在?|稳定在|穩定在)$", before):
        return "keep"
    if re.search(r"(达到?了?|達到?|[高升加大]到|[升增提]至|[高升大]至|增至|达)$", before):
        return "reach"
    return "eq"


def kind_of(unit: str, comparator: str) -> str:
    """Return the kind a unit suggests."""
    if comparator == "rank":
        return "rank"
    special = {"%": "ratio", "百分点": "delta", "年": "years"}
    if unit in special:
        return special[unit]
    return "money" if unit in MONEY else "area" if unit in AREA else "count"

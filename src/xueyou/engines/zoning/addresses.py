"""Addresses as people write them: one plain spelling, and the numbers behind a place's name."""

import re
import unicodedata
from dataclasses import dataclass

UNITS = ("号", "弄", "幢", "组")
"""What a range of a zone table can count. 栋, 座, 楼 and 号楼 are read as 幢; 巷 + number as 弄."""

_SPELLINGS = {"號": "号", "棟": "幢", "栋": "幢", "座": "幢", "衖": "弄", "ー": "-", "—": "-"}
_SPELLINGS |= dict.fromkeys("－–‐‑−―~～", "-")
_SILENT = re.compile(r"[\s,，.。、;；:：()（）\[\]【】<>《》\"“”'·]+")
_BRACKETED = re.compile(r"[(\[【<《]([^()\[\]【】<>《》]*)[)\]】>》]")
_OTHER_PLACE = re.compile(
    r"[^\d号弄幢组单室]{0,12}?(?:[路街巷村苑]|大道|小区|花园|家园|公寓|广场|新城)"
)
_BUILDING = re.compile(r"(\d+)(?:号楼|号幢|楼(?!\d))")
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]+(?=[号弄幢组])")
_VALUES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMBER = re.compile(r"(\d{1,5})(?:[-之附](\d{1,4}))?(号|弄|幢|组)(?:(?:附|之|-)(\d{1,4})号?)?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers behind a place's name, by what they count; `minor` is 118号之3's 3."""

    by_unit: dict[str, int]
    minor: int | None = None


def plain_address(text: str) -> str:
    """Return the address in one spelling: NFKC, no blanks or brackets, 号 弄 幢 组, digits.

    Characters that this does not know stay as they are: rare ones in a village's name count.
    """
    plain = _SILENT.sub("", unicodedata.normalize("NFKC", text))
    plain = "".join(_SPELLINGS.get(letter, letter) for letter in plain)
    plain = _NUMERAL.sub(lambda found: _arabic(found[0]), plain)
    return _BUILDING.sub(r"\1幢", plain)


def segments(text: str) -> list[str]:
    """Return the plain address without what stands in brackets, then each bracket's content.

    柳荫街（桂园小区）117号 is 柳荫街117号 and 桂园小区: a number belongs to its own place.
    """
    normal = unicodedata.normalize("NFKC", text)
    inside = [plain_address(found[1]) for found in _BRACKETED.finditer(normal)]
    return [part for part in (plain_address(_BRACKETED.sub("", normal)), *inside) if part]


def own_part(place: str, behind: str) -> str | None:
    """Return what of the plain text behind a place's name still speaks of that place.

    It ends where another place begins: in 柳荫街人民路12号 the 12 is not 柳荫街's. None where the
    name was none: 柳荫街 in 柳荫街道 is the office of a quarter.
    """
    if place.endswith("街") and behind.startswith("道"):
        return None
    other = _OTHER_PLACE.search(behind)
    return behind[: other.start()] if other else behind


def read_numbers(behind: str) -> Numbers:
    """Return the first number of each unit in plain text behind a place's name.

    "118号7幢2单元501" gives 号 118, 幢 7. A bare number right behind the name counts as 号:
    people leave the 号 away ("柳荫街118-501"), but then a second bare number is a room, not a
    minor number, so it is not read.
    """
    found: dict[str, int] = {}
    minor: int | None = None
    for match in _NUMBER.finditer(behind):
        unit = match[3]
        if unit in found:
            continue
        found[unit] = int(match[1])
        if unit == "号":
            written = match[2] or match[4]
            minor = int(written) if written else None
    bare = re.match(r"(\d{1,5})(?!\d*[单室户层米])(?:$|-)", behind)
    if bare and not found:
        found["号"] = int(bare[1])
    return Numbers(found, minor)


def _arabic(numeral: str) -> str:
    """Return 一百一十八 as 118, and 一一八 as 118 (both are written on doors)."""
    if not set(numeral) & set("十百"):
        return "".join(str(_VALUES[letter]) for letter in numeral)
    total, pending = 0, 0
    for letter in numeral:
        if letter in "十百":
            total += (pending or 1) * (10 if letter == "十" else 100)
            pending = 0
        else:
            pending = _VALUES[letter]
    return str(total + pending)

"""Names of people: kept whole, compared without ornament, masked by whole written characters."""

import re
import unicodedata

from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.db import LONGEST_KEY, by_sound, search_key

LONGEST = 120
MIDDLE_DOT = "\u00b7"
_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u2024\uff0e]")
_FULL_STOP_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\.(?=\S)")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_JOINERS = "\u200c\u200d"
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_STARS = 2
_SURNAMES = {
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "区": "ou1",
    "朴": "piao2", "翟": "zhai2", "盖": "ge3", "乐": "yue4", "任": "ren2", "华": "hua4",
    "召": "shao4", "种": "chong2", "缪": "miao4", "覃": "qin2", "员": "yun4", "秘": "bi4",
    "折": "she2", "繁": "po2", "祭": "zhai4", "纪": "ji3", "燕": "yan1", "宁": "ning4",
    "葛": "ge3", "阚": "kan4", "於": "yu1", "过": "guo1", "哈": "ha3", "洗": "xian3",
    "那": "na1", "尉": "wei4", "隗": "wei3", "郇": "xun2", "薄": "bo2", "佴": "nai4",
    "相": "xiang4", "么": "yao1", "句": "gou1", "贠": "yun4", "粘": "nian2", "撒": "sa4",
    "乜": "nie4", "卜": "bu3", "长": "chang2", "重": "chong2", "逄": "pang2", "逯": "lu4",
    "哥": "ge1", "令": "ling4", "黑": "he4", "盛": "sheng4", "洪": "hong2", "曲": "qu1",
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "令狐": "ling2 hu2",
    "鲜于": "xian1 yu2", "澹台": "tan2 tai2", "单于": "chan2 yu2",
}  # fmt: skip
"""Surnames that are read otherwise than the same characters mostly are."""


def clean_name(text: str) -> str:
    """Return the name as it is kept: one kind of dot, single blanks, every character whole.

    Not normalised further: NFC would replace compatibility characters, which stand in passports
    and household books. Raises RegistryRefused for what is no name or shows nowhere.
    """
    name = " ".join(_INVISIBLE.sub("", text).split())
    name = _FULL_STOP_BETWEEN_HAN.sub(MIDDLE_DOT, _DOTS.sub(MIDDLE_DOT, name))
    if not name:
        raise RegistryRefused("姓名要写。没有保存。")
    if len(name) > LONGEST:
        raise RegistryRefused(f"姓名最多{LONGEST}个字。没有保存。")
    if any(unicodedata.category(character) == "Co" for character in name):
        raise RegistryRefused(
            "姓名里有一个自造字，别的电脑上显示不出来。请换成标准字库里的字；"
            "没有的，先用拼音代替这个字，再到窗口登记。没有保存。"
        )
    if any(_no_part_of_a_name(character) for character in name):
        raise RegistryRefused("姓名里有数字、符号或看不见的字符，请检查。没有保存。")
    return name


def name_key(name: str) -> str:
    """Return the key by which a name is searched: without dots, blanks and variants of glyphs."""
    plain = _VARIATIONS.sub("", name).replace(MIDDLE_DOT, "").replace(" ", "")
    return search_key(plain)


def name_order(name: str) -> str:
    """Return the key by which names are listed: by sound, a surname as it is read as a surname."""
    key = name_key(name)
    for length in (2, 1):
        sounds = _SURNAMES.get(key[:length])
        if sounds:
            pairs = zip(sounds.split(), key[:length], strict=True)
            read = "".join(f"{sound}{character}" for sound, character in pairs)
            return (read + by_sound(key[length:]))[:LONGEST_KEY]
    return by_sound(key)[:LONGEST_KEY]


def written_characters(text: str) -> list[str]:
    """Split into what a reader takes for one character: a base with its marks and variants."""
    found: list[str] = []
    for character in text:
        joined = bool(found) and found[-1].endswith(_JOINERS[1])
        belongs = character in _JOINERS or unicodedata.category(character) in {"Mn", "Mc", "Me"}
        if found and (joined or belongs):
            found[-1] += character
        else:
            found.append(character)
    return found


def masked_name(name: str) -> str:
    """Return the first written character and at most two stars: 林**; the length is not told."""
    characters = written_characters(name)
    if not characters:
        return ""
    return characters[0] + "*" * max(1, min(len(characters) - 1, _STARS))


def _no_part_of_a_name(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] in "LM" or character in _JOINERS:
        return False
    return character not in f"{MIDDLE_DOT} '’-.〇○"

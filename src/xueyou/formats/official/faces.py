"""Owns the faces a paper names, and those that stand in where a machine lacks them."""

from collections.abc import Collection

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"

ALSO = {
    TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    BODY: ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong"),
    KAI: ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti"),
    HEI: ("SimHei", "STHeiti"),
    SONG: ("SimSun", "STSong", "Songti SC"),
}
"""Other names under which the same faces are installed."""

STAND_IN = {
    TITLE: "Noto Serif CJK SC",
    BODY: "Noto Serif CJK SC",
    KAI: "Noto Serif CJK SC",
    HEI: "Noto Sans CJK SC",
    SONG: "Noto Serif CJK SC",
}
RARE = ("HanaMinA", "HanaMinB")
"""Last in every stack: characters of names that no other face has."""


def stacks(installed: Collection[str]) -> dict[str, list[str]]:
    """Return, by face, the installed families to set it in, best first."""
    there = {name.casefold(): name for name in installed}
    made = {}
    for face, others in ALSO.items():
        wanted = (face, *others, STAND_IN[face], *RARE)
        made[face] = [there[name.casefold()] for name in wanted if name.casefold() in there]
    return made


def missing(installed: Collection[str]) -> list[str]:
    """Return the faces for which something else stands in."""
    there = {name.casefold() for name in installed}
    return [
        face
        for face, others in ALSO.items()
        if not any(name.casefold() in there for name in (face, *others))
    ]

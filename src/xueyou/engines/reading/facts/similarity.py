"""How alike two indicator names are."""

import re

_VERBS = re.compile(
    r"^(?:新增|新建|建成|建设|完成|创成|开展|举办|培育|创建|组建|实现|推进|提升|扩大|累计|年均|每年|全[省市区县]|我[省市区县])+"
)
_BRACKET = re.compile(r"[()“”、]")


def core(name: str) -> str:
    """Give a name without leading verbs, quotation marks and brackets."""
    return _VERBS.sub("", _BRACKET.sub("", name)) or name


def likeness(a: str, b: str) -> float:
    """Return the Dice coefficient of the two names' characters, 0 to 1."""
    left, right = set(_BRACKET.sub("", a)), set(_BRACKET.sub("", b))
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


def shared_run(a: str, b: str) -> str:
    """Return the longest run of characters that stands in both names."""
    best = ""
    for start in range(len(a)):
        for end in range(start + len(best) + 1, len(a) + 1):
            if a[start:end] not in b:
                break
            best = a[start:end]
    return best

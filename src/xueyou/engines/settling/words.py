"""Words as they are compared: one form for the names of one thing, weighed by how rare they are."""

import math
import re
from collections import Counter
from collections.abc import Iterable

from xueyou.engines.reading.normal import fold

_NUMBER = re.compile(
    r"(?:第?\d[\d,.]*|[一二三四五六七八九十两百千]+(?=[成个所名家座项次倍]))"
    r"(?:余|多)?(?:万|亿|千|百)?(?:余|多)?(?:个?百分点|平方米|人次|场次|节次|元|%)?(?:以上|以下|以内|左右)?"
)
_MARKS = re.compile(r"[^\u4e00-\u9fffA-Za-z+]+")
_BRACKET = re.compile(r"\([^()]*\)")

# What offices call by several names. The left side is replaced by the right, in this order.
_ONE_NAME: tuple[tuple[str, str], ...] = (
    (r"公办(?:幼儿)?园在园幼儿(?:占比|比例)?|学前教育公办率|公办(?:幼儿)?园占比", "公办园在园占比"),
    (r"公办园|公办幼儿园", "公办幼儿园"),
    (r"普惠园|普惠幼儿园", "普惠性幼儿园"),
    (r"九年义务教育|义教", "义务教育"),
    (r"音乐、?体育、?(?:和)?美术", "音体美"),
    (r"课桌[椅凳]+", "课桌椅"),
    (r"残疾(?:适龄)?儿童少年?|残疾少年儿童", "残疾儿童"),
    (r"中等职业|中职", "中职"),
    (r"普通高中|普高", "普通高中"),
    (r"运动场|操场", "运动场"),
    (r"幼教", "幼儿教师"),
    (r"轮岗交流|交流轮岗", "交流轮岗"),
    (r"净增加?|增加|增设|新增加|扩增", "新增"),
    (r"招录|公开招聘|新招聘?|补充招聘", "招聘"),
    (r"受助", "资助"),
    (r"惠及|受益|覆盖到?", "惠及"),
    (r"无证园", "无证幼儿园"),
    (r"压减|减少|缩减|削减", "减少"),
    (r"占比|比例|比率|比重|的占|覆盖面|覆盖率|全覆盖|建成率|设置率", "率"),
    (r"建设资金|建设投资|投资额", "建设资金"),
    (r"总投资|完成投资|投入资金|投资|投入", "投资"),
    (r"拨付|发放|下达|落实", "发放"),
    (r"驻校|派驻|选派", "选派"),
)
_SAME = tuple((re.compile(pattern), word) for pattern, word in _ONE_NAME)
# Words that say nothing of what is counted.
_EMPTY = re.compile(
    r"(?:全[省市县区]|我[省市县区局]|本[省市县区])|力争|争取|确保|努力|进一步|继续|全面|全部|全年|年内|"
    r"当年|今年|年度|年底|实现|达到|达|完成|建成|开展|组织|实施|推进|推动|加快|提高到?|提升到?|上升到?|增至|"
    r"降至|控制在|稳定在|保持在?|不低于|不少于|至少|不超过|以上|以内|左右|累计|共计|其中|均|各|了|的|为|和|与|及|"
    r"对|在|由|到|新建成|新建|建设|顺利|有效|持续|已|于"
)
_LEADING = re.compile(
    r"^(?:开展|推进|推动|实施|建立|健全|完善|深化|规范|建设|举办|探索|组建|筹建|启动|编制|修订|制定|改革|办好|做好|"
    r"加强|加快|强化|优化|推行|落实|创新|打造|提升|改善|统筹|支持|引导|全面|继续|免费|积极)+"
)


def plain(words: str) -> str:
    """Return words in their one form: Simplified, without figures, marks and empty words."""
    folded = _BRACKET.sub("", fold(words).replace("|", ""))
    folded = _NUMBER.sub(" ", folded)
    for pattern, word in _SAME:
        folded = pattern.sub(word, folded)
    bare = _MARKS.sub("", _EMPTY.sub("", folded))
    return bare or _MARKS.sub("", folded)


def subject_of(title: str) -> str:
    """Return what a title is about, without the verbs it opens with."""
    folded = _MARKS.sub("", _BRACKET.sub("", fold(title)))
    return _LEADING.sub("", folded) or folded


def grams(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; of a single character, itself."""
    if len(words) < 2:
        return frozenset({words}) if words else frozenset()
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))


class Rarity:
    """How much each pair of characters tells in these two documents."""

    def __init__(self, phrases: Iterable[str]) -> None:
        seen = [grams(phrase) | frozenset(phrase) for phrase in phrases]
        self._number = max(len(seen), 1)
        self._in = Counter(gram for each in seen for gram in each)

    def weight(self, found: Iterable[str]) -> float:
        """Return the sum of what the pairs tell; a pair met nowhere counts as the rarest."""
        return math.fsum(
            0.3 + math.log(1 + self._number / self._in.get(gram, 1)) for gram in sorted(found)
        )

    def alike(self, one: str, other: str) -> float:
        """Return how alike two phrases are, 0 to 1: what they share of both, and of the shorter."""
        a, b = grams(one), grams(other)
        if not a or not b:
            return 0.0
        by_pairs = self._overlap(a, b)
        # 教师交流 and 交流教师 share hardly a pair; their characters do.
        by_single = self._overlap(frozenset(one), frozenset(other))
        return max(by_pairs, 0.5 * by_pairs + 0.5 * by_single)

    def _overlap(self, a: frozenset[str], b: frozenset[str]) -> float:
        shared = self.weight(a & b)
        mine, theirs = self.weight(a), self.weight(b)
        return 0.6 * 2 * shared / (mine + theirs) + 0.4 * shared / min(mine, theirs)

    def held(self, part: str, whole: str) -> float:
        """Return how much of one phrase stands in another, 0 to 1."""
        a = grams(part)
        return self.weight(a & grams(whole)) / self.weight(a) if a else 0.0

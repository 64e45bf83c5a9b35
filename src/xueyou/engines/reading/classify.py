"""What kind of document it is, and what that says about numbers that say nothing themselves.

Plans and work points speak of what shall be; reports, news and digests of what has been. A
report's figures must never become next year's targets, so the kind is decided before all else.
"""

import re
from dataclasses import dataclass

from xueyou.engines.reading.head import COVERS, Head
from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.lines import Line

_KINDS: tuple[tuple[str, str], ...] = (
    ("report", "总结|述职|自评报告|年度报告|工作报告|报告|情况|汇报|公报|通报|回顾"),
    ("digest", "简报|快报|专报|动态|摘编|汇编"),
    ("rule", "细则|办法|规定|条例|章程|制度|规则|准则"),
    ("work_points", "讲话|致辞|发言|要点|工作安排|工作思路|打算|重点工作"),
    ("plan", "方案|计划|规划|意见|措施|清单|任务|责任书|分解表"),
)
_NEWS = re.compile(r"讯[(:]|(?:本报|记者|通讯员)[ :]?[\u4e00-\u9fff ]{2,}|日报社|晚报|融媒体中心")
_DONE = re.compile(
    r"已(?!于|经济)|了|获得|荣获|获评|累计|投入[\d近]|建成(?!后|投用)|完成了|得到|实现了|取得|成立|达到|为.{2,12}提供"
)
_TO_DO = re.compile(
    r"到20\d\d年|将(?!.{0,6}作为)|力争|争取|确保|进一步|要[坚加推深完抓]|加快|推进|健全|完善|落实|深化|制定|责任单位|牵头"
)

STATUS = {
    "plan": "target",
    "work_points": "target",
    "rule": "ongoing",
    "report": "achieved",
    "news": "achieved",
    "digest": "achieved",
}
ZH = {
    "plan": "计划方案",
    "work_points": "工作要点",
    "rule": "规则",
    "report": "工作报告",
    "news": "新闻报道",
    "digest": "工作信息摘编",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind, the Chinese word for it, and how sure (0..1)."""

    kind: str
    doc_type: str
    confidence: float
    by_news: bool = False


def classify(text: str, head: Head) -> Kind:
    """Decide the kind: the title's own word, else the form of the text, else its verbs."""
    lines = head.lines
    by_news = _is_news(text, lines)
    if head.type_word and head.type_word not in COVERS:
        kind = _kind_of_word(head.type_word)
        zh = f"{head.type_word}(新闻稿)" if by_news else head.type_word
        return Kind(kind, zh, 0.95, by_news)
    if _is_digest(text, lines):
        return Kind("digest", ZH["digest"], 0.9, by_news)
    if by_news:
        return Kind("news", ZH["news"], 0.9, True)
    if len(re.findall(r"(?m)^[ \t]*第[一二三四五六七八九十百]+条", text)) >= 3:
        return Kind("rule", ZH["rule"], 0.8)
    done, todo = len(_DONE.findall(text)), len(_TO_DO.findall(text))
    planned = "责任单位" in text or "保障措施" in text or re.search("主要目标|工作目标", text)
    if planned or todo > 2 * done:
        return Kind("plan", ZH["plan"], 0.7)
    return Kind("report", ZH["report"], 0.6)


def _kind_of_word(word: str) -> str:
    return next((kind for kind, words in _KINDS if re.search(words, word)), "plan")


def _is_news(text: str, lines: list[Line]) -> bool:
    """A dateline, a reporter's name, a newspaper at head or foot."""
    ends = [line for line in lines if line.kind is not BlockKind.CHROME]
    edge = ends[:4] + ends[-3:] + [line for line in lines if line.kind is BlockKind.META]
    return any(_NEWS.search(text, x.start, min(x.end, x.start + 60)) for x in edge)


def _is_digest(text: str, lines: list[Line]) -> bool:
    """Items under columns or black diamonds, each with the unit that sent it in."""
    opened = [text[line.start] for line in lines if line.kind is BlockKind.PARAGRAPH]
    diamonds = sum(1 for char in opened if char in "◆◇●■★▲")
    columns = sum(
        1 for line in lines if re.fullmatch(r"【[^】:]{2,16}】", text[line.start : line.end])
    )
    return (diamonds >= 2 and columns >= 1) or columns >= 3 or diamonds >= 3

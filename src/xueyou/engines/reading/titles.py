"""Where a title ends: the words of a heading against the running text that follows it.

Also the unnumbered headings: short lines without end mark that longer text follows.
"""

import re

MOST_HEADING = 26
MOST_SENTENCE_TITLE = 36
MOST_CLAUSE_TITLE = 40

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_ADVERBIAL = re.compile(
    r"^(?:围绕|按照|依照|根据|依据|为了?(?!.{0,6}(?:提供|解决))|以(?!上|下|内).{2,}为|通过|依托|坚持以|对照|针对|聚焦|立足|结合|在.{2,12}(?:上|中|下|方面)$|到20\d\d年|力争|20\d\d年|一年来|全年)"
)
_UNITS_OPEN = re.compile(r"[(【](?:[^()【】]{0,8}(?:单位|部门|科室|处室|责任人|牵头|领导))")


def title_end(text: str, start: int, end: int) -> int:
    """Find where the title that opens a numbered piece ends.

    The whole piece when it is short and has no end mark; else its first sentence when that is
    short enough to be a title; else its first clause. A blank or a colon after a few words ends
    a title too. Units in brackets never belong to it.
    """
    stop = _cut_units(text, start, end)
    found = _SENTENCE_END.search(text, start, stop)
    sentence = found.start() if found else stop
    if found is None and stop - start <= MOST_CLAUSE_TITLE:
        return _early(text, start, stop, stop)
    early = _early(text, start, sentence, 0)
    if early:
        return early
    if sentence - start <= MOST_SENTENCE_TITLE:
        return sentence
    return clause_title_end(text, start, sentence)


def _early(text: str, start: int, end: int, otherwise: int) -> int:
    """Find a blank or colon that sets a short title off from the text behind it."""
    for match in re.compile(r"[ :]").finditer(text, start + 4, min(end, start + MOST_HEADING + 1)):
        rest = text[match.end() : end].strip()
        if text[match.start()] == " " and (len(rest) < 12 or not _is_han(text[match.start() - 1])):
            continue
        if text[match.start()] == ":" and not rest:
            continue
        return match.start()
    return otherwise


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "”》)"


def _cut_units(text: str, start: int, end: int) -> int:
    """Give the end of the piece before a bracket of responsible units."""
    match = _UNITS_OPEN.search(text, start + 1, end)
    return match.start() if match else end


def clause_title_end(text: str, start: int, end: int) -> int:
    """Find the end of the first clause that can stand as a title.

    An opening clause that only says on what ground or by what time takes the next one with it.
    """
    at = start
    for _ in range(3):
        comma = _clause_break(text, at, end)
        if comma < 0:
            return end
        clause = text[at:comma]
        if comma - start >= 5 and not _ADVERBIAL.match(clause):
            return comma
        at = comma + 1
    return comma


def _clause_break(text: str, start: int, end: int) -> int:
    """Find the next comma or end mark that is outside brackets and quotation marks."""
    depth = 0
    for index in range(start, end):
        char = text[index]
        if char in "(“《【":
            depth += 1
        elif char in ")”》】":
            depth = max(0, depth - 1)
        elif char in ",。;！？!?" and depth == 0:
            return index
    return -1


_VERB = re.compile(
    r"(?:全面|全力|大力|深入|持续|扎实|积极|着力|切实|努力|不断|进一步|加快|高质量|高水平|高标准|统筹|稳步|有序|纵深|系统|精准|严格|充分|认真|广泛)*"
    r"(?:推进|推动|实施|建设|加强|加快|加大|深化|完善|健全|建立|构建|打造|提升|提高|强化|优化|扩大|开展|落实|制定|制订|培育|培养"
    r"|促进|发展|创新|创建|创成|改革|改善|保障|规范|巩固|拓展|抓好|抓实|做好|做强|办好|组织|引导|支持|鼓励|探索|围绕|坚持|关心"
    r"|关爱|维护|防范|增强|增加|扩容|新建|改扩建|迁建|补齐|补足|夯实|筑牢|守住|守牢|严格|加固|统筹|整合|优质|持续|举办|争创|争取|启动"
    r"|完成|出台|编制|明确|聚焦|突出|服务|压实|营造|普及|稳步|稳妥|解决|破解|树立|弘扬|擦亮|用好|配齐|配强|选派|遴选|严守|坚决|深耕|激发|释放|把|让)"
)


def opens_with_verb(text: str) -> bool:
    """Tell whether words open like a piece of work: with a verb of doing, adverbs before it."""
    return _VERB.match(text) is not None


_SHORT_LINE_STOP = re.compile(
    r"[。！？!?；;:,，、]$|^\(|\d{4}年\d{1,2}月|[|\t]|^[\d.%\s\-/]+$|^(?:附件?|特此|此致|注)"
)


def is_short_heading(line: str) -> bool:
    """Tell whether an unnumbered line can be a heading by its own form."""
    if not 4 <= len(line) <= MOST_HEADING or _SHORT_LINE_STOP.search(line):
        return False
    return sum(1 for char in line if "\u4e00" <= char <= "\u9fff") >= 4

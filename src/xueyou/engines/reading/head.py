"""The head of a document: its title, issuer, region, date, years, script."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.lines import Line
from xueyou.engines.reading.normal import Normal
from xueyou.engines.reading.numbering import MarkKind, mark_at

TYPE_WORDS = (
    "实施方案|行动方案|工作方案|专项方案|改革方案|建设方案|方案|三年行动计划|行动计划|工作计划|实施计划|推进计划|计划"
    "|工作要点|要点|工作安排|重点工作|重点任务|任务清单|目标责任书|责任分解表|任务分解表|分解表|清单|工作思路|工作打算|打算"
    "|发展规划|专项规划|规划纲要|规划|实施意见|指导意见|若干意见|意见|若干措施|措施|工作总结|总结|述职报告|工作报告|自评报告|年度报告"
    "|报告|情况通报|通报|完成情况|进展情况|工作情况|情况汇报|汇报|统计公报|公报|回顾|实施细则|细则|管理办法|实施办法|暂行办法|办法"
    "|管理规定|规定|条例|章程|制度|规则|准则|工作简报|简报|快报|专报|工作动态|动态|信息摘编|摘编|汇编|讲话|致辞|发言|通知|公告|通告|决定"
)
COVERS = frozenset({"通知", "公告", "通告", "决定"})
"""Words for the letter that a document comes in; they say nothing of what it is."""

_TYPE_AT_END = re.compile(rf"({TYPE_WORDS})(?:\([^()]*\)|\[\d{{1,2}}\]|[》”\s])*$")
_INNER = re.compile(r"(?:印发|转发|发布|下发|批转|公布|出台)(?:了)?[^《》]{0,12}《(.+)》")
_YEARS_RANGE = re.compile(r"(20\d\d)年?\s*[-—–~至到]+\s*(20\d\d)年?")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?![\d.%])(?!,\d{3}(?!\d)|\s?[余多来几]?[万亿]?(?:平方米|人次|场次|公里|"
    r"[元人名个所家户座栋间处项种门节场次套台件册张床亩条支篇份字米]))"
)
_FIVE_YEARS = {"十三五": "2016-2020", "十四五": "2021-2025", "十五五": "2026-2030"}
_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_BODY = (
    r"(?:教育(?:体育|和体育|文化体育|科技|科学技术|工作)?局|教体局|教科局|教育委员会|教委|教育厅|教育部|人民政府办公室|人民政府"
    r"|人民政府办公厅|政府办公室|教育督导委员会办公室|教育工作领导小组(?:办公室)?|教育考试院)"
)
# A name of a place holds none of the words that join one to a sentence.
_NAME = r"[^\W\da-zA-Z_从由对向把将据是在和与及的为等了经请被使让给以至到各全本我该其起]"
_PLACE = rf"{_NAME}{{1,6}}?(?:自治区|自治州|自治县|[省市县区旗])"
_ISSUER = re.compile(rf"(?:^|(?<=[,，。、:：;《“ \n年]))((?:{_PLACE}){{1,3}}{_BODY})")
_REGION = re.compile(rf"((?:{_PLACE}){{1,3}}|{_NAME}{{1,3}}州)")
_NO_PLACE = re.compile(r"^[全各本该我]|^[省市县区旗]")
_REPEATED = re.compile(r"([\u4e00-\u9fff]{2,4})\1(?=[\u4e00-\u9fff])")
_LEAD = re.compile(
    r"([\u4e00-\u9fff]{2,16}?(?:局|委员会|政府|厅|办公室|委|部))(?:日前|近日|于.{2,12})?(?:正式)?"
    r"(?:印发|发布|出台|下发|公布)(?:了)?[《“]?([^《》。,]{0,30}?(?:20\d\d年)?[^《》。,]{0,16}?"
    r"(?:工作要点|实施方案|行动计划|工作方案|发展规划|实施意见|规划|要点|方案))"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, before the kind of document is known. `lines` are all lines, title
    lines marked; `title_lines` their indexes."""

    lines: list[Line]
    title: str
    type_word: str
    issuer: str | None
    region: str | None
    publish_date: str | None
    period: str | None
    noise: tuple[str, ...]


def read_head(normal: Normal, lines: list[Line], hint: str | None) -> Head:
    """Read title, type word, issuer, region, date and years. `hint` is a file name or None."""
    text = normal.text
    marked, span = _find_title(text, lines)
    plain = _one_line(text[span[0] : span[1]]) if span else ""
    title = _one_line(normal.quote(*span)).strip("•·◆ ") if span else ""
    inner = _INNER.search(plain)
    if inner:
        marked = _mark_inner(text, marked, inner.group(1))
        title = plain = inner.group(1)
    lead = _lead(text, marked)
    if not title and lead:
        title = plain = f"{lead[0]}{lead[1].removeprefix(lead[0])}"
    mended = _REPEATED.sub(r"\1", title)
    noise = (f"标题中有重复的字，已按“{mended}”理解",) if mended != title else ()
    type_word = _type_word(plain, inner is not None, lead)
    period, period_noise = _period(text, marked, plain, lead, hint)
    issuer = _issuer(text, marked, plain, span, lead)
    return Head(
        lines=marked,
        title=mended,
        type_word=type_word,
        issuer=issuer,
        region=_region(text, plain, issuer),
        publish_date=_publish_date(text, marked),
        period=period,
        noise=(*noise, *period_noise),
    )


def _one_line(words: str) -> str:
    """Give a title without its line breaks and without the blank in 2027 年."""
    words = re.sub(r"\s*\n\s*", "", words).replace("\u3000", " ")
    return re.sub(r"(?<=\d)\s+(?=年)", "", words)


def _find_title(text: str, lines: list[Line]) -> tuple[list[Line], tuple[int, int] | None]:
    """Find the title among the first lines: up to three lines that read as one."""
    for index, line in enumerate(lines[:14]):
        words = text[line.start : line.end]
        if line.kind is not BlockKind.PARAGRAPH or (words.endswith("文件") and len(words) <= 24):
            continue
        if not _can_be_title(text, line) and not _heads_news(text, lines, index):
            return _split_off_title(text, lines, index)
        last = _title_end(text, lines, index)
        out = [
            replace(entry, kind=BlockKind.TITLE) if index <= at <= last else entry
            for at, entry in enumerate(lines)
        ]
        return out, (line.start, lines[last].end)
    return lines, None


_TITLE_IN_LINE = re.compile(rf"[^。;]{{4,60}}?(?:{TYPE_WORDS})(?:\([^()]*\))?(?= )")


def _split_off_title(
    text: str, lines: list[Line], index: int
) -> tuple[list[Line], tuple[int, int] | None]:
    """A title may open a line that goes on with the text itself, set off by a blank."""
    line = lines[index]
    found = _TITLE_IN_LINE.match(text, line.start, line.end)
    if found is None or mark_at(text, line.start, line.end):
        return lines, None
    rest = (
        found.end() + len(text[found.end() : line.end]) - len(text[found.end() : line.end].lstrip())
    )
    title = replace(line, end=found.end(), kind=BlockKind.TITLE)
    return [*lines[:index], title, replace(line, start=rest), *lines[index + 1 :]], found.span()


def _can_be_title(text: str, line: Line) -> bool:
    """Tell whether the first line of words can be a title rather than text or a heading."""
    words = text[line.start : line.end]
    mark = mark_at(text, line.start, line.end)
    bullets = (MarkKind.BULLET, MarkKind.DASH)
    if mark and mark.kind not in bullets and not _TYPE_AT_END.search(words):
        return False
    if (mark and mark.kind is MarkKind.BULLET and words[0] in "◆◇●■□") or words.startswith("【"):
        return False
    if re.search(r"讯[(:]|^.{0,12}讯 ", words):
        return False
    return len(words) <= 100 and "。" not in words and not words.endswith((":", ";", ","))


def _heads_news(text: str, lines: list[Line], index: int) -> bool:
    """Tell a newspaper's headline behind its column (【年终盘点】…) from a column of a digest."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is None or index > 1:
        return False
    own = re.fullmatch(
        r"【[^】]{2,8}】[^。;◆◇●]{6,44}", text[lines[index].start : lines[index].end]
    )
    dated = re.match(r"[^,。;]{0,8}讯[ (]", text[after.start : after.start + 12])
    return own is not None and dated is not None


def _title_end(text: str, lines: list[Line], first: int) -> int:
    """Give the index of the last line of the title."""
    last = first
    joined = text[lines[first].start : lines[first].end]
    for index in range(first + 1, min(first + 4, len(lines))):
        words = text[lines[index].start : lines[index].end]
        if lines[index].kind is not BlockKind.PARAGRAPH or len(words) > 44:
            break
        near = text.count("\n", lines[last].end, lines[index].start) <= 1
        tail = re.match(r"^\([^()]*20\d\d[^()]*\)$|^——", words) is not None
        open_book = joined.count("《") > joined.count("》")
        finished = _TYPE_AT_END.search(joined) is not None
        wanted = near and not finished and _TYPE_AT_END.search(words) is not None
        if not (tail or open_book or wanted) or (mark_at(text, lines[index].start) and not tail):
            break
        if re.search(r"[。;,]$", words):
            break
        last, joined = index, joined + words
    return last


def _mark_inner(text: str, lines: list[Line], title: str) -> list[Line]:
    """Mark the lines that repeat the title of what is being issued."""
    plain = re.sub(r"\s", "", title)
    out = list(lines)
    for index, line in enumerate(lines):
        words = re.sub(r"\s", "", text[line.start : line.end])
        if line.kind is not BlockKind.PARAGRAPH or not words or len(words) < 4:
            continue
        if words == plain:
            out[index] = replace(line, kind=BlockKind.TITLE)
        elif plain.startswith(words):
            joined, last = words, index
            while last + 1 < len(lines) and len(joined) < len(plain):
                last += 1
                joined += re.sub(r"\s", "", text[lines[last].start : lines[last].end])
            if joined == plain:
                out[index : last + 1] = [
                    replace(entry, kind=BlockKind.TITLE) for entry in lines[index : last + 1]
                ]
    return out


def _type_word(title: str, inner: bool, lead: tuple[str, str] | None) -> str:
    """Give the word that says what kind of document it is, or "".

    The last one counts (方案 in 工作报告落实方案), but a summary that ends in next year's plan is a
    summary.
    """
    for words in (title, lead[1] if lead else ""):
        found = list(re.finditer(TYPE_WORDS, re.sub(r"\([^()]*\)", "", words)))
        found = [m for m in found if m.group() not in COVERS] or found
        if found:
            both = re.search("总结.*(?:打算|计划|安排|要点|思路)", words) and not inner
            return found[0 if both else -1].group()
    return ""


def _lead(text: str, lines: list[Line]) -> tuple[str, str] | None:
    """Read issuer and title out of an opening sentence that reports the issue of a document."""
    for line in lines:
        if line.kind is BlockKind.PARAGRAPH and line.length() > 40:
            found = _LEAD.search(text, line.start, min(line.end, line.start + 300))
            if found:
                who = re.sub(r"^.*?(?:日前|近日|今日|获悉)[,:]?", "", found.group(1))
                return who, found.group(2).strip("“”")
    return None


def _period(
    text: str, lines: list[Line], title: str, lead: tuple[str, str] | None, hint: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """Find the years the document speaks of: title, opening, date of issue, file name, text."""
    opening = " ".join(
        text[line.start : min(line.end, line.start + 200)]
        for line in lines
        if line.kind is BlockKind.PARAGRAPH
    )[:400]
    for words in (title, lead[1] if lead else ""):
        found = years_in(words)
        if found:
            return found, ()
    first = re.match(r"\s*(?:到|至)?(20\d\d)年(?!\d{1,2}月)", opening)
    if first:
        return first.group(1), ()
    for words, zh in ((hint or "", "文件名"),):
        found = years_in(words)
        if found:
            return found, (f"年份取自{zh}",)
    meta = " ".join(text[x.start : x.end] for x in lines if x.kind is BlockKind.META)
    date = _DATE.search(meta)
    if date:
        return date.group(1), ("年份取自发布日期",)
    spoken = _most_spoken(text)
    if spoken:
        return spoken, ("年份取自正文",)
    return None, ("全文没有写明年份",)


_SPOKEN = re.compile(
    r"(?<![\d到至])(?<!预计)(?<!力争)(?<!争取)(?<!计划)(?<!确保)(?<!将于)(20\d\d)年(?!年?[末底]|前|以来|起)"
)


def _most_spoken(text: str) -> str | None:
    """Give the year a text without dated head is about: the one it speaks of most, else the first.

    Years it only looks forward to (到2030年, 2030年末) or back to (2021年以来) count where it names
    no others.
    """
    every = Counter(re.findall(r"(?<!\d)(20\d\d)年", text))
    own = Counter(_SPOKEN.findall(text))
    return min(own or every, key=lambda year: (-every[year], -own[year], year), default=None)


def years_in(words: str) -> str | None:
    """Give the first year or range of years in some words: "2024", "2023-2027" or None."""
    found = _YEARS_RANGE.search(words)
    if found and found.group(1) < found.group(2):
        return f"{found.group(1)}-{found.group(2)}"
    year = _YEAR.search(words)
    if year:
        return year.group(1)
    return next((years for name, years in _FIVE_YEARS.items() if name in words), None)


def _publish_date(text: str, lines: list[Line]) -> str | None:
    """Give the date of issue in the form YYYY-MM-DD."""
    for line in lines:
        found = _DATE.search(text, line.start, line.end) if line.kind is BlockKind.META else None
        if found:
            year, month, day = (int(part) for part in found.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def _issuer(
    text: str,
    lines: list[Line],
    title: str,
    span: tuple[int, int] | None,
    lead: tuple[str, str] | None,
) -> str | None:
    """Find who issued it: the head line, the title, the opening, the signature."""
    head = text[span[0] : span[1]].replace("\n", "") if span else ""
    for words in (head, title):
        found = _ISSUER.search(words)
        if found and not _NO_PLACE.match(found.group(1)):
            return found.group(1)
    if lead:
        return lead[0]
    signed = re.compile(rf"(?:{_PLACE}){{1,3}}{_BODY}")
    for line in lines:
        words = text[line.start : line.end]
        if line.length() <= 40:
            both = re.split(r"[\s、]+", words)
            if all(signed.fullmatch(word) for word in both):
                return "、".join(both)
    opening = re.search(rf"(?:^|20\d\d年,?)((?:{_PLACE}){{1,3}}{_BODY})", text[:300], re.MULTILINE)
    return opening.group(1) if opening and not _NO_PLACE.match(opening.group(1)) else None


def _region(text: str, title: str, issuer: str | None) -> str | None:
    """Find the place it holds for: from the issuer, else the title; with the city above it."""
    for words in (issuer or "", re.sub(r"^.*(?:印发|关于)[《]?", "", title)):
        found = _REGION.match(words)
        if found and not _NO_PLACE.match(found.group(1)):
            place = found.group(1)
            above = re.search(rf"([\u4e00-\u9fff]{{2}}市){re.escape(place)}", text)
            return (above.group(1) + place) if above and "市" not in place else place
    return None

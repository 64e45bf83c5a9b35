"""Lines of the normal text and what is not the document's own: navigation, footers, datelines."""

import re
from dataclasses import dataclass, replace

from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.wrapping import PAGE_NUMBER


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks; `kind` is CHROME, META or PARAGRAPH (not yet decided)."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH

    def length(self) -> int:
        """Give the number of characters."""
        return self.end - self.start


MOST_ASIDE = 120
"""Characters beyond which a line is running text, whatever words it holds."""

LEAST_TOLD = 30
"""Characters up to a full stop that make what stands before a footer's words a sentence."""

_NAVIGATION = re.compile(
    r"^(?:首页|网站首页|当前位置|您?现在的?位置|您的位置|返回顶部|打印本页|关闭窗口|【?打印】?|上一篇|下一篇"
    r"|相关链接|分享到?|扫一扫|收藏本页|无障碍|繁體|登录|注册|搜索|站内搜索|友情链接|网站地图|联系我们|设为首页"
    r"|加入收藏)"
    r"(?:[:> |]|$)|^首页.*>|^.{1,12}>.{1,16}>"
)
_FOOTER = re.compile(
    r"版权所有|版权声明|转载请注明|Copyright|All Rights Reserved|ICP备|公网安备|举报电话|举报邮箱"
    r"|信息服务许可证|网站标识码|邮编[:：]?\d|^主办单位|^承办单位:|^技术支持|责任编辑:|^\[?责编"
    r"|网站支持IPv6|本文源自|联系电话[:：]?\d{3,4}-\d+.*邮编",
    re.IGNORECASE,
)  # fmt: skip
_META = re.compile(
    r"^(?:发布日期|发布时间|发文日期|成文日期|发布机构|发文机关|索引号|信息来源|来源|稿源|浏览次数|阅读次数"
    r"|点击数|字体|字号|文号|发文字号|有效性|主题分类|作者|编辑|审核|签发|日期|时间|抄送|印发|主题词|公开方式"
    r"|此件)[:：(]|^\(?单位:"
    r"|^[\u4e00-\u9fff]{1,12}[〔\[(]20\d\d[〕\])](?:第)?\d+号$"
    r"|^20\d\d[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d\d.*)?$"
    r"|^\(?20\d\d年\d{1,2}月\d{1,2}日.{0,8}\)?$|^【[^】]*(?:记者|通讯员|日报|新闻)[^】]*】$|^\((?:记者|通讯员|作者|供稿).*\)$"
    r"|^[\u4e00-\u9fff]{2,20}(?:办公室)?20\d\d年\d{1,2}月\d{1,2}日印发$|^(?:★|机密|秘密)|^第\d+期$|^\(?(?:共\d+页|此页无正文)"
)  # fmt: skip
_CONTENTS = re.compile(r"(?:\.{3,}|…{2,}|·{3,}|—{4,}) *\d{1,3}$")
_CREDIT = re.compile(
    r"^\([\u4e00-\u9fff、()]{2,24}(?:局|科|处|室|中心|办|委|厅|站|院|馆|部|校|学校|教育集团|园)\)$"
)
_ADDRESSEE = re.compile(
    r"^(?:各|局属|市属|区属|县属|直属|委属|有关|机关)[^。]{2,60}:$|^.{2,40}(?:局|学校|单位|科室|处室|街道|乡镇|部门|政府):$"
)


def split_lines(text: str, skip: list[tuple[int, int]]) -> list[Line]:
    """Split into non-blank lines, leaving out the spans of tables."""
    lines: list[Line] = []
    cuts = sorted(skip)
    at, size, next_cut = 0, len(text), 0
    while at < size:
        if next_cut < len(cuts) and at >= cuts[next_cut][0]:
            at = max(at, cuts[next_cut][1])
            next_cut += 1
            continue
        stop = text.find("\n", at)
        stop = size if stop < 0 else stop
        if next_cut < len(cuts):
            stop = min(stop, cuts[next_cut][0])
        piece = text[at:stop]
        body = piece.strip()
        if body:
            start = at + len(piece) - len(piece.lstrip())
            lines.append(Line(start, start + len(body)))
        at = stop + 1 if stop < size and text[stop] == "\n" else max(stop, at + 1)
    return lines


def class_lines(text: str, lines: list[Line]) -> list[Line]:
    """Mark the lines that are not the document's own words."""
    out = [Line(line.start, line.end, _kind(text[line.start : line.end])) for line in lines]
    out = _mark_contents(text, out)
    return _mark_footer(text, out)


def _kind(line: str) -> BlockKind:
    """Give the class of one line by its own words."""
    if len(line) > MOST_ASIDE:
        return BlockKind.PARAGRAPH
    if PAGE_NUMBER.fullmatch(line) or _CONTENTS.search(line):
        return BlockKind.CHROME
    if _NAVIGATION.search(line) or _is_footer(line):
        return BlockKind.CHROME
    if _META.search(line) or _CREDIT.match(line):
        return BlockKind.META
    if len(line) <= 80 and _ADDRESSEE.match(line):
        return BlockKind.META
    return BlockKind.PARAGRAPH


def _is_footer(line: str) -> bool:
    """Tell a line of the foot from a sentence of news that ends with its source in brackets."""
    found = _FOOTER.search(line)
    return found is not None and line.rfind("。", 0, found.start()) < LEAST_TOLD


def _mark_footer(text: str, lines: list[Line]) -> list[Line]:
    """After the first footer line near the end, short lines are footer too."""
    half = len(lines) // 2
    first = next(
        (
            index
            for index, line in enumerate(lines[half:], half)
            if line.length() <= 200 and _is_footer(text[line.start : line.end])
        ),
        None,
    )
    if first is None or any(line.length() > 160 for line in lines[first:]):
        return lines
    return lines[:first] + [replace(line, kind=BlockKind.CHROME) for line in lines[first:]]


def _mark_contents(text: str, lines: list[Line]) -> list[Line]:
    """A table of contents under 目录 ends where its first entry comes again."""
    for index, line in enumerate(lines[:20]):
        if text[line.start : line.end].replace(" ", "") != "目录" or index + 1 >= len(lines):
            continue
        first = text[lines[index + 1].start : lines[index + 1].end]
        again = next(
            (
                later
                for later in range(index + 2, len(lines))
                if text[lines[later].start : lines[later].end].startswith(first)
            ),
            None,
        )
        if again is not None and len(first) >= 4:
            chrome = [replace(entry, kind=BlockKind.CHROME) for entry in lines[index:again]]
            return lines[:index] + chrome + lines[again:]
    return lines

"""Owns the shape "official-paper/1": what a paper says, free of how it is set.

A paper is a dictionary of plain JSON:

    schema, kind        "official-paper/1", the registered kind's code
    organ               发文机关: the red letterhead, by its full name
    number_code, year   临教督, 2026: the number's printed form while it is not given
    number              发文字号, "" until somebody types it
    title, addressee    addressee "" where the paper names none
    body                blocks, see below
    attachments         [{"title", "body": blocks}]: listed after the body, set on their own pages
    signer_line, date   发文机关署名; date "YYYY-MM-DD", "" until it is signed
    copies              抄送, a list of names
    issued_by, issued_on  印发机关 and the day of printing, "" until it is printed

A block is {"type": "heading", "level": 1..4, "text"}, {"type": "text", "text", "claims"} or
{"type": "table", "caption", "columns": [{"title", "width"}], "rows": [[text, …]]}. Headings carry
no number: it is counted when the paper is set. Claims say where a figure comes from:
{"start", "end" (code points of the text), "rule", "path", "value_uid", "quote", "document"}.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

SCHEMA = "official-paper/1"
MOST_BLOCKS = 2000
LONGEST = {"title": 200, "organ": 60, "addressee": 600, "text": 6000, "cell": 2000, "line": 120}

Json = dict[str, Any]

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FIELDS = frozenset(
    {"schema", "kind", "organ", "number_code", "year", "number", "title", "addressee", "body"}
    | {"attachments", "signer_line", "date", "copies", "issued_by", "issued_on"}
)
_CLAIM_TEXTS = ("rule", "path", "value_uid", "quote", "document")


class ContentRefused(ValueError):
    """The content does not fit the shape; `zh` says where, `place` which field (a dotted path)."""

    def __init__(self, place: str, zh: str) -> None:
        super().__init__(f"{place}: {zh}")
        self.place = place
        self.zh = zh


def checked(content: Mapping[str, Any]) -> Json:
    """Return the content with every field present. Raises ContentRefused."""
    unknown = sorted(set(content) - _FIELDS)
    if unknown:
        _refuse(unknown[0], "公文里没有这一项。")
    if content.get("schema", SCHEMA) != SCHEMA:
        _refuse("schema", "这不是认得的公文格式。")
    year = content.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1949 <= year <= 2999:
        _refuse("year", "年份要写成四位数字。")
    return {
        "schema": SCHEMA,
        "kind": _line(content, "kind", 40, needed=True),
        "organ": _line(content, "organ", LONGEST["organ"], needed=True),
        "number_code": _line(content, "number_code", 20),
        "year": year,
        "number": _line(content, "number", 40),
        "title": _line(content, "title", LONGEST["title"], needed=True),
        "addressee": _line(content, "addressee", LONGEST["addressee"]),
        "body": _blocks(content.get("body", []), "body"),
        "attachments": _attachments(content.get("attachments", [])),
        "signer_line": _line(content, "signer_line", LONGEST["line"], needed=True),
        "date": _day(content, "date"),
        "copies": _copies(content.get("copies", [])),
        "issued_by": _line(content, "issued_by", LONGEST["line"]),
        "issued_on": _day(content, "issued_on"),
    }


def _blocks(found: Any, place: str) -> list[Json]:
    if not isinstance(found, list) or len(found) > MOST_BLOCKS:
        _refuse(place, f"正文是一段一段的，最多 {MOST_BLOCKS} 段。")
    return [_block(block, f"{place}.{number}") for number, block in enumerate(found)]


def _block(block: Any, place: str) -> Json:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind == "heading":
        level = block.get("level")
        if level not in (1, 2, 3, 4) or isinstance(level, bool):
            _refuse(f"{place}.level", "标题只有一到四级。")
        return {"type": kind, "level": level, "text": _text(block, "text", "line", place)}
    if kind == "text":
        text = _text(block, "text", "text", place)
        return {"type": kind, "text": text, "claims": _claims(block, text, place)}
    if kind == "table":
        return _table(block, place)
    _refuse(place, "段落只能是标题、文字或表格。")


def _table(block: Json, place: str) -> Json:
    columns, rows = block.get("columns"), block.get("rows")
    if not isinstance(columns, list) or not 1 <= len(columns) <= 12:
        _refuse(f"{place}.columns", "表格要有一到十二列。")
    if not isinstance(rows, list) or len(rows) > MOST_BLOCKS:
        _refuse(f"{place}.rows", f"表格最多 {MOST_BLOCKS} 行。")
    made = []
    for number, column in enumerate(columns):
        where = f"{place}.columns.{number}"
        width = column.get("width") if isinstance(column, dict) else None
        if not isinstance(width, int) or isinstance(width, bool) or not 1 <= width <= 1000:
            _refuse(where, "列宽要写成份数。")
        made.append({"title": _text(column, "title", "line", where), "width": width})
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(columns):
            _refuse(f"{place}.rows.{number}", "这一行的格数和表头不一样。")
    return {
        "type": "table",
        "caption": _text(block, "caption", "line", place, needed=False),
        "columns": made,
        "rows": [
            [_plain(cell, f"{place}.rows.{number}", LONGEST["cell"]) for cell in row]
            for number, row in enumerate(rows)
        ],
    }


def _claims(block: Json, text: str, place: str) -> list[Json]:
    found = block.get("claims", [])
    if not isinstance(found, list):
        _refuse(f"{place}.claims", "出处要写成一条一条的。")
    made, last = [], 0
    for number, claim in enumerate(found):
        where = f"{place}.claims.{number}"
        start, end = (claim.get("start"), claim.get("end")) if isinstance(claim, dict) else (-1, -1)
        if not isinstance(start, int) or not isinstance(end, int):
            _refuse(where, "出处要指明文字的起止。")
        if not last <= start < end <= len(text):
            _refuse(where, "出处指的文字不在这一段里，或者和前一条重叠。")
        last = end
        texts = {name: _plain(claim.get(name, ""), where, 4000) for name in _CLAIM_TEXTS}
        made.append({"start": start, "end": end, **texts})
    return made


def _attachments(found: Any) -> list[Json]:
    if not isinstance(found, list) or len(found) > 20:
        _refuse("attachments", "附件最多二十个。")
    made = []
    for number, one in enumerate(found):
        place = f"attachments.{number}"
        if not isinstance(one, dict) or set(one) != {"title", "body"}:
            _refuse(place, "附件要有名称和内容。")
        title = _text(one, "title", "title", place)
        made.append({"title": title, "body": _blocks(one["body"], f"{place}.body")})
    return made


def _copies(found: Any) -> list[str]:
    if not isinstance(found, list) or len(found) > 60:
        _refuse("copies", "抄送最多六十个单位。")
    return [_plain(name, "copies", LONGEST["line"]) for name in found]


def _day(content: Mapping[str, Any], field: str) -> str:
    text = _line(content, field, 10)
    if text:
        try:
            if date.fromisoformat(text).isoformat() != text:
                raise ValueError
        except ValueError:
            _refuse(field, "日期要写成 2026-11-20 这样。")
    return text


def _line(content: Mapping[str, Any], field: str, most: int, *, needed: bool = False) -> str:
    text = _plain(content.get(field, ""), field, most)
    if "\n" in text:
        _refuse(field, "这一项只能写一行。")
    if needed and not text.strip():
        _refuse(field, "这一项还空着。")
    return text


def _text(block: Json, field: str, kind: str, place: str, *, needed: bool = True) -> str:
    text = _plain(block.get(field, ""), f"{place}.{field}", LONGEST[kind])
    if kind != "text" and "\n" in text:
        _refuse(f"{place}.{field}", "这一项只能写一行。")
    if needed and not text.strip():
        _refuse(f"{place}.{field}", "这一段还空着。")
    return text


def _plain(text: Any, place: str, most: int) -> str:
    if not isinstance(text, str):
        _refuse(place, "这里要写文字。")
    if len(text) > most:
        _refuse(place, f"这里最多写 {most} 个字，现在有 {len(text)} 个。")
    if _ILLEGAL.search(text):
        _refuse(place, "文字里混进了看不见的控制符，请删掉重写。")
    return text


def _refuse(place: str, zh: str) -> NoReturn:
    raise ContentRefused(place, zh)

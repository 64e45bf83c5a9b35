"""The order to publish a fund's account 经费公开决定: signed before anybody outside sees a sum."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from xueyou.domains.clubs.models import COMING_IN, EntryKind
from xueyou.domains.clubs.publication_kinds import FIELDS, ORDER_KIND
from xueyou.domains.clubs.selectors.accounts import Sums, sums_by_school
from xueyou.domains.clubs.services.menu import yuan
from xueyou.formats.official.content import checked
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.platform.orgs.models import Organisation

_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_DAYS = re.compile(f"（{_DAY}至{_DAY}）")
CAPTION = "课后服务经费收支"
HALVES = (
    ("school", "before", "income", "subsidy"),
    ("school", "teacher_pay", "provider", "materials", "refund", "balance"),
)
"""Nine columns do not fit on a page: of several schools what came in stands above what went out."""


def span_zh(first_on: date, last_on: date) -> str:
    """Return the days of an account, as they stand in titles."""
    return f"（{first_on:%Y年%-m月%-d日}至{last_on:%Y年%-m月%-d日}）"


def order_title(first_on: date, last_on: date) -> str:
    """Return the title of the order."""
    return f"关于公开课后服务经费收支的决定{span_zh(first_on, last_on)}"


def account_rows(place: Organisation, first_on: date, last_on: date) -> list[dict[str, str]]:
    """Return what would be published now, school by school: texts by field, sums in yuan."""
    return [_row(sums) for sums in sums_by_school(place.path, first_on, last_on)]


def order_body(place: Organisation, first_on: date, last_on: date) -> list[dict[str, Any]]:
    """Return the paragraphs of the order: the days, and every sum that will be public."""
    days = span_zh(first_on, last_on)
    says = f"经研究，决定向社会公开课后服务经费收支{days}，公开一年，数目如下。"
    rows = account_rows(place, first_on, last_on)
    tables = [_list(rows[0])] if len(rows) == 1 else [_table(rows, names) for names in HALVES]
    return [{"type": "text", "text": says, "claims": []}, *tables]


def _list(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the sums of one school, one beneath the other."""
    return {
        "type": "table",
        "caption": row["school"] + CAPTION,
        "columns": [{"title": "项目", "width": 1}, {"title": "金额", "width": 1}],
        "rows": [[zh, row[name]] for name, zh in FIELDS.items() if name != "school"],
    }


def _table(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> dict[str, Any]:
    """Return some of the sums of several schools, side by side."""
    return {
        "type": "table",
        "caption": CAPTION,
        "columns": [{"title": FIELDS[n], "width": 2 if n == "school" else 1} for n in names],
        "rows": [[row[name] for name in names] for row in rows],
    }


def days_of(content: Mapping[str, Any]) -> tuple[date, date]:
    """Return the first and the last day that an order is about. Raises PaperRefused."""
    says = [str(block.get("text", "")) for block in content["body"][:1]]
    found = _DAYS.search("".join(says))
    try:
        numbers = [int(part) for part in found.groups()] if found else []
        return date(*numbers[:3]), date(*numbers[3:])
    except (TypeError, ValueError):
        raise PaperRefused("经费公开决定的正文按账生成，不能改动；什么都没有存。") from None


def ordered_rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the sums that an order's tables say, as `account_rows` gives them."""
    tables = content["body"][1:]
    if len(tables) == 1:
        (only,) = tables
        school = only["caption"].removesuffix(CAPTION)
        return [{"school": school} | dict(zip(list(FIELDS)[1:], _amounts(only), strict=True))]
    found: list[dict[str, str]] = [{} for _ in tables[0]["rows"]]
    for names, table in zip(HALVES, tables, strict=True):
        for row, cells in zip(found, table["rows"], strict=True):
            row.update(zip(names, cells, strict=True))
    return [{name: row[name] for name in FIELDS} for row in found]


def _amounts(table: Mapping[str, Any]) -> list[str]:
    return [amount for _, amount in table["rows"]]


def verify(content: Mapping[str, Any], subject_uid: UUID) -> None:
    """Refuse a text that says something else than the account; asked at every step."""
    place = Organisation.objects.filter(uid=subject_uid).first()
    if place is None:
        raise PaperRefused("没有找到这份决定说的单位，没有办理。")
    body = order_body(place, *days_of(content))
    if content["body"] != checked({**content, "body": body})["body"]:
        raise PaperRefused(
            "公开决定上的数和现在的账不一样，没有办理。账有变动的，请撤回，重新起草。"
        )


def _row(sums: Sums) -> dict[str, str]:
    moved = {
        kind: sums.by_kind.get(kind, 0) * (1 if kind in COMING_IN else -1) for kind in EntryKind
    }
    return {
        "school": sums.school,
        "before": yuan(sums.before),
        **{kind.value: yuan(amount) for kind, amount in moved.items()},
        "balance": yuan(sums.balance),
    }


ORDER = paper_kind(
    ORDER_KIND,
    zh="课后服务经费公开决定",
    countersigned=False,
    addressed=False,
    verify=verify,
    of_desk="account",
)

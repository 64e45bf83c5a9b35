"""Owns the year in numbers as a workbook and as a paper; the paper shows no small group."""

from collections.abc import Mapping
from typing import Any

from xueyou.domains.enrolment.call_kinds import MIGRANT
from xueyou.domains.enrolment.selectors.season_report import CLASSES, Migrants, Report
from xueyou.domains.enrolment.selectors.season_views import CallLine
from xueyou.domains.enrolment.small_groups import HIDDEN, RULE, shown
from xueyou.formats.official.word import official_docx
from xueyou.formats.workbook import Column, Sheet, Value, workbook

KIND = "enrolment.year"
Json = dict[str, Any]
Rows = list[list[Value]]


def report_workbook(found: Report) -> bytes:
    """Return the .xlsx with every count, for the bureau itself."""
    calls = found.season.calls
    sums: Rows = [
        [*_place(one), one.total, one.checked, one.returned, one.places, one.held] for one in calls
    ]
    schools: Rows = [
        [*_place(one), at.name, at.sector, at.places, at.first, at.held]
        for one in calls
        for at in one.schools
    ]
    classes: Rows = [
        [*_place(one), words, asked, placed]
        for one, told in zip(calls, found.classes, strict=True)
        for words, (asked, placed) in told.items()
    ]
    reasons: Rows = [
        [*_place(one), words, count]
        for one, told in zip(calls, found.reasons, strict=True)
        for words, count in told.items()
    ]
    return workbook(
        [
            Sheet("各县区", _columns("交来", "通过", "退回", "学位", "已录取"), sums),
            Sheet("各学校", _columns("学校", "公办民办", "学位", "第一志愿", "已录取"), schools),
            Sheet("各类孩子", _columns("类别", "交来", "已录取"), classes),
            Sheet("没有录取的原因", _columns("原因", "人数"), reasons),
            Sheet("人才、随迁、公办园", (Column("项目", 40), Column("数", 20)), _rest(found)),
        ]
    )


def _columns(*titles: str) -> tuple[Column, ...]:
    wide = {"学校": 26, "原因": 30}
    named = (Column(zh, wide.get(zh, 12)) for zh in titles)
    return (Column("县区", 18), Column("报名", 18), *named)


def _place(one: CallLine) -> tuple[str, str]:
    return one.county, one.stage


def _rest(found: Report) -> Rows:
    rows: Rows = []
    for line, total in found.talents:
        rows.append([f"{line.title}：公布的学位总数", "" if total is None else total])
        rows += [[f"{line.title}：申请", line.total], [f"{line.title}：已安排", line.held]]
    rows += _migrants_of(found.migrants)
    if len(found.counties) > 1:
        for one in found.counties:
            rows += [[f"{one.county}：{words}", said] for words, said in _migrants_of(one)]
    if found.kindergartens is not None:
        rows.append(["幼儿园：已安排", found.kindergartens.placed])
        rows.append(["其中公办园", found.kindergartens.public])
        rows.append(["公办园比例（按招生安排计）", found.kindergartens.share])
    return rows


def _migrants_of(one: Migrants) -> Rows:
    rows: Rows = [
        ["义务教育随迁子女：已安排", one.placed],
        ["其中公办学校", one.public],
        ["其中购买的民办学位", one.bought],
        ["公办就读比例（不含购买学位）", one.share],
        ["公办就读比例（含购买学位）", one.with_bought],
    ]
    return rows + [[f"目标：{on:%Y-%m-%d}", f"{percent}%"] for percent, on in one.targets]


def report_docx(found: Report) -> bytes:
    """Return the year as a paper that may be made public: no group of fewer than five."""
    year = found.season.year
    return official_docx(
        {
            "schema": "official-paper/1",
            "kind": KIND,
            "organ": found.organ,
            "number_code": "",
            "year": year,
            "number": "",
            "title": f"{year}年招生情况年报",
            "addressee": "",
            "body": [
                _text(
                    f"数字截至{found.as_of:%Y年%-m月%-d日}，按已经公布的结果统计。{RULE}"
                    "不排名次，不计升学率。"
                ),
                _head("各县区"),
                _by_county(found),
                _head("各类孩子"),
                _by_class(found),
                _head("没有录取的原因"),
                _by_reason(found),
                _head("随迁子女和人才子女" if found.talents else "随迁子女"),
                _text(_migrants(found)),
                *(_text(words) for words in _own_targets(found)),
                *(_text(words) for words in _talents(found)),
            ],
            "attachments": [],
            "signer_line": found.organ,
            "date": "",
            "copies": [],
            "issued_by": "",
            "issued_on": "",
        }
    )


def _by_county(found: Report) -> Json:
    """Return who was placed and who was not, of published results; who gave up is in neither."""
    rows = []
    for one, reasons in zip(found.season.calls, found.reasons, strict=True):
        counts = shown([one.held, sum(reasons.values())]) if one.told else ["还没有公布", ""]
        rows.append([one.county, one.stage, *counts, str(one.places)])
    return _table(("县区", "报名", "已录取", "没有录取", "学位"), rows)


def _by_class(found: Report) -> Json:
    rows = []
    for one, classes in zip(found.season.calls, found.classes, strict=True):
        told = _told(classes) if one.told else {}
        rows += [[one.county, one.stage, words, count] for words, count in told.items()]
    return _table(("县区", "报名", "类别", "已录取"), rows)


def _told(classes: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Return how many of each class are placed, as the paper says it."""
    return dict(zip(classes, shown([placed for _, placed in classes.values()]), strict=True))


def _by_reason(found: Report) -> Json:
    rows = []
    for one, reasons in zip(found.season.calls, found.reasons, strict=True):
        told = shown(list(reasons.values()))
        rows += [
            [one.county, one.stage, words, count]
            for words, count in zip(reasons, told, strict=True)
        ]
    return _table(("县区", "报名", "原因", "人数"), rows)


def _migrants(found: Report) -> str:
    one = found.migrants
    parts = [one.public, one.bought, one.placed - one.public - one.bought]
    classes = [_told(told).get(CLASSES[MIGRANT], "0") for told in found.classes]
    if all(text.isdigit() for text in classes):
        public, bought, private = shown(parts)
    else:  # what a table leaves out no sentence tells
        public, bought, private = (HIDDEN if part else "0" for part in parts)
    plain = one.placed > 0 and all(text.isdigit() for text in (public, bought, private))
    shares = (
        f"公办学校就读比例，不含购买学位{one.share}，含购买学位{one.with_bought}。" if plain else ""
    )
    goal = f"目标：{_targets(one)}。" if one.targets else ""
    if not one.placed:
        return f"义务教育阶段还没有公布外地户籍孩子的安排，就读比例算不出来。{goal}"
    return (
        f"义务教育阶段外地户籍的孩子，安排在公办学校{public}人，购买的民办学位{bought}人，"
        f"其他{private}人。{shares}{goal}"
    )


def _own_targets(found: Report) -> list[str]:
    """Return what counties have set for themselves. Their numbers stand in no public paper."""
    return [
        f"{one.county}的目标：{_targets(one)}。"
        for one in found.counties
        if (one.targets, one.source) != (found.migrants.targets, found.migrants.source)
    ]


def _targets(one: Migrants) -> str:
    said = "；".join(f"到{on:%Y年%-m月%-d日}{percent}%" for percent, on in one.targets)
    return f"{said}（{one.source}）"


def _talents(found: Report) -> list[str]:
    rows = []
    for line, total in found.talents:
        held, waiting = shown([line.held, max(line.total - line.held, 0)])
        public = "" if total is None else f"公布的学位总数{total}个，"
        rows.append(f"{line.title}：{public}已安排{held}人，还没有安排{waiting}人。")
    return rows


def _head(text: str) -> Json:
    return {"type": "heading", "level": 1, "text": text}


def _text(text: str) -> Json:
    return {"type": "text", "text": text, "claims": []}


def _table(titles: tuple[str, ...], rows: list[list[str]]) -> Json:
    if not rows:
        return _text("没有。")
    columns = [{"title": title, "width": 10} for title in titles]
    return {"type": "table", "caption": "", "columns": columns, "rows": rows}

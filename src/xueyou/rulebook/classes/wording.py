"""Owns the words of a list's report: sentences and tables for whoever decides, no pupil in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from xueyou.formats.dot_strips import Strips
from xueyou.formats.table_pages import TablePage, TextTable
from xueyou.rulebook.classes.columns import MONTHS

METHODS = {"search": "均衡分班", "snake": "S形（总分）", "snake-sex": "S形（男女分排）"}
_SMALL = 5
_ROWS = 20


def report_page(report: Mapping[str, Any], school: str) -> TablePage:
    """Return what the page and the PDF say."""
    features: Sequence[Mapping[str, Any]] = report["features"]
    numbers = [one for one in features if one["kind"] == "number"]
    kinds = [one for one in features if one["kind"] == "kind"]
    tables = [_numbers(numbers), _kinds(kinds), _beside(report), _classes(report, numbers)]
    if report["indices"]:
        tables.append(_indices(report["indices"]))
    return TablePage(
        title=f"{school}分班情况",
        head=tuple(_head(report, features)),
        tables=tuple(table for table in tables if table.rows),
        foot=tuple(_foot(report)),
        strips=strips_of(report),
    )


def strips_of(report: Mapping[str, Any]) -> tuple[Strips, ...]:
    """Return how each number is spread over the classes, as it is drawn."""
    return tuple(part for one in report["spread"] for part in strips_in(one))


def strips_in(spread: Mapping[str, Any]) -> list[Strips]:
    """Return the drawings of one number: so many classes in each as fit on a page."""
    name, classes = spread["name"], len(spread["counts"])
    return [
        Strips(
            name if classes <= _ROWS else f"{name}（{first + 1}班起）",
            number_zh(name, spread["low"]),
            number_zh(name, spread["high"]),
            [f"{c + 1}班" for c in range(first, min(first + _ROWS, classes))],
            spread["counts"][first : first + _ROWS],
            spread["means"][first : first + _ROWS],
            spread["mean"],
        )
        for first in range(0, classes, _ROWS)
    ]


def number_zh(name: str, value: float) -> str:
    """Return a number in words; months are counted from the year 0."""
    if name not in MONTHS:
        return f"{value:.10g}"
    year, month = divmod(round(value) - 1, 12)
    return f"{year}年{month + 1}月"


def _head(report: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> list[str]:
    sizes = report["sizes"]
    spread = (
        f"每班 {min(sizes)} 人"
        if min(sizes) == max(sizes)
        else f"每班 {min(sizes)} 到 {max(sizes)} 人"
    )
    said = [
        f"{report['pupils']} 名学生，分成 {report['classes']} 个班，{spread}。"
        f"办法：{METHODS[report['method']]}。"
    ]
    said.append(f"分数：{report['scores']['zh']}。")
    broken = report["hard_broken"]
    said.append(
        "同班、分开、固定、分散和人数的要求全部做到。"
        if broken == 0
        else f"有 {broken} 项同班、分开、固定或分散的要求没有做到：S形不看这些要求。"
    )
    if report["missed"]:
        said.append(
            f"没有达到容许差的：{'、'.join(report['missed'])}。可以多算一会儿，或放宽要求。"
        )
    elif any(one["kept"] for one in features):
        said.append("各项容许差都达到了。")
    return said


def _foot(report: Mapping[str, Any]) -> list[str]:
    said = [
        "图里每班一行，每名学生一个点，竖着的墨线是全年级的平均。",
        "极差是各班中最大的减最小的。理论下限是按这些人数、这些分数，谁来分也不会更小的数。",
        _alike(report),
        f"种子 {report['seed']}，搜索 {report['iterations']} 步。"
        "用同一份名单、同一个种子和步数再算一遍，结果一字不差。",
        f"名单摘要 {report['roster']}。题目摘要 {report['digest']}。程序 {report['program']}。",
    ]
    if report["rehearsal"]:
        said.append("这是演练：种子由名单算出，不是公开抽出来的。正式分班请用公开的种子。")
    return [*said, *report["notes"]]


def _alike(report: Mapping[str, Any]) -> str:
    if report["method"] != "search":
        return "S形按排名依次分，没有挑选。"
    if report["alike"] == 1:
        return "搜索的走法和班号都由种子定，没有人挑选；没有遇到第二份同样均衡的名单。"
    return (
        f"同样均衡的名单遇到 {report['alike']} 份，由种子定下这一份，班号也由种子定，没有人挑选。"
    )


def _numbers(numbers: Sequence[Mapping[str, Any]]) -> TextTable:
    heads = (
        "项目",
        "平均分极差",
        "理论下限",
        "标准差极差",
        "后10%",
        "后25%",
        "前25%",
        "前10%",
        "缺",
    )
    rows = tuple(
        (
            one["name"],
            _figure(one["range_mean"]),
            _figure(one["bound"]),
            _figure(one["range_sd"]),
            *(str(one[name]) for name in ("range_p10", "range_p25", "range_p75", "range_p90")),
            str(one["unknown"]) if one["unknown"] else "",
        )
        for one in numbers
    )
    return TextTable("分数和月份：各班之间差多少（两头按人数）", heads, rows)


def _kinds(kinds: Sequence[Mapping[str, Any]]) -> TextTable:
    rows = tuple(
        (one["name"], level["level"], _people(level), str(level["range"]), str(level["bound"]))
        for one in kinds
        for level in one["levels"]
    )
    heads = ("项目", "类别", "全年级人数", "各班人数极差", "理论下限")
    return TextTable("性别和其他类别：各班人数差多少", heads, rows)


def _people(level: Mapping[str, Any]) -> str:
    """Return how many there are; a few are not counted out on paper."""
    total = sum(level["counts"])
    return f"少于{_SMALL}" if total < _SMALL else str(total)


def _beside(report: Mapping[str, Any]) -> TextTable:
    methods = report["methods"]
    if len(methods) < 2:
        return TextTable("", (), ())
    rows = []
    for at, one in enumerate(report["features"]):
        cells = [_range(methods[name]["features"][at]) for name in METHODS if name in methods]
        rows.append((one["name"], *cells))
    heads = ("项目", *(METHODS[name] for name in METHODS if name in methods))
    return TextTable("和S形比：平均分或人数的极差", heads, tuple(rows))


def _range(feature: Mapping[str, Any]) -> str:
    if feature["kind"] == "number":
        return _figure(feature["range_mean"])
    return str(feature["range_count"])


def _classes(report: Mapping[str, Any], numbers: Sequence[Mapping[str, Any]]) -> TextTable:
    rows = tuple(
        (
            f"{c + 1}班",
            str(size),
            *("" if one["means"][c] is None else _figure(one["means"][c]) for one in numbers),
        )
        for c, size in enumerate(report["sizes"])
    )
    return TextTable("各班人数和平均", ("班", "人数", *(one["name"] for one in numbers)), rows)


def _indices(indices: Sequence[Mapping[str, Any]]) -> TextTable:
    rows = tuple(
        (
            one["zh"],
            "" if one["value"] is None else _figure(one["value"]),
            one["grade"] or "",
            f"{one['source']}（{one['status']}）",
        )
        for one in indices
    )
    return TextTable("本市的指数", ("指数", "数值", "等次", "依据"), rows)


def _figure(value: float) -> str:
    return f"{value:.2f}"

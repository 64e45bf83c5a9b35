"""Where prose and a table give one indicator two values for one year, or for all its years."""

import re
from collections.abc import Iterator, Sequence

from xueyou.engines.reading.facts.similarity import core
from xueyou.engines.reading.result import Fact, Note

MOST = 2
LENGTH_OF_A_RANGE = len("2024-2028")
_LEVELS = frozenset({"eq", "reach", "ge", "keep", "all"})
_OVER_YEARS = re.compile(r"累计|[三五\d]年(?:内|间|来|共|新|累)|期间|共")
_FLOW = re.compile(
    r"新增|新建|改扩建|扩建|迁建|培训|招聘|引进|改造|补充|培养|资助|创建|评选|认定|更新"
)
_EDGES = re.compile(
    r"^(?:全[省市区县]|我[省市区县])|(?:稳定|保持|维持|达到|达|提高|控制)(?:在|到)?$|[()“”、,]"
)

_Key = tuple[str, str, str]


def table_notes(facts: Sequence[Fact]) -> list[Note]:
    """Compare the prose facts of a document with the cells of its tables.

    Only what is plainly the same is compared: name, unit and status agree, and the prose speaks
    of one year that the table has. What grows by a yearly amount (新增学位) may also be printed as
    the sum of all years. Notes are of kind amount, or sum where the years of a row are added up.
    """
    return list(_notes(facts))[:MOST]


def _notes(facts: Sequence[Fact]) -> Iterator[Note]:
    rows: dict[_Key, list[Fact]] = {}
    for fact in facts:
        if fact.source == "table" and fact.period:
            rows.setdefault(_key(fact), []).append(fact)
    seen: set[tuple[_Key, str]] = set()
    for fact in facts:
        key = _key(fact)
        year = (fact.period or "")[:4]
        row = rows.get(key)
        if row is None or not _is_plain(fact) or (key, year) in seen:
            continue
        seen.add((key, year))
        same = [cell for cell in row if (cell.period or "")[:4] == year]
        if not same or any(cell.value_canonical == fact.value_canonical for cell in same):
            continue
        if fact.kind == "ratio" or not _FLOW.search(fact.name):
            if not _OVER_YEARS.search(fact.quote):
                yield _amount(fact, same[0])
        elif len(row) >= 3 and sum(cell.value_canonical for cell in row) != fact.value_canonical:
            yield _sum(fact, row)


def _amount(fact: Fact, cell: Fact) -> Note:
    return Note(
        "amount",
        ((fact.start, fact.end), (cell.start, cell.end)),
        f"正文写{(fact.period or '')[:4]}年“{fact.name}”为{fact.number.text}，"
        f"表中同一年为{cell.quote}，两处数量不一致，请核对。",
    )


def _sum(fact: Fact, row: Sequence[Fact]) -> Note:
    total = sum(cell.value_canonical for cell in row)
    return Note(
        "sum",
        ((fact.start, fact.end), *((cell.start, cell.end) for cell in row)),
        f"正文写“{fact.name}”为{fact.number.text}，表中各年合计为{total:g}{fact.unit_canonical}，"
        "两处不相等，请核对。",
    )


def _is_plain(fact: Fact) -> bool:
    """Tell a prose fact that gives the level of one year for the whole."""
    return (
        fact.source != "table"
        and fact.comparator in _LEVELS
        and fact.kind in {"count", "ratio", "area", "years", "money"}
        and not (fact.scope or fact.quantifier or fact.per or fact.baseline or fact.distributive)
        and len(fact.period or "") != LENGTH_OF_A_RANGE
    )


def _key(fact: Fact) -> _Key:
    name = core(_EDGES.sub("", _EDGES.sub("", fact.name)))
    return name, fact.unit_canonical, fact.status

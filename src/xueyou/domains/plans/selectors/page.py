"""Lay a document out beside what was read in it: paragraphs and tables in reading order."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from xueyou.domains.plans.selectors.items import spans_of
from xueyou.domains.plans.selectors.segments import Block, Span, lines_as_blocks, paragraphs
from xueyou.domains.plans.selectors.views import HeadView, Paragraph, TableCellView, TableView
from xueyou.domains.plans.selectors.wording import period_words

Json = dict[str, Any]
SCRIPTS = {"simplified": "简体", "traditional": "繁体"}


def head_of(reading: Json) -> HeadView:
    """Return what the document says about itself."""
    doc = reading["doc"]
    script = str(doc["script"])
    return HeadView(
        doc_type=doc["doc_type"],
        issuer=doc["issuer"] or "",
        region=doc["region"] or "",
        script=next((zh for key, zh in SCRIPTS.items() if script.startswith(key)), script),
        period=period_words(doc["default_period"]) if doc["default_period"] else "",
        published_on=doc["publish_date"] or "",
        repaired=tuple(doc["noise"]),
    )


def blocks_of(
    reading: Json, text: str, spans: Iterable[Span] | None = None
) -> tuple[Paragraph | TableView, ...]:
    """Return paragraphs and tables in reading order, with every item marked in place.

    `spans`: the marks to set; by default those of all that was read.
    """
    tables = [_table(table, reading) for table in reading["tables"]]
    covered = [(table.start, table.end) for table in tables]
    blocks = [
        block
        for block in _blocks(reading, text)
        if not any(start < block.end and end > block.start for start, end in covered)
    ]
    marks = list(spans_of(reading) if spans is None else spans)
    shown: list[Paragraph | TableView] = [*paragraphs(text, blocks, marks), *tables]
    return tuple(sorted(shown, key=lambda block: block.start))


def _blocks(reading: Json, text: str) -> list[Block]:
    levels = {
        section["start"]: min(int(section["level"]) + 1, 6) for section in reading["sections"]
    }
    starts = sorted(levels)
    named = reading.get("blocks")
    if not named:
        return lines_as_blocks(text, levels)
    found = []
    for block in named:
        kind = {"title": "title", "heading": "heading", "chrome": "chrome", "units": "units"}.get(
            block["kind"], "body"
        )
        at = bisect_left(starts, block["start"])
        level = levels[starts[at]] if at < len(starts) and starts[at] < block["end"] else 0
        if kind == "heading":
            level = level or 2
        found.append(Block(block["start"], block["end"], kind, 1 if kind == "title" else level))
    return found


def _table(table: Json, reading: Json) -> TableView:
    items = {
        fact["number"]["start"]: fact["id"]
        for fact in reading["facts"]
        if fact.get("table") == table["id"]
    }
    header = tuple(
        TableCellView(text=name, item="", header=True, start=0, end=0) for name in table["columns"]
    )
    rows = [header] if header else []
    for row in table["rows"]:
        cells = [
            TableCellView(
                text=cell["quote"],
                item=items.get(cell["start"], ""),
                header=False,
                start=cell["start"],
                end=cell["end"],
            )
            for cell in row["cells"]
        ]
        label = TableCellView(
            text=row["name_raw"], item="", header=True, start=row["start"], end=row["end"]
        )
        number = TableCellView(text=str(row["no"]), item="", header=True, start=0, end=0)
        lead = [number, label] if len(cells) + 2 == len(header) else [label]
        rows.append((*lead, *cells))
    caption = table["caption"]["text"] if table["caption"] else ""
    return TableView(start=table["start"], end=table["end"], caption=caption, rows=tuple(rows))

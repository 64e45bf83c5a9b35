"""Owns a paper as the page shows it: laid out as it prints, its figures leading to their source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueyou.domains.plans.selectors.circulars import Footnote
from xueyou.formats.official import measures
from xueyou.formats.official.wording import (
    copied,
    listed_attachments,
    numbered,
    printed_day,
    printed_number,
)
from xueyou.kernel.papers.views import PaperView


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; `note` is the number of their footnote, 0 where there is none."""

    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or table of the replica."""

    kind: str
    level: int = 0
    runs: tuple[Run, ...] = ()
    caption: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An attachment of the replica."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Replica:
    """Everything the template prints of a paper."""

    letterhead: str
    number: str
    title: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    listed: tuple[str, ...]
    signer: str
    day: str
    enclosed: tuple[Enclosed, ...]
    copied: str
    issued_by: str
    issued: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One station of the paper's way: past, now or next."""

    name: str
    state: str
    said: str


def replica(content: Mapping[str, Any], notes: Sequence[Footnote]) -> Replica:
    """Return the paper as it prints, with the footnotes' numbers at their figures."""
    found = numbered(content["body"])
    by_text: dict[int, list[Footnote]] = {}
    for note in notes:
        by_text.setdefault(note.block, []).append(note)
    count = len(content["attachments"])
    return Replica(
        letterhead=content["organ"] + "文件",
        number=printed_number(content),
        title=tuple(measures.title_lines(content["title"])),
        addressee=content["addressee"].rstrip("：:"),
        blocks=tuple(_blocks(found, by_text)),
        listed=tuple(line.strip() for line in listed_attachments(content)),
        signer=content["signer_line"],
        day=printed_day(content["date"]),
        enclosed=tuple(
            Enclosed(
                "附件" if count == 1 else f"附件{number}",
                one["title"],
                tuple(_blocks(numbered(one["body"]), {})),
            )
            for number, one in enumerate(content["attachments"], 1)
        ),
        copied=copied(content["copies"]) if content["copies"] else "",
        issued_by=content["issued_by"],
        issued=f"{printed_day(content['issued_on'])}印发",
    )


def _blocks(found: list[dict[str, Any]], notes: Mapping[int, list[Footnote]]) -> Iterator[Block]:
    texts = 0
    for block in found:
        if block["type"] == "heading":
            words = (Run(block["number"] + block["text"]),)
            yield Block("heading", min(block["level"] + 2, 6), words)
        elif block["type"] == "text":
            yield Block("text", runs=tuple(_runs(block["text"], notes.get(texts, ()))))
            texts += 1
        else:
            yield Block(
                "table",
                caption=block["caption"],
                heads=tuple(column["title"] for column in block["columns"]),
                rows=tuple(tuple(row) for row in block["rows"]),
            )


def _runs(text: str, notes: Sequence[Footnote]) -> Iterator[Run]:
    place = 0
    for note in notes:
        if note.start > place:
            yield Run(text[place : note.start])
        yield Run(text[note.start : note.end], note.number)
        place = note.end
    if place < len(text):
        yield Run(text[place:])


def way(paper: PaperView, *, countersigned: bool, addressed: bool) -> tuple[Mark, ...]:
    """Return the stations of the paper's way, five at most."""
    names = ["drafted", "checked", *(["countersigned"] if countersigned else []), "signed"]
    names.append("numbered" if countersigned or not addressed else "served")
    if not countersigned:
        names.append("archived")
    words = {
        "drafted": "起草",
        "checked": "核稿",
        "countersigned": "会签",
        "signed": "签发",
        "numbered": "编号",
        "served": "编号印发",
        "archived": "归档",
    }
    reached = _reached(paper, names)
    marks = []
    for place, name in enumerate(names):
        state = "past" if place < reached else "now" if place == reached else ""
        marks.append(Mark(words[name], state, _said(paper, words[name], state)))
    return tuple(marks)


def _reached(paper: PaperView, names: list[str]) -> int:
    """Return how many stations lie behind; the one after them is where the paper is now."""
    state = paper.sheet.state
    if state == "withdrawn":
        return 0
    if state == "drafted":
        return 0 if paper.sent_back else 1
    order = ["drafted", "checked", "countersigned", "signed", "numbered", "served", "archived"]
    return sum(1 for name in names if order.index(name) <= order.index(state))


def _said(paper: PaperView, word: str, state: str) -> str:
    if state == "now":
        return "现在在这里"
    if state != "past":
        return ""
    labels = {"编号印发": ("印发送达", "编号")}.get(word, (word,))
    found = [step for step in paper.steps if step.label in labels or step.label.startswith(word)]
    return f"{found[-1].by} {found[-1].on.month}月{found[-1].on.day}日" if found else ""

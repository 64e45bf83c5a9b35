"""Where a summary stops reporting: what it says of shortcomings, and of next year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xueyou.engines.settling.problem import Paper

_SHORTCOMINGS = re.compile(r"问题|不足|困难|短板|差距|挑战|薄弱环节")
_NEXT = re.compile(r"打算|下一步|下步|明年|来年|工作思路|工作计划|努力方向|下年|展望")
_HEAD_LENGTH = 24
_OPENS_SHORTCOMINGS = re.compile(
    r"^[^。;:,\n]{0,12}(?:存在|面临|主要|仍有)[^。;:,\n]{0,8}(?:问题|困难|不足|短板|差距)[^。;\n]{0,10}[:。,]"
)
_POSTPONED = re.compile(r"推迟|延期|延至|顺延|结转|未能|尚未|滞后|暂缓")
_SENTENCE = re.compile(r"[^。;!\n]+")


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence of the summary that reports, with its span."""

    start: int
    end: int
    words: str
    """In normal characters, as long as the span."""


def silent_spans(summary: Paper, year: int) -> list[tuple[int, int]]:
    """Return the spans in which the summary speaks of shortcomings or of later years."""
    sections = sorted(summary.reading.get("sections") or (), key=lambda s: int(s["start"]))
    length = int(summary.doc.get("chars") or 0) + len(summary.text) + 1
    spans = []
    for index, section in enumerate(sections):
        title = str(section["title"])[:_HEAD_LENGTH]
        if not (_SHORTCOMINGS.search(title) or _is_of_later(title, year)):
            continue
        later = (s for s in sections[index + 1 :] if int(s["level"]) <= int(section["level"]))
        end = next((int(s["start"]) for s in later), length)
        spans.append((int(section["start"]), end))
    return spans + list(_silent_paragraphs(summary))


def _is_of_later(title: str, year: int) -> bool:
    if str(year) in title and re.search("总结|成效|回顾|工作情况", title):
        return False
    return bool(_NEXT.search(title)) or str(year + 1) in title


def _silent_paragraphs(summary: Paper) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", summary.folded):
        if _OPENS_SHORTCOMINGS.search(line.group().strip()):
            yield line.span()


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a position lies in one of the spans."""
    return any(start <= at < end for start, end in spans)


def deeds_of(summary: Paper, year: int) -> list[Deed]:
    """Return the sentences that report, headings left out; without a text, what was quoted."""
    silent = silent_spans(summary, year)
    found = _sentences(summary) if summary.text else _quotes(summary)
    return [
        deed
        for deed in found
        if not inside(deed.start, silent) and not _speaks_of_later(deed.words, year)
    ]


def _sentences(summary: Paper) -> Iterator[Deed]:
    titles = [
        (int(thing["start"]), int(thing["end"]))
        for kind in ("sections", "tasks")
        for thing in summary.reading.get(kind) or ()
    ]
    first_line = len(summary.title)
    for found in _SENTENCE.finditer(summary.folded):
        words = found.group()
        start = found.start() + len(words) - len(words.lstrip())
        end = found.end()
        is_title = any(a <= start and end <= b + 1 for a, b in titles) or start < first_line
        if len(words.strip()) >= 6 and not is_title:
            yield Deed(start, end, words.strip())


def _quotes(summary: Paper) -> Iterator[Deed]:
    seen: set[tuple[int, int]] = set()
    for kind in ("facts", "projects", "milestones"):
        for thing in summary.reading.get(kind) or ():
            if thing.get("status") in {"target", "planned"}:
                continue
            span = (int(thing["start"]), int(thing["end"]))
            if span not in seen:
                seen.add(span)
                yield Deed(*span, str(thing["quote"]))


def _speaks_of_later(words: str, year: int) -> bool:
    """Tell whether a sentence is about later years and does not say that something slipped."""
    later = str(year + 1) in words or re.match(r"(?:明年|下一步|下步|今后)", words)
    return bool(later) and not _POSTPONED.search(words) and not re.search("起执行|起实施", words)

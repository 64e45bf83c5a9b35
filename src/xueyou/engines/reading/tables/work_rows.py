"""Rows that are pieces of work: a task, who answers for it, by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.tables.columns import Role
from xueyou.engines.reading.tables.understand import Understood
from xueyou.engines.reading.units import split_units


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of a list of work; spans are raw. `units` are (role, span, names)."""

    no: str
    title: str
    span: Span
    body: Span
    units: tuple[tuple[str, Span, tuple[str, ...]], ...]
    deadline: tuple[Span, str] | None


def work_rows(raw: str, seen: Understood) -> Iterator[WorkRow]:
    """Give the rows of a table of work: it names who answers, or calls its rows tasks."""
    roles = [column.role for column in seen.columns]
    if Role.DUTY not in roles and Role.WORK not in roles:
        return
    if Role.DUTY not in roles and Role.VALUE in roles:
        return
    title_at = roles.index(Role.WORK) if Role.WORK in roles else roles.index(Role.NAME)
    last: Span | None = None
    for spans, words in zip(seen.spans, seen.words, strict=True):
        span = spans[title_at]
        if span is None or span[0] == span[1] or span == last or _is_group(spans):
            continue
        last = span
        filled = [cell for cell in spans if cell and cell[1] > cell[0]]
        yield WorkRow(
            no=_number(words, roles),
            title=_title(words[title_at]),
            span=_title_span(span, words[title_at]),
            body=(min(s for s, _ in filled), max(e for _, e in filled)),
            units=tuple(_units(raw, seen, spans)),
            deadline=_deadline(seen, spans, words),
        )


def _is_group(spans: tuple[Span | None, ...]) -> bool:
    return len({span for span in spans if span and span[1] > span[0]}) == 1


def _title_span(span: Span, words: str) -> Span:
    """Give the raw span of the title of a cell; the whole cell where its words are wrapped."""
    return (span[0], span[0] + len(_title(words))) if span[1] - span[0] == len(words) else span


def _number(words: tuple[str, ...], roles: list[Role]) -> str:
    return words[roles.index(Role.NUMBER)] if Role.NUMBER in roles else ""


def _title(words: str) -> str:
    """Give the first sentence of a task cell, its own number dropped only from long cells."""
    stop = re.search(r"[。;；:：]", words)
    return words[: stop.start()] if stop and stop.start() >= 4 else words


def _units(
    raw: str, seen: Understood, spans: tuple[Span | None, ...]
) -> Iterator[tuple[str, Span, tuple[str, ...]]]:  # fmt: skip
    for index, column in enumerate(seen.columns):
        span = spans[index]
        if column.role is not Role.DUTY or span is None:
            continue
        names = split_units(re.sub(r"\s*\n\s*", "", raw[span[0] : span[1]]))
        if names:
            yield column.header, span, names


def _deadline(
    seen: Understood, spans: tuple[Span | None, ...], words: tuple[str, ...]
) -> tuple[Span, str] | None:  # fmt: skip
    for index, column in enumerate(seen.columns):
        span = spans[index]
        if column.role is Role.DEADLINE and span and words[index]:
            return span, words[index]
    return None

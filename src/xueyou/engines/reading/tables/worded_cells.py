"""Cells that hold sentences with figures in them: what is wanted, by whom, in words."""

import re
from collections.abc import Iterator

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.tables.columns import Role
from xueyou.engines.reading.tables.understand import Understood
from xueyou.engines.reading.tables.values import read_cell

_WORDED = re.compile(r"\d|全覆盖|清零|成以上|百分之")
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")


def worded_cells(seen: Understood) -> Iterator[tuple[Span, int | None]]:
    """Give the body cells whose words may hold figures of their own, each once.

    Raw span and the year that the column's header names.

    Names of rows are read only where the rows are work: elsewhere they name indicators.
    """
    roles = [column.role for column in seen.columns]
    work = Role.DUTY in roles or Role.WORK in roles
    wanted = {Role.WORK, Role.OTHER, *([Role.NAME] if work else [])}
    last: dict[int, Span | None] = {}
    for spans, words in zip(seen.spans, seen.words, strict=True):
        for index, role in enumerate(roles):
            span = spans[index]
            if role not in wanted or span is None or span == last.get(index):
                continue
            last[index] = span
            worded = _WORDED.search(words[index]) and _HAN.search(words[index])
            if worded and read_cell(words[index]) is None:
                yield span, seen.columns[index].year

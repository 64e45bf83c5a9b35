"""Owns the canonical inputs: the four tables in their one writing, whatever file they came from.

UTF-8 with LF; the fixed columns, then the others by name; rows sorted; cells exact. Two folders
that say the same give the same bytes, so their digests are what is committed.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueyou.formats.canonical_csv import NEEDS_QUOTES, lines_csv, quoted
from xueyou.rulebook.language.model import Fact, Rulebook
from xueyou.rulebook.tables.cells import Cells, printed
from xueyou.rulebook.tables.inputs import HEADS, Inputs

Texts = tuple[Sequence[str], NDArray[np.int64]]
"""A column: distinct texts, and which of them each row holds."""


def applicants_csv(rulebook: Rulebook, inputs: Inputs) -> bytes:
    """Return applicants.csv: applicant, group, then the facts by name; by applicant."""
    every = np.arange(inputs.count, dtype=np.int64)
    cells = inputs.group_cells()
    columns: list[Texts] = [(inputs.applicants, every), (cells, every)]
    names = sorted(rulebook.facts)
    columns += [_typed(rulebook.facts[name], inputs.facts[name], inputs) for name in names]
    return _csv((*HEADS["applicants"], *names), columns, inputs.count)


def choices_csv(rulebook: Rulebook, inputs: Inputs) -> bytes:
    """Return choices.csv: by applicant, then batch as text, then rank."""
    ids = [batch.id for batch in rulebook.batches]
    by_text = np.argsort(np.argsort(np.asarray(ids, dtype=object), kind="stable"), kind="stable")
    batch = np.concatenate(
        [np.full(len(b.choice_rank), n, np.int64) for n, b in enumerate(inputs.batches)]
    )
    applicant, rank, option = (
        np.concatenate([getattr(b, name) for b in inputs.batches]).astype(np.int64)
        for name in ("choice_applicant", "choice_rank", "choice_option")
    )
    if len(ids) > 1:
        order = np.lexsort((rank, by_text[batch], applicant))
        batch, applicant, rank, option = (c[order] for c in (batch, applicant, rank, option))
    ranks = [str(n) for n in range(int(rank.max(initial=0)) + 1)]
    columns = [
        (inputs.applicants, applicant),
        (ids, batch),
        (ranks, rank),
        (inputs.options, option),
    ]
    return _csv(HEADS["choices"], columns, len(rank))


def options_csv(rulebook: Rulebook, inputs: Inputs) -> bytes:
    """Return options.csv: option, batch, places, then the attributes by name; by option, batch."""
    names = sorted(rulebook.attributes)
    rows = sorted(
        (inputs.options[option], rulebook.batches[n].id, n, option)
        for n, batch in enumerate(inputs.batches)
        for option in batch.offered.tolist()
    )
    lines = []
    for id, batch_id, n, option in rows:
        given = inputs.batches[n]
        line = [id, batch_id, str(int(given.places[option]))]
        for name in names:
            cells = given.attributes[name]
            one = cells.values[option : option + 1]
            known = bool(cells.known[option])
            line.append(printed(rulebook.attributes[name], one, inputs.codes)[0] if known else "")
        lines.append(line)
    return lines_csv((*HEADS["options"], *names), lines)


def quotas_csv(rulebook: Rulebook, inputs: Inputs) -> bytes:
    """Return quotas.csv: by batch, option, pool."""
    lines = sorted(
        [rulebook.batches[n].id, inputs.options[quota.option], quota.pool, str(quota.places)]
        for n, batch in enumerate(inputs.batches)
        for quota in batch.quotas
    )
    return lines_csv(HEADS["quotas"], lines)


def _typed(fact: Fact, cells: Cells, inputs: Inputs) -> Texts:
    """Return a fact's column, each distinct value written once; unknown is the empty text."""
    if fact.type == "place":
        texts = printed(fact, cells.values, inputs.codes)
        every = np.arange(len(texts), dtype=np.int64)
        return [t if k else "" for t, k in zip(texts, cells.known.tolist(), strict=True)], every
    values, place = distinct(cells.values[cells.known])
    where = np.zeros(len(cells.known), dtype=np.int64)
    where[cells.known] = place + 1
    return ["", *printed(fact, values, inputs.codes)], where


def distinct(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (distinct values, ascending; the place of each row's among them)."""
    order = np.argsort(values, kind="stable")
    first = np.ones(len(values), dtype=np.bool_)
    first[1:] = values[order[1:]] != values[order[:-1]]
    place = np.zeros(len(values), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    return values[order[first]], place


def _csv(heads: Sequence[str], columns: Sequence[Texts], rows: int) -> bytes:
    """Return the columns as CSV, joined row by row without a loop over rows."""
    head = (",".join(map(quoted, heads)) + "\n").encode()
    if not rows:
        return head
    cells = [_arrow(texts).take(pa.array(place)) for texts, place in columns]
    lines = pc.binary_join_element_wise(*cells[:-1], _ended(cells[-1]), _text(","))
    return head + _joined(lines)


def _arrow(texts: Sequence[str]) -> pa.Array:
    column = pa.array(texts, type=pa.large_string())
    if pc.any(pc.match_substring_regex(column, NEEDS_QUOTES)).as_py():
        return pa.array([quoted(text) for text in texts], type=pa.large_string())
    return column


def _ended(column: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(column, _text("\n"), _text(""))


def _text(text: str) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())


def _joined(lines: pa.Array) -> bytes:
    """Return the texts of an array one after another: the bytes it holds already."""
    _, offsets, data = lines.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)
    first, last = int(ends[lines.offset]), int(ends[lines.offset + len(lines)])
    return bytes(memoryview(data)[first:last])

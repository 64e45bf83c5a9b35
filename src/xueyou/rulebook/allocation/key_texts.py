"""Owns keys in words: what each part of a key says of the applicant whose key it is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import TRUE, Everybody, Integers, Pairs
from xueyou.rulebook.allocation.families import Families
from xueyou.rulebook.allocation.keys import KeyMaker, Step, key_steps
from xueyou.rulebook.allocation.outcome import BatchOutcome, Holdings
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language import exact
from xueyou.rulebook.language.model import Term
from xueyou.rulebook.tables.cells import Cells, printed
from xueyou.rulebook.tables.inputs import Inputs


class KeyTexts:
    """Writes out keys of one batch, part by part as `keys.key_steps` lists them."""

    def __init__(
        self,
        everybody: Everybody,
        batch: BatchOutcome,
        holdings: Holdings,
        tickets: Tickets | None,
    ) -> None:
        self.everybody, self.batch, self.drawn = everybody, batch, tickets
        self.rulebook, self.inputs = everybody.rulebook, everybody.inputs
        self.rules = self.rulebook.batches[batch.number]
        self.families = Families(everybody, batch.number, holdings)
        self.maker = KeyMaker(everybody, batch.number, tickets, self.families.at)

    def of(self, slots: Integers) -> list[tuple[str, ...]]:
        """Return the key of the unit of each slot there, as texts."""
        batch = self.batch
        choice = batch.slot_choice[slots]
        who = batch.slot_decider[slots].astype(np.int64)
        option = batch.choice_option[choice].astype(np.int64)
        rank = batch.choice_rank[choice].astype(np.int64)
        pairs = Pairs(self.everybody, batch.number, who, option, rank, self.families.at)
        pool = np.asarray([p.pool for p in batch.pools], dtype=np.int64)[
            batch.problem.slot_pool[slots]
        ]
        unit = np.searchsorted(batch.problem.slot_start, slots, side="right") - 1
        smallest = batch.unit_member[batch.unit_start[unit]]
        columns: dict[Step, list[str]] = {}
        steps = [key_steps(self.rules, one) for one in self.rules.pools]
        for step in {step for own in steps for step in own}:
            if step.kind == "own":
                columns[step] = [str(int(not own)) for own in batch.slot_own[slots].tolist()]
            elif step.kind == "id":
                columns[step] = [self.inputs.applicants[int(one)] for one in smallest]
            elif step.kind == "ticket":
                columns[step] = self._tickets(self.inputs.group[smallest], option)
            else:
                columns[step] = self._column(step, pairs)
        return [
            tuple(columns[step][row] for step in steps[place])
            for row, place in enumerate(pool.tolist())
        ]

    def _column(self, step: Step, pairs: Pairs) -> list[str]:
        if step.kind == "secured":
            return [str(int(not has)) for has in pairs.secured().tolist()]
        if step.kind == "rank":
            return [str(rank) for rank in pairs.rank.tolist()]
        if step.kind == "band":
            return _whole(self.maker.band().take(pairs.who))
        assert step.term is not None
        return self._term(step.term, pairs)

    def _term(self, term: Term, pairs: Pairs) -> list[str]:
        word = term.key[0]
        if word in ("asc", "desc"):
            return fact_texts(self.everybody, term.key[1], pairs.who)
        if word == "when":
            return [str(int(truth != TRUE)) for truth in pairs.truth(term.key[1]).tolist()]
        if word == "distance":
            return _whole(pairs.distance())
        if word == "levels":
            counts = [count[pairs.who] for count in self.maker.level_counts(term.key[1])]
            return [",".join(map(str, row)) for row in zip(*counts, strict=True)]
        return self._tickets(self.inputs.group[pairs.who], pairs.option)

    def _tickets(self, group: NDArray[np.int32], option: Integers) -> list[str]:
        lottery = self.rulebook.lottery
        assert lottery is not None
        assert self.drawn is not None
        return [
            self.drawn.hexadecimal(lottery, self.inputs.group_ids[g], self.inputs.options[o])
            for g, o in zip(group.tolist(), option.tolist(), strict=True)
        ]


def fact_texts(everybody: Everybody, name: str, who: Integers) -> list[str]:
    """Return a fact of some applicants in its canonical writing, "" where unknown."""
    cells = everybody.cells(name).take(who)
    fact = everybody.rulebook.facts.get(name)
    if fact is None:
        scale = everybody.rulebook.scale(name)
        texts = [exact.printed(value, scale) for value in cells.values.tolist()]
    else:
        rows = np.flatnonzero(cells.known)
        texts = [""] * len(who)
        for row, text in zip(
            rows.tolist(), printed(fact, cells.values[rows], everybody.inputs.codes), strict=True
        ):
            texts[row] = text
    return [text if known else "" for text, known in zip(texts, cells.known.tolist(), strict=True)]


def _whole(cells: Cells) -> list[str]:
    return [
        str(value) if known else ""
        for value, known in zip(
            cells.values.tolist(), np.broadcast_to(cells.known, cells.values.shape).tolist(),
            strict=True,
        )
    ]  # fmt: skip


def holdings_before(inputs: Inputs, batches: Sequence[BatchOutcome], number: int) -> Holdings:
    """Return who held what as a batch began."""
    held = Holdings(np.full(inputs.count, -1, np.int32), np.zeros(inputs.count, np.int32))
    for batch in batches[:number]:
        held = batch.taken(held)
    return held

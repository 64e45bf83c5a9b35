"""Owns what a simulation counts: who got a place and a first choice, in all and by a stated fact.

Groups are told by codes and flags only. Scores and levels are no groups: who had which marks and
got where is a ranking of schools by examination, which nobody is shown.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs

EVERYBODY = "*"
GROUPING = ("code", "flag")
MOST_GROUPS = 500

Measured = tuple[str, str, str]
"""(group, measure, value)"""

Groups = Sequence[tuple[str, NDArray[np.bool_]]]


def groups(rulebook: Rulebook, inputs: Inputs, by: Sequence[str]) -> Groups:
    """Return everybody, then for each fact its values in order, unknown last.

    Raises ValueError with a sentence where a fact cannot group.
    """
    found = [(EVERYBODY, np.ones(inputs.count, dtype=np.bool_))]
    for name in by:
        fact = rulebook.facts.get(name)
        if fact is None:
            known = "、".join(f.name for f in rulebook.facts.values() if f.type in GROUPING)
            raise ValueError(f"规则里没有“{name}”这项。可以按这些分组：{known or '没有'}。")
        if fact.type not in GROUPING:
            raise ValueError(f"不能按“{fact.zh}”分组：只按代码或是否分组，不按分数、等级和日期。")
        cells = inputs.facts[name]
        values = np.unique(cells.values[cells.known]).tolist()
        if len(values) > MOST_GROUPS:
            raise ValueError(f"“{fact.zh}”有 {len(values)} 种值，最多按 {MOST_GROUPS} 种分组。")
        texts = {v: inputs.codes.texts[v] if fact.type == "code" else str(v) for v in values}
        for value in sorted(values, key=lambda v: texts[v]):
            found.append((f"{name}={texts[value]}", cells.known & (cells.values == value)))
        if not cells.known.all():
            found.append((f"{name}=", ~cells.known))
    return found


def measured(
    known: Groups, inputs: Inputs, outcome: Outcome, first: Outcome | None
) -> Iterator[Measured]:
    """Yield every measure of every group; `moved` is against the first variant's outcome."""
    option, rank, completed = placed_at(inputs, outcome)
    placed = option >= 0
    firsts = placed & (rank == 1) & ~completed
    moved = None if first is None else option != placed_at(inputs, first)[0]
    for name, members in known:
        count = int(members.sum())
        counted = {
            "applicants": members,
            "placed": placed & members,
            "first_choice": firsts & members,
            "completed": completed & members,
        }
        if moved is not None:
            counted["moved"] = moved & members
        for measure, who in counted.items():
            yield name, measure, str(int(who.sum()))
        for measure in ("placed", "first_choice"):
            if count:
                yield name, f"{measure}_share", share(int(counted[measure].sum()), count)


def placed_at(
    inputs: Inputs, outcome: Outcome
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each applicant (option or -1, rank of the choice, from a made list)."""
    option = np.full(inputs.count, -1, dtype=np.int64)
    rank = np.zeros(inputs.count, dtype=np.int64)
    completed = np.zeros(inputs.count, dtype=np.bool_)
    for found in outcome.batches:
        here = outcome.place_batch == found.number
        choice = found.slot_choice[outcome.place_slot[here]]
        option[here] = found.choice_option[choice]
        rank[here] = found.choice_rank[choice]
        completed[here] = found.completes
    return option, rank, completed


def share(part: int, whole: int) -> str:
    """Return part / whole with six decimals, halves up; exact integers, no floating point."""
    millionths = (2 * part * 1_000_000 + whole) // (2 * whole)
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"

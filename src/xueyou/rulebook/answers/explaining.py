"""Owns what is said to one person of his result: each choice in order, with its reason.

An `Explainer` looks at a run's outcome and says nothing that is not in it: the numbers come from
the tables, the keys and the cut-offs of that run.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from xueyou.rulebook.allocation.evaluating import Everybody
from xueyou.rulebook.allocation.outcome import NO_CHOICE, PLACED, REASONS, Outcome
from xueyou.rulebook.allocation.result_tables import waiting
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.answers.batch_view import BatchView
from xueyou.rulebook.answers.explained_needs import Needs
from xueyou.rulebook.answers.explained_pools import Pools
from xueyou.rulebook.answers.explanation import (
    ChoiceExplained,
    Grounds,
    Held,
    PersonExplained,
    Said,
)
from xueyou.rulebook.answers.naming import Naming
from xueyou.rulebook.answers.old_lists import plain
from xueyou.rulebook.answers.reason_sentences import sentence
from xueyou.rulebook.answers.remedies import remedy, way_out
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs

FIRST = "没有录取。"
"""What somebody without a place is told before anything else."""


class Explainer:
    """Explains one run, one applicant (by number) at a time."""

    def __init__(
        self, rulebook: Rulebook, inputs: Inputs, outcome: Outcome, tickets: Tickets | None
    ) -> None:
        self.rulebook, self.inputs, self.outcome = rulebook, inputs, outcome
        self.naming = Naming(rulebook, inputs)
        everybody = Everybody(rulebook, inputs)
        self._views = [
            BatchView(everybody, outcome, number, tickets) for number in range(len(outcome.batches))
        ]

    def find(self, id: str) -> int | None:
        """Return the number of an applicant; full-width signs and blanks do not matter.

        None where nobody, or more than one, is called so.
        """
        ids = self.inputs.applicants
        found = [n for n, one in enumerate(ids) if one == id]
        found = found or [n for n, one in enumerate(ids) if plain(one) == plain(id)]
        return found[0] if len(found) == 1 else None

    def explain(self, applicant: int) -> PersonExplained:
        """Return everything that is said to one applicant."""
        choices: list[ChoiceExplained] = []
        for view in self._views:
            unit = view.unit_of(applicant)
            if unit >= 0:
                choices += [self._choice(view, unit, c, applicant) for c in view.choices(unit)]
        place = self.place(applicant)
        own = [c for c in choices if place is not None and _is(c, place)]
        last = own[0] if own else (choices[-1] if choices else None)
        unknown = self._never_listed(applicant)
        if last is None or (place is None and unknown is not None):
            last_said = unknown or Said(NO_CHOICE, {"who": self.naming.who}, Grounds((), 0))
            code, zh = last_said.code, sentence(last_said.code, last_said.variant, last_said.data)
            facts = last_said.facts
        else:
            code, zh = last.said.code, last.head + last.zh
            facts = tuple(fact for choice in choices for fact in choice.said.facts)
        if place is None:
            zh = FIRST + zh.replace(FIRST, "")
        group = self.inputs.group[applicant]
        members = [self.inputs.applicants[m] for m in (self.inputs.group == group).nonzero()[0]]
        return PersonExplained(
            applicant=self.inputs.applicants[applicant],
            group=tuple(members) if len(members) > 1 else (),
            place=place,
            reason=code,
            zh=zh,
            can="" if place is not None else self._way_out(applicant, facts),
            choices=tuple(choices),
        )

    def _way_out(self, applicant: int, facts: Sequence[str]) -> str:
        turns: dict[str, int] = {}
        for option, position in self._turns.get(self.inputs.applicants[applicant], ()):
            turns[option] = min(position, turns.get(option, position))
        return way_out(self.rulebook, self.naming.who, facts, tuple(turns.items()))

    @cached_property
    def _turns(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Return by applicant his turns for places that are refilled when given up."""
        named = {id: self.naming.option(number) for number, id in enumerate(self.inputs.options)}
        found: dict[str, list[tuple[str, int]]] = {}
        for batch, option, _, position, id in waiting(self.inputs, self.outcome):
            if self.rulebook.batch(str(batch)).refill == "next":
                found.setdefault(str(id), []).append((named[str(option)], int(position)))
        return found

    def place(self, applicant: int) -> Held | None:
        """Return the place an applicant has in the end."""
        number = int(self.outcome.place_batch[applicant])
        if number < 0:
            return None
        view, slot = self._views[number], int(self.outcome.place_slot[applicant])
        choice = int(view.found.slot_choice[slot])
        return Held(
            batch=view.batch.id,
            option=self.inputs.options[int(view.found.choice_option[choice])],
            rank=int(view.found.choice_rank[choice]),
            pool=view.found.pools[view.pool_number(slot)].name,
        )

    def option(self, batch: str, option: str) -> str:
        """Return what an option of a batch is called."""
        name = self.naming.option(list(self.inputs.options).index(option))
        return f"{self.rulebook.batch(batch).zh}“{name}”"

    def called(self, place: Held) -> str:
        """Return what a place is called: batch, choice, option."""
        option = list(self.inputs.options).index(place.option)
        return self.naming.head(self.rulebook.batch(place.batch), place.rank, option)[:-1]

    def _choice(self, view: BatchView, unit: int, choice: int, applicant: int) -> ChoiceExplained:
        found = view.found
        option, rank = int(found.choice_option[choice]), int(found.choice_rank[choice])
        said = self._said(view, unit, choice, applicant)
        return ChoiceExplained(
            batch=view.batch.id,
            rank=rank,
            option=self.inputs.options[option],
            head=self.naming.head(view.batch, rank, option),
            zh=sentence(said.code, said.variant, said.data),
            can="" if said.code in PLACED else remedy(self.rulebook, said.facts),
            said=said,
        )

    def _said(self, view: BatchView, unit: int, choice: int, applicant: int) -> Said:
        pools = Pools(view, self.naming)
        reason = REASONS[int(view.found.choice_reason[choice])]
        if reason == "came_about":
            later = self.place(applicant)
            if later is not None and later.batch != view.batch.id:
                return self._given_up(view, later)
            return pools.placed(unit, choice)
        if reason == "placed_earlier":
            return self._placed_earlier(view, unit)
        if reason == "placed_higher":
            return self._placed_higher(view, unit)
        if reason == "no_pool":
            return pools.none(applicant)
        if reason in ("no_places", "group_not_fitting", "outranked"):
            return pools.turned_away(reason, unit, choice)
        needs = Needs(view, self.outcome, self.naming)
        return needs.said(reason, unit, choice)

    def _given_up(self, view: BatchView, later: Held) -> Said:
        batch = self.rulebook.batch(later.batch)
        data = {
            "who": self.naming.who,
            "later": [later.batch, later.option],
            "later_batch": batch.zh,
            "later_option": self.naming.option(list(self.inputs.options).index(later.option)),
        }
        return Said("placed", data, self.naming.grounds(view.batch, "locks"), "given_up")

    def _placed_higher(self, view: BatchView, unit: int) -> Said:
        choice = int(view.found.slot_choice[int(view.placed_slots[unit])])
        option, rank = int(view.found.choice_option[choice]), int(view.found.choice_rank[choice])
        data = {
            "who": self.naming.who,
            "held_rank": rank,
            "held": self.inputs.options[option],
            "held_choice": self.naming.choice(view.batch, rank, option),
        }
        return Said("placed_higher", data, self.naming.grounds(view.batch, "choices"))

    def _placed_earlier(self, view: BatchView, unit: int) -> Said:
        for earlier in self._views[: view.found.number]:
            if not earlier.batch.locks:
                continue
            for member in view.members(unit):
                own = earlier.unit_of(member)
                slot = int(earlier.placed_slots[own]) if own >= 0 else -1
                if slot >= 0:
                    return self._locked(earlier, slot, member, view.members(unit))
        raise AssertionError("a held unit holds a place of a batch that locks")

    def _locked(self, earlier: BatchView, slot: int, member: int, members: list[int]) -> Said:
        option = int(earlier.found.choice_option[int(earlier.found.slot_choice[slot])])
        data = {
            "who": self.naming.who,
            "holder": self.naming.holder([member], len(members)),
            "member": self.inputs.applicants[member],
            "batch": earlier.batch.id,
            "held_batch": earlier.batch.zh or earlier.batch.id,
            "held": self.inputs.options[option],
            "held_option": self.naming.option(option),
        }
        return Said("placed_earlier", data, self.naming.grounds(earlier.batch, "locks"))

    def _never_listed(self, applicant: int) -> Said | None:
        """Say that the last batch made no list for somebody whose place nobody entered."""
        for view in reversed(self._views):
            if applicant in view.found.placeless:
                grounds = self.naming.grounds(view.batch, "choices")
                data = {"who": self.naming.who, "batch": view.batch.id}
                return Said("fact_missing", data, grounds, "place", ("place",))
            if view.unit_of(applicant) >= 0:
                return None
        return None


def _is(choice: ChoiceExplained, place: Held) -> bool:
    return (choice.batch, choice.option) == (place.batch, place.option)

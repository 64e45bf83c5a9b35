"""Owns appeals: what corrected facts would have given, and the places that must be added for it.

A whole new run with the corrected facts says which place an appellant was owed. He gets it as an
added place, inside the legal class size; everybody else keeps what he has, whatever that run would
have done to him. A correction that would have given less takes nothing away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.answers.corrections import Correction, corrected
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import ChoiceExplained, Held
from xueyou.rulebook.answers.sealed import Sealed
from xueyou.rulebook.answers.vacancies import Vacancies
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.inputs import Inputs

CAUSES = ("fact_corrected", "group_member", "follows", "displaced")
"""Why a place differs: own fact; that of one applied with; a gain, a loss through others' moves."""
RESULTS = ("cured", "no_room", "no_change", "kept")
"""What came of an appellant: an added place; none is lawful; the same place; less, so kept."""

CHANGES = ("applicant", "batch_before", "option_before", "batch_after", "option_after", "cause")
PLACES = (
    "batch",
    "option",
    "pool",
    "places",
    "placed",
    "vacant",
    "gained",
    "freed",
    "added",
    "heads_after",
    "class_limit",
    "allowed",
)
APPEALS = ("applicant", "result", "zh")


@dataclass(frozen=True, slots=True)
class Change:
    """One applicant's place before and after."""

    applicant: str
    before: Held | None
    after: Held | None
    cause: str

    def row(self) -> tuple[str, ...]:
        """Return the line of changes.csv."""
        was, now = self.before, self.after
        return (
            self.applicant,
            was.batch if was else "",
            was.option if was else "",
            now.batch if now else "",
            now.option if now else "",
            self.cause,
        )


@dataclass(frozen=True, slots=True)
class PlaceNeed:
    """What cures ask of one pool; `class_limit` None where the rules give none for the option."""

    batch: str
    option: str
    pool: str
    places: int
    placed: int
    vacant: int
    gained: int
    freed: int
    added: int
    heads_after: int
    class_limit: int | None
    allowed: bool

    def row(self) -> tuple[str | int, ...]:
        """Return the line of places.csv."""
        limit: str | int = "" if self.class_limit is None else self.class_limit
        counts = (self.places, self.placed, self.vacant, self.gained, self.freed, self.added)
        said = "yes" if self.allowed else "no"
        return (self.batch, self.option, self.pool, *counts, self.heads_after, limit, said)


@dataclass(frozen=True, slots=True)
class Appealed:
    """`changes`: who moves; `counterfactual`: whom a new run would have moved; by applicant."""

    changes: tuple[Change, ...]
    counterfactual: tuple[Change, ...]
    places: tuple[PlaceNeed, ...]
    appeals: tuple[tuple[str, str, str], ...]

    @property
    def allowed(self) -> bool:
        """Whether every place that is owed may lawfully be added."""
        return all(need.allowed for need in self.places)


def appeal(sealed: Sealed, corrections: Sequence[Correction], *, threads: int = 1) -> Appealed:
    """Return what corrected facts change. Raises what `allocate` raises."""
    inputs = corrected(sealed.inputs, corrections)
    outcome = allocate(sealed.rulebook, inputs, sealed.tickets, threads=threads)
    before = Explainer(sealed.rulebook, sealed.inputs, sealed.outcome, sealed.tickets)
    after = Explainer(sealed.rulebook, inputs, outcome, sealed.tickets)
    own = {correction.applicant for correction in corrections}
    parties = own | set(_bound_with(sealed.rulebook, inputs, own))
    owed = {
        who: Change(
            inputs.applicants[who],
            before.place(who),
            after.place(who),
            "fact_corrected" if who in own else "group_member",
        )
        for who in sorted(parties)
    }
    better = [c for c in owed.values() if _gain(sealed.rulebook, c.before, c.after) > 0]
    vacancies = Vacancies(sealed)
    cured = _lawful(better, vacancies)
    everybody = (_moved(who, before, after, owed, sealed.rulebook) for who in range(inputs.count))
    results = {who: _result(c, cured, sealed.rulebook) for who, c in owed.items()}
    return Appealed(
        changes=tuple(cured),
        counterfactual=tuple(change for change in everybody if change is not None),
        places=_places(better, cured, vacancies),
        appeals=tuple(
            (c.applicant, results[who], _sentence(c, results[who], after))
            for who, c in owed.items()
        ),
    )


def _bound_with(rulebook: Rulebook, inputs: Inputs, own: Iterable[int]) -> list[int]:
    if not any(batch.group.bind for batch in rulebook.batches):
        return []
    numbers = {int(inputs.group[who]) for who in own}
    return [who for who, group in enumerate(inputs.group.tolist()) if group in numbers]


def _gain(rulebook: Rulebook, before: Held | None, after: Held | None) -> int:
    """Return 1 where a place is better than the one before, -1 where it is worse, 0 the same."""
    if after is None or before is None:
        return (after is not None) - (before is not None)
    if before.batch == after.batch:
        return (before.rank > after.rank) - (before.rank < after.rank)
    order = [batch.id for batch in rulebook.batches]
    earlier = min(before, after, key=lambda place: order.index(place.batch))
    # A batch that locks comes first for the family too; one that does not is given up for a later.
    wanted = (
        earlier if rulebook.batch(earlier.batch).locks else (after if earlier is before else before)
    )
    return 1 if wanted is after else -1


def _lawful(better: Sequence[Change], vacancies: Vacancies) -> list[Change]:
    """Leave out who is owed a place at an option whose classes would be too big.

    A place that is not given frees none either, so it is asked again until nothing changes.
    """
    cured = list(better)
    while True:
        heads = vacancies.heads(cured)
        left = [c for c in cured if c.after is not None and not vacancies.too_many(c.after, heads)]
        if len(left) == len(cured):
            return cured
        cured = left


def _places(
    better: Sequence[Change], cured: Sequence[Change], vacancies: Vacancies
) -> tuple[PlaceNeed, ...]:
    gained = Counter(_pool(c.after) for c in better if c.after is not None)
    freed = Counter(_pool(c.before) for c in cured if c.before is not None)
    given = {_pool(c.after) for c in cured if c.after is not None}
    wished = vacancies.heads(better)
    found = []
    for at in sorted(set(gained) | set(freed)):
        batch, option, pool = at
        vacant = vacancies.vacant(batch, option, pool)
        wanted = max(0, gained[at] - freed[at])
        places, placed = vacancies.counts(batch, option, pool)
        found.append(
            PlaceNeed(
                batch=batch,
                option=option,
                pool=pool,
                places=places,
                placed=placed,
                vacant=vacant,
                gained=gained[at],
                freed=freed[at],
                added=wanted - vacancies.take(batch, option, pool, wanted),
                heads_after=wished[option],
                class_limit=vacancies.limit(option),
                allowed=at in given or gained[at] == 0,
            )
        )
    return tuple(found)


def _pool(held: Held) -> tuple[str, str, str]:
    return held.batch, held.option, held.pool


def _moved(
    who: int, before: Explainer, after: Explainer, owed: dict[int, Change], rulebook: Rulebook
) -> Change | None:
    was, now = before.place(who), after.place(who)
    if (was and (was.batch, was.option)) == (now and (now.batch, now.option)):
        return None
    if who in owed:
        return owed[who]
    cause = "follows" if _gain(rulebook, was, now) > 0 else "displaced"
    return Change(before.inputs.applicants[who], was, now, cause)


def _result(change: Change, cured: Sequence[Change], rulebook: Rulebook) -> str:
    gain = _gain(rulebook, change.before, change.after)
    if gain > 0:
        return "cured" if change in cured else "no_room"
    return "no_change" if gain == 0 else "kept"


def _sentence(change: Change, result: str, after: Explainer) -> str:
    told = after.explain(after.inputs.applicants.index(change.applicant))
    if change.before is None and change.after is None:
        return f"更正以后仍然{told.zh}"
    if result in ("cured", "no_room"):
        return f"按更正后的情况，应当录取在{told.zh}"
    assert change.before is not None, "what is kept was held"
    held = after.called(change.before)
    if result == "no_change":
        return f"更正以后录取的仍是{held}，没有变化。"
    again = next((c for c in told.choices if _at(c) == _at(change.before)), None)
    why = f"按更正后的情况重算，这个志愿是：{again.zh}" if again is not None else ""
    return f"现在录取在{held}。{why}更正只会增加、不会收回，已经录取的不变。"


def _at(place: Held | ChoiceExplained) -> tuple[str, str]:
    return place.batch, place.option

"""Shipped rulebooks say of each rule where it is written and how far that is to be trusted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rulebook.shipped.cases import SHIPPED, rulebooks
from xueyou.rulebook.language.model import Clause, Rulebook
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.language.sheet import standing

RULEBOOKS = pytest.mark.parametrize("rules", rulebooks(), ids=lambda path: path.parent.name)


def parts(rulebook: Rulebook) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    """Yield (where, clauses) of each part that must say where it is written."""
    for batch in rulebook.batches:
        yield batch.id, batch.clauses.get("", ())
        for part in ("choices", "ties" if batch.ties else "", "rank" if batch.rank else ""):
            if not part:
                continue
            terms = {"rank": batch.rank, "ties": batch.ties}.get(part, ())
            own = tuple(clause for term in terms for clause in term.clauses)
            if part != "choices" or batch.max is not None:
                yield f"{batch.id} {part}", batch.clauses.get(part, ()) + own
        yield f"{batch.id} tie_last", batch.clauses.get("tie_last", ())
        if batch.leftover:
            yield f"{batch.id} leftover", batch.clauses.get("leftover", ())
        for need in batch.needs:
            yield f"{batch.id} {need.id}", need.clauses


def said(rulebook: Rulebook) -> list[Clause]:
    """Return all clauses of a rulebook's batches, facts and sums."""
    named = [*rulebook.facts.values(), *rulebook.derived.values()]
    found = [clause for part in named for clause in part.clauses]
    for batch in rulebook.batches:
        found += [clause for clauses in batch.clauses.values() for clause in clauses]
        for part in (*batch.needs, *batch.pools, *batch.rank, *batch.ties):
            found += part.clauses
    return found


@RULEBOOKS
def test_each_rule_has_a_clause(rules: Path) -> None:
    """Tests batches, choices, needs, keys, ends of ties and flows."""
    assert [where for where, clauses in parts(read_rulebook(rules)) if not clauses] == []


@RULEBOOKS
def test_a_status_is_never_better_than_what_is_known(rules: Path) -> None:
    """Tests the declared status against the weakest clause, and that templates verify nothing."""
    rulebook = read_rulebook(rules)
    statuses = {clause.status for clause in said(rulebook)}
    assert rulebook.status == standing(rulebook).status == "待核"
    assert rules.stem.endswith("-template") <= (statuses == {"待核"})
    assert ("verified" in statuses) == (rules.parent.name == "shanghai")


def test_what_is_verified_names_its_article() -> None:
    """Tests that each verified clause of Shanghai's says where it stands, and what in our words."""
    rulebook = read_rulebook(SHIPPED / "shanghai" / "senior-2024.yaml")
    verified = [clause for clause in said(rulebook) if clause.status == "verified"]
    assert len(verified) > 50
    assert all(clause.at and clause.says for clause in verified)


def test_the_lines_of_shanghai_are_not_called_verified() -> None:
    """Tests that the numbers of the lines, which the text leaves open, stay reported or 待核."""
    rulebook = read_rulebook(SHIPPED / "shanghai" / "senior-2024.yaml")
    for batch in rulebook.batches:
        for need in batch.needs:
            if need.line is not None:
                assert {clause.status for clause in need.clauses} - {"verified"}, need.id


def test_the_list_names_each_rulebook() -> None:
    """Tests that the README beside them leaves none out and says how far each was checked."""
    text = (SHIPPED / "README.md").read_text("utf-8")
    for rules in rulebooks():
        found = standing(read_rulebook(rules)).said
        assert f"({rules.parent.name}/{rules.name})" in text
        assert f"| {found} |" in text, found

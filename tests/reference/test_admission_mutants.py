"""Each rule of the page, changed in the reference, is noticed by the very instances we compare.

An engine with the same mistake would therefore differ from the reference on one of them.
"""

import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.reference.admission_worlds import Made, every_small_one, made_from

FILES = ("admission_given", "admission_lists", "admission")
HERE = Path(__file__).parent
MUTANTS = {
    "a pool stops one place too late": ("better < room.get", "better <= room.get"),
    "names break ties": ("].key\n\n    while", "].key + unit.members\n\n    while"),
    "groups count as one": ("sum(len(one.members) for one", "sum(1 for one"),
    "the newest stays": ("worst = max(map(key", "worst = min(map(key"),
    "what does not fit ends the pool": ("size <= places", "size <= places and not unfitting"),
    "not fitting is said of all": ("elif unit not in got and places:", "elif unit not in got:"),
    "tied and group are one": (
        '"placed_tied" if len(lowest) > 1',
        '"placed_tied" if len(lowest) > 0',
    ),
    "a tie counts units": ("share = sum(len(unit.members)", "share = sum(1"),
    "a refused tie passes": ("self.tied |= batch", "self.tied &= batch"),
    "a group is a tie": ("len(lowest) > 1\n        shown", "share > 1\n        shown"),
    "nothing flows": ("to[into] += left", "to[into] += 0"),
    "what flows goes to the rest": ("name if same and", "name if not same and"),
    "given places flow once more": (
        "left = places - self.cutoffs",
        "left = places - 0 * self.cutoffs",
    ),
    "lines are the highest": ("min(known) - ", "max(known) - "),
    "lines without the margin": ('Fraction(str(under["by"]))', "0"),
    "closed lines are open": ('== "closed":', '== "shut":'),
    "one pass is enough": (").drawn() != lines:", ").drawn() != lines and not lines:"),
    "made lists are placed like others": ('reason = "completed"', 'reason = "placed"'),
    "placed_higher is not said": ("got[unit].rank <= rank", "got[unit].rank == rank"),
    "precedence is the order written": ("order.index(pool", "-order.index(pool"),
    "rest is all places": ('int(row["places"]) - quota', 'int(row["places"])'),
    "groups are never bound": ('if rule.get("bind") else None', "if None else None"),
    "splits need no consent": ("may_split and all(", "may_split and any([True]) or all("),
    "split members have their own keys": ("Unit((who,), group)", "Unit((who,), (who,))"),
    "unknown before false": ("if False in needs:", "if False in needs and None not in needs:"),
    "unknown before the line": ("if False in lines:", "if False in lines and None not in needs:"),
    "a line is strict": ("bool(value >= least)", "bool(value > least)"),
    "five years and a day": ("month, day) > counted", "month, day) >= counted"),
    "the own family is shut out": ("own is None or own != by", "own != by or True"),
    "homes are not contested": ('rule.get("within_run")', 'rule.get("within_town")'),
    "the worst family keeps the home": ("min(heard, best", "max(heard, best"),
    "any member belongs": ("if len(values) == 1 else", "if values else"),
    "soft pools are hard": ("if mine is True or soft:", "if mine is True:"),
    "own are not before others": ("part(int(not own))", "part(0)"),
    "soft by-pools are hard": ("for name in others if soft", "for name in others if soft < 0"),
    "secured counts nowhere": (
        "part(int(not self.given.secured",
        "part(0 * int(not self.given.secured",
    ),
    "the rank counts everywhere": ('mode in ("banded", "sequential")', 'mode != "none"'),
    "the rank counts nowhere": ('mode in ("banded", "sequential")', 'mode == "none"'),
    "bands are left out": ('if mode == "banded" else []', "if not mode else []"),
    "bands round down": ("ceil(below", "int(below"),
    "the pool's rank is left out": ("[*first, *(batch", "[*(batch"),
    "ties go before rank": (
        '(batch.get("rank") or ()), *(batch.get("ties")',
        '(batch.get("ties") or ()), *(batch.get("rank")',
    ),
    "the best member counts": ('== "highest" else max', '== "highest" else min'),
    "the worst member counts": ("(min if (batch", "(max if (batch"),
    "the ticket is one's own": (
        'get("group") or who\n        said',
        'get("grp") or who\n        said',
    ),
    "one ticket for all options": (
        "option if rule['ticket'] == 'per_option' else",
        "option if 0 else",
    ),
    "the circle is straight": ('== "circular"', '== "round"'),
    "down is up": ('if direction == "up" else', "if direction else"),
    "larger ids first": ("key, part(ids, ids[1])", "key, part([-ord(c) for c in ids[1]], ids[1])"),
    "farthest first": ("for _, option in sorted(found)", "for _, option in sorted(found)[::-1]"),
    "the nearest member counts": ("(max(away), option)", "(min(away), option)"),
    "made lists for those placed too": ("[] if held else self.made", "self.made"),
    "locks are not kept": ('get("locks", True) for', 'get("lock", False) for'),
    "locks are always kept": ('get("locks", True) for', 'get("lock", True) for'),
    "unknown comes first": ("return (value is None, 0", "return (value is not None, 0"),
    "unknown is no": ("return False if False in found else None", "return False if 1 else None"),
    "unknown is yes": ("None if None in found else True", "True if None in found else True"),
    "no is yes": ("None if value is None else not value", "None if value is None else value"),
    "caps are left out": ('min(value, Fraction(str(said["cap"])))', "value"),
    "unknown counts nothing": (
        "                return None\n            value *=",
        "                continue\n            value *=",
    ),
    "levels upside down": (
        'Fraction(-kind["order"].index(text))',
        'Fraction(kind["order"].index(text) - 9)',
    ),
    "elders do not count": ("if elder is not None and", "if elder is None and"),
    "placed siblings do not count": ("other != at.who\n", "other == at.who\n"),
    "desc is asc": ('way == "desc"', 'way == "down"'),
    "a condition is turned round": (
        'self.holds(term["when"], at) is not True',
        'self.holds(term["when"], at) is True',
    ),
}


class Mutant(ModuleType):
    """The reference's three files, loaded under names of their own, perhaps with one change."""

    def __init__(self, old: str = "", new: str = "") -> None:
        super().__init__("mutant")
        texts = {name: (HERE / f"{name}.py").read_text("utf-8") for name in FILES}
        if old:
            assert sum(text.count(old) for text in texts.values()) == 1, old
        for name, text in texts.items():
            changed = text.replace(old, new) if old else text
            for other in FILES:
                changed = changed.replace(
                    f"from tests.reference.{other} import", f"from mutant_{other} import"
                )
            module = ModuleType(f"mutant_{name}")
            sys.modules[module.__name__] = module
            exec(compile(changed, f"{name}.py", "exec"), module.__dict__)
        self.run = sys.modules["mutant_admission"].run
        for name in FILES:
            del sys.modules[f"mutant_{name}"]


def outcome(reference: Any, case: Made) -> Any:
    try:
        return tuple(reference.run(case.rules, case.tables, case.seed, case.circle))
    except Exception as stopped:  # a mutant may break down, which is noticed too
        return f"{type(stopped).__name__} {stopped}"


@cache
def cases() -> list[tuple[Made, Any]]:
    """Return some of what is compared with the product, with what comes out."""

    def some() -> Iterator[Made]:
        for family in every_small_one():
            for tables in islice(family.worlds, 0, None, 97):
                yield Made(family.rules, tables, bytes(32), None)
        for seed in range(400):
            yield made_from(seed, 30, 7)

    reference = Mutant()
    return [(case, outcome(reference, case)) for case in some()]


@pytest.mark.parametrize("name", MUTANTS)
def test_a_changed_rule_is_noticed(name: str) -> None:
    mutant = Mutant(*MUTANTS[name])
    assert any(outcome(mutant, case) != expected for case, expected in cases())


def test_the_reference_itself_is_not() -> None:
    assert all(outcome(Mutant(), case) == expected for case, expected in cases()[:50])

"""Made tables for any rulebook: cells lie on, above and below what its conditions ask for."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import Any

import yaml

import xueyou.rulebook
from tests.reference.admission_cases import tables
from tests.reference.admission_given import ATOM
from tests.reference.admission_worlds import Made

SHIPPED = sorted((Path(xueyou.rulebook.__file__).parent / "shipped").rglob("*.yaml"))
COMMON = ("甲", "乙")  # where a fact is compared with an attribute of the option


def rules_of(path: Path) -> dict[str, Any]:
    """Return a shipped rulebook as a dict."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def _walk(part: Any) -> Iterator[Any]:
    yield part
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from _walk(inner)


def _asked(rules: dict[str, Any]) -> dict[str, set[str]]:
    """Return the literals that each fact or attribute is compared with, "=" for another column."""
    asked: dict[str, set[str]] = defaultdict(set)
    for part in _walk(rules):
        if isinstance(part, str) and (atom := ATOM.fullmatch(part)):
            left, right = atom[1].removeprefix("option."), atom[3]
            if right.startswith(("option.", "fact.")):
                asked[left].add("=")
                asked[right.split(".")[1]].add("=")
            else:
                asked[left].add(right)
        if isinstance(part, dict) and "in" in part:
            asked[part["fact"]] |= {str(one) for one in part["in"]}
        if isinstance(part, dict) and "of" in part and isinstance(part["of"], str):
            asked[part["of"]] |= {str(part[key]) for key in ("at_least", "first") if key in part}
    return asked


def _cells(kind: dict[str, Any], asked: set[str]) -> list[str]:
    """Return what may stand in a column."""
    literals = sorted(asked - {"="})
    if kind["type"] == "flag":
        return ["yes"] * 6 + ["no"]
    if kind["type"] == "level":
        return [str(level) for level in kind["order"]]
    if kind["type"] == "place":
        return ["0 0", "300 400", "-600 800", "1200 500"]
    if kind["type"] == "code":
        return literals + (list(COMMON) if "=" in asked else []) or list(COMMON)
    if kind["type"] == "date":
        days = [date.fromisoformat(one) for one in literals] or [date(2018, 8, 31)]
        return [str(day + timedelta(days=away)) for day in days for away in (-400, -1, 0, 1)]
    step = Decimal(str(kind.get("step", 1)))
    low, high = (Decimal(str(kind[key])) if key in kind else None for key in ("min", "max"))
    numbers = [Decimal(one) for one in literals] or [high or Decimal(10)]
    near = {n + step * away for n in numbers for away in (-2, -1, 0, 1, 2, 8)}
    kept = [n for n in near if (low is None or n >= low) and (high is None or n <= high)]
    return [str(n) for n in sorted(kept)]


def made_for(rules: dict[str, Any], seed: int, n: int, q: int) -> Made:
    """Make n applicants and q options for a rulebook, in all of its batches."""
    chance, asked = Random(seed), _asked(rules)
    options = [f"校{number}" for number in range(q)]
    naming = {rule["secured"] for rule in rules["batches"] if "secured" in rule}
    naming |= {(rules.get("siblings") or {}).get("elder")}

    def cell(name: str, kind: dict[str, Any], empty: float = 0.03) -> str:
        among = options if name in naming else _cells(kind, asked[name])
        return "" if chance.random() < empty else chance.choice(among)

    people: dict[str, Any] = {}
    for number in range(n):
        twin = number % 2 and chance.random() < 0.3
        group = f"组{number}" if twin else ""
        if twin:
            people[f"{number - 1:05}"]["group"] = group
        people[f"{number:05}"] = {"group": group} | {
            name: cell(name, kind) for name, kind in rules["facts"].items()
        }
    offered: dict[str, Any] = {}
    quotas: dict[tuple[str, str, str], int] = {}
    lists: dict[str, Any] = {}
    classes = (rules.get("class_size") or {}).get("classes")
    for rule in rules["batches"]:
        offered[rule["id"]] = {}
        for option in options:
            for pool in rule.get("pools", ()):
                if pool.get("places") != "rest":
                    kind = rules["facts"][pool["by"]] if "by" in pool else {}
                    names = sorted(set(_cells(kind, asked[pool["by"]]))) if kind else [pool["id"]]
                    for name in names:
                        quotas[rule["id"], option, name] = chance.randint(0, 2)
            held = sum(p for (b, o, _), p in quotas.items() if (b, o) == (rule["id"], option))
            offered[rule["id"]][option] = {"places": held + chance.randint(0, 3)} | {
                name: "9" if name == classes else cell(name, kind, 0)
                for name, kind in rules.get("attributes", {}).items()
            }
        if "generate" in rule["choices"]:
            continue
        longest = min(q, rule["choices"].get("max", 1))
        lists[rule["id"]] = {}
        for who, facts in people.items():
            twin_of = [
                other for other in lists[rule["id"]] if people[other]["group"] == facts["group"]
            ]
            same = lists[rule["id"]][twin_of[0]] if facts["group"] and twin_of else None
            some = chance.sample(options, chance.randint(0, longest))
            lists[rule["id"]][who] = some if same is None else same
    circular = (rules.get("lottery") or {}).get("order") == "circular"
    circle = (f"{chance.getrandbits(256):064x}", chance.choice(["up", "down"]))
    made = tables(people, lists, offered, quotas)
    return Made(rules, made, chance.randbytes(32), circle if circular else None)

"""Every small instance of admission, and made ones of some size, for the reference to judge."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.reference.admission_cases import CODE, FLAG, SCORE, batch, rulebook, tables
from tests.reference.admission_given import Tables

MODES = ("single", "parallel", "sequential", "banded", "deferred")
TIES = ("admit_all", "refuse", "lottery", "stable_id")
PASSING = ("skip", "split")
STRICT = ("lottery", "stable_id")
FEW_PLACES = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]  # X and Y change names: x <= y
WANTS: tuple[Sequence[str], ...] = ("X", "Y", "XY", "YX")
State = tuple[Sequence[str], tuple[int, ...]]  # a list, and the score of each member


class Family(NamedTuple):
    """One rulebook with all its small instances; no id stands in two of them."""

    name: str
    rules: dict[str, Any]
    worlds: list[Tables]


def every_small_one() -> Iterator[Family]:
    """Yield all: up to 3 applicants, 2 options, 2 places, 2 scores, a group of 2."""
    for mode, tie_last in product(MODES, TIES):
        for top in (2, 1) if mode == "banded" else (2,):  # scores in two bands, or all in the first
            bands = {"bands": {"of": "score", "first": top, "step": 1}} if mode == "banded" else {}
            name = f"{mode} {top} {tie_last}"
            for group, worlds in _kinds(mode, tie_last):
                first = batch(mode=mode, tie_last=tie_last, choices=None, **bands, **group)
                drawn = {"lottery": {"ticket": "one"}} if tie_last == "lottery" else {}
                rules = rulebook(first, facts={"ok": FLAG}, **drawn)
                said = " ".join(str(part) for part in group.get("group", {}).values())
                yield Family(f"{name} {said}".strip(), rules, list(worlds))


def _kinds(mode: str, tie_last: str) -> Iterator[tuple[dict[str, Any], Iterator[Tables]]]:
    """Yield the group rules that go with a mode, with the instances for each."""
    wants = WANTS[:2] if mode == "single" else WANTS
    one: list[State] = [("", (1,)), *product(wants, [(1,), (2,)])]
    alike = tie_last not in STRICT  # then names do not matter, and a multiset says it all
    three = combinations_with_replacement(one, 3) if alike else product(one, repeat=3)
    yield {}, _worlds([*three], "")
    alone: list[State] = one
    scores = [(1, 1), (1, 2), (2, 1), (2, 2)]
    two = [*product(product(wants, scores), alone)]
    unequal = [found for found in two if found[0][1] in scores[1:3]]
    bound = {"bind": True, "straddle": "expand"}
    yield {"group": bound}, _worlds(two, "")
    yield {"group": bound | {"tier": "highest"}}, _worlds(unequal, "")
    if tie_last in STRICT and mode != "deferred":
        yield {"group": {"bind": True, "straddle": "skip"}}, _worlds(two, "")
        split = {"bind": True, "straddle": "split", "consent": "ok"}
        yield {"group": split}, _worlds(two, "yes")
        yield {"group": split | {"tier": "highest"}}, _worlds(unequal, "yes")
        yield {"group": split | {"tier": "lowest"}}, _worlds(two, "no")


def _worlds(states: Sequence[tuple[State, ...]], ok: str) -> Iterator[Tables]:
    """Yield the instances made of these applicants or pairs, with all places; names say which."""
    for number, (units, places) in enumerate(product(states, FEW_PLACES)):
        names = "abc" if number % 2 else "bca"  # the pair is before or behind the one
        people: dict[str, Any] = {}
        lists: dict[str, Sequence[str]] = {}
        left = iter(names)
        for wants, scores in units:
            for score in scores:
                who = f"{number:05}{next(left)}"
                people[who] = {"score": score, "ok": ok}
                people[who] |= {"group": f"{number:05}G"} if len(scores) > 1 else {}
                lists[who] = [f"{option}{number:05}" for option in wants]
        offered = zip((f"X{number:05}", f"Y{number:05}"), places, strict=True)
        yield tables(people, {"a": lists}, {"a": dict(offered)})


FACTS = {
    "second": {"zh": "第二项", "type": "decimal", "step": 0.5},
    "junior": CODE, "own": FLAG, "ok": FLAG, "family": CODE, "elder": CODE, "held": CODE,
    "grade": {"zh": "等级", "type": "level", "order": ["A", "B", "C"]},
    "place": {"zh": "坐标", "type": "place"},
    "born": {"zh": "出生", "type": "date"},
    "home": CODE, "by": CODE, "used": {"zh": "上次", "type": "date"},
}  # fmt: skip
ATTRIBUTES = {"place": FACTS["place"], "zone": CODE, "line": SCORE["score"]}
DERIVED = {
    "points": {
        "zh": "积分",
        "sum": [{"fact": "second", "times": 2.5, "cap": 4}, {"when": "own == yes", "gives": 1.5}],
    }
}
HOME = {
    "fact": "home", "family": "family", "used_on": "used", "used_by": "by", "years": 5,
    "day": "2026-09-01",
}  # fmt: skip
CONDITIONS: list[Any] = [
    "own == yes", {"not": "own == yes"}, "score >= 2", "grade >= B", "born < 2014-09-01",
    {"fact": "junior", "in": ["J1", "J2"]}, "points > 2.5",
    {"any": ["own == yes", {"all": ["grade > C", "second >= 1.5"]}]},
    {"levels": {"of": ["grade"], "at_least": "B", "count": 1}},
    {"fact": "score", "in": [1, 3]}, "second <= fact.score",
]  # fmt: skip
BY_OPTION: list[Any] = [
    "junior == option.zone", "score >= option.line", "distance <= 5", "sibling",
    "option.line < fact.second", "choice_rank <= 2",
]  # fmt: skip
TERMS: list[Any] = [
    "score desc", "second desc", "points desc", "grade desc", "born asc",
    {"when": "own == yes"}, {"levels": {"of": ["grade"]}},
]  # fmt: skip


class Made(NamedTuple):
    """A made instance with what its tickets come from."""

    rules: dict[str, Any]
    tables: Tables
    seed: bytes
    circle: tuple[str, str] | None


made = st.builds(
    lambda seed, n, q, modes, ties: made_from(seed, n, q, modes, ties),
    st.integers(0, 2**32),
    st.integers(1, 40),
    st.integers(1, 8),
    st.tuples(st.sampled_from(MODES), st.sampled_from(MODES)),
    st.tuples(st.sampled_from(TIES), st.sampled_from(TIES)),
)


def made_from(
    seed: int, n: int, q: int, modes: tuple[str, str] | None = None, ties: Any = None
) -> Made:
    """Make two batches for n applicants, q options and lists of up to 6."""
    chance = Random(seed)
    modes = modes or (chance.choice(MODES), chance.choice(MODES))
    ties = ties or (chance.choice(TIES), chance.choice(TIES))
    first, second = _batch(chance, "a", modes[0], ties[0]), _batch(chance, "b", modes[1], ties[1])
    batches = [first, second]
    if chance.random() < 0.2:  # two are asked for; a third shows that what has flowed flows on
        batches.append(_batch(chance, "c", chance.choice(MODES), chance.choice(TIES)))
        second["leftover"] = {"to": "c"}
    if chance.random() < 0.5:
        first["leftover"] = {"to": batches[-1]["id"] if chance.random() < 0.3 else "b"}
    if chance.random() < 0.2:
        first["locks"] = False
    if chance.random() < 0.25:
        line = {"of": "score", "under": {"batch": "b", "by": 1}}
        line |= {"when_empty": "closed"} if chance.random() < 0.3 else {}
        first.setdefault("eligibility", []).append({"line": line})
    if modes[1] == "deferred" and chance.random() < 0.4:
        second["choices"] = {"mode": "deferred", "generate": {"by": "distance"}}
        second |= {"rank": ["distance asc"], "ties": ["score desc"]}
        for pool in second.get("pools", ()):
            pool.pop("rank", None)
        second["eligibility"] = [{"need": chance.choice(CONDITIONS + BY_OPTION[:-1])}]
    rules = rulebook(
        *batches, facts=FACTS, derived=DERIVED, attributes=ATTRIBUTES,
        siblings={"family": "family", "elder": "elder", "same": "zone"},
    )  # fmt: skip
    circle = None
    for rule in batches:
        if chance.random() < 0.1:
            rule["ties"] = [*rule.get("ties", ()), "lottery"]
    drawing = [
        rule
        for rule in batches
        if rule["tie_last"] == "lottery" or "lottery" in rule.get("ties", ())
    ]
    if drawing:
        alike = any(_alike(rule) for rule in drawing)
        rules["lottery"] = {"ticket": "one" if alike else chance.choice(["one", "per_option"])}
        if chance.random() < 0.3:
            rules["lottery"]["order"] = "circular"
            circle = (f"{chance.getrandbits(256):064x}", chance.choice(["up", "down"]))
    return Made(rules, _tables(chance, rules, n, q), chance.randbytes(32), circle)


def _alike(rule: dict[str, Any]) -> bool:
    """Tell whether all options of a batch must rank alike."""
    group = rule.get("group", {})
    return rule["choices"]["mode"] in ("single", "parallel") or group.get("straddle") in PASSING


def _batch(chance: Random, name: str, mode: str, tie_last: str) -> dict[str, Any]:
    """Make a batch that the page allows."""
    found: dict[str, Any] = {}
    if chance.random() < 0.5:
        found["group"] = {"bind": True, "straddle": "expand"}
        if mode != "deferred" and tie_last in STRICT and chance.random() < 0.8:
            passing = {"straddle": chance.choice(PASSING), "consent": "ok"}
            found["group"] = {"bind": True} | passing
        found["group"]["tier"] = chance.choice(["lowest", "highest"])
    alike = _alike({"choices": {"mode": mode}} | found)
    terms = TERMS + ([] if alike else [{"when": one} for one in BY_OPTION] + ["distance asc"])
    chosen = chance.sample(terms, chance.randint(2, 4))  # each fact once
    found |= {"rank": chosen[:1]} | ({"ties": chosen[1:-1]} if chosen[1:-1] else {})
    needs = [
        {"need": chance.choice(CONDITIONS + BY_OPTION)} for _ in range(chance.choice([0, 0, 1, 2]))
    ]
    needs += [{"line": {"of": "second", "at_least": 1}}] if chance.random() < 0.2 else []
    found |= {"eligibility": needs} if needs else {}
    if chance.random() < 0.6:
        hard = found.get("group", {}).get("straddle") in PASSING
        found |= _pools(chance, hard, [chosen[-1]])
    if not alike and chance.random() < 0.2:
        found["secured"] = "held"
    if chance.random() < 0.15:
        found["home"] = HOME | {"within_run": chance.random() < 0.6}
    if mode == "banded":
        found["bands"] = {"of": "score", "first": chance.choice([2, 3]), "step": 1.5}
    return batch(name, mode, tie_last=tie_last, **found)


def _pools(chance: Random, hard: bool, rank: list[Any]) -> dict[str, Any]:
    """Make pools and their precedence."""
    pools: list[dict[str, Any]] = []
    if chance.random() < 0.6:
        pools.append({"id": "by", "by": "junior"})
    if chance.random() < 0.6:
        pools.append({"id": "who", "who": chance.choice(CONDITIONS + BY_OPTION[:-1])})
    if chance.random() < 0.7 or not pools:
        pools.append({"id": "rest", "all": True, "places": "rest"})
    for pool in pools:
        pool["hard"] = hard or chance.random() < 0.6
        if not hard and chance.random() < 0.3:
            pool["rank"] = rank
    order = [pool["id"] for pool in pools]
    chance.shuffle(order)
    return {"pools": pools, "precedence": order}


def _tables(chance: Random, rules: dict[str, Any], n: int, q: int) -> Tables:
    """Make the four tables for a rulebook."""
    options = [f"o{number}" for number in range(q)]

    def cell(*among: object) -> str:
        return "" if chance.random() < 0.06 else str(chance.choice(among))

    people: dict[str, Any] = {}
    grouped = {pair for pair in range(n) if chance.random() < 0.4}
    for number in range(n):
        group = f"g{number // 2}" if number // 2 in grouped else ""
        people[f"p{chance.randrange(1000):03}{number:02}"] = {
            "group": group, "score": cell(0, 1, 2, 3, 4), "second": cell(0, 0.5, 1, 1.5, 2),
            "junior": cell("J1", "J2", "J3"), "own": cell("yes", "否"), "ok": cell("yes", "no"),
            "family": cell(*"FGHIKLM"), "elder": cell("", "", *options), "held": cell("", *options),
            "grade": cell("A", "B", "C"), "place": cell("0 0", "3 4", "6 8", "-5 2"),
            "born": cell("2014-08-31", "2014-09-01", "2015-02-28"),
            "home": f"h{number % 17}", "by": cell(*"FGHIKLM"),
            "used": cell("", "2020-02-29", "2021-09-01", "2021-09-02"),
        }  # fmt: skip
    offered: dict[str, Any] = {}
    quotas: dict[tuple[str, str, str], int] = {}
    lists: dict[str, Any] = {}
    for rule in rules["batches"]:
        offered[rule["id"]] = {}
        for option in options:
            names = [
                name
                for pool in rule.get("pools", ())
                for name in (["J1", "J2"] if "by" in pool else [pool["id"]])
                if pool.get("places") != "rest"
            ]
            rows = {name: chance.randint(0, 2) for name in names if chance.random() < 0.8}
            quotas |= {(rule["id"], option, name): places for name, places in rows.items()}
            offered[rule["id"]][option] = {
                "places": sum(rows.values()) + chance.randint(0, 3), "line": cell(0, 1, 2),
                "place": chance.choice(["1 1", "3 3", "9 9"]), "zone": cell("J1", "J2", "Z"),
            }  # fmt: skip
        if "generate" not in rule["choices"]:
            lists[rule["id"]] = _lists(chance, people, options, rule["choices"]["max"])
    return tables(people, lists, offered, quotas)


def _lists(chance: Random, people: Any, options: list[str], longest: int) -> dict[str, list[str]]:
    """File a list for each; those of one group file the same."""
    filed: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    for who, facts in people.items():
        wanted = chance.sample(options, chance.randint(0, min(longest, len(options))))
        lists[who] = filed.setdefault(facts["group"] or who, wanted)
    return lists

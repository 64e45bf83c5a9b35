"""Owns the reading of batches: needs, lists, pools, keys, and what happens afterwards."""

from collections.abc import Sequence as Row
from dataclasses import replace

from xueyou.rulebook.language.conditions import NUMBERS, TYPES_ZH, Scope, condition, number
from xueyou.rulebook.language.exact import day
from xueyou.rulebook.language.model import (
    STRADDLES,
    TIE_LAST,
    Bands,
    Batch,
    Clause,
    Expression,
    Fact,
    Group,
    Home,
    Line,
    Need,
    Pool,
    Term,
)
from xueyou.rulebook.language.sources import Clauses
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Sequence, Value, text
from xueyou.rulebook.language.terms import term

EVERYBODY = "*"


class BatchReader:
    """Reads the batches of one rulebook; all ids are known before the first is read."""

    def __init__(self, listed: Sequence, scope: Scope, clauses: Clauses) -> None:
        self._nodes = [node for node in listed.items if isinstance(node, Mapping)]
        self._ids = [text(node, "id") for node in self._nodes]
        self._scope = scope
        self._clauses = clauses
        self._faults = scope.faults

    def batches(self) -> tuple[Batch, ...]:
        """Return all batches in their order."""
        for at, (id, node) in enumerate(zip(self._ids, self._nodes, strict=True)):
            if id in self._ids[:at]:
                self._faults.add(node, "name_twice", value=id, kind="batches")
        return tuple(self._batch(at, node) for at, node in enumerate(self._nodes))

    def _batch(self, at: int, node: Mapping) -> Batch:
        id = self._ids[at]
        choices = _mapping(node, "choices")
        mode = text(choices, "mode")
        return Batch(
            id=id,
            zh=text(node, "zh"),
            mode=mode,
            max=self._max(id, mode, choices),
            bands=self._bands(id, mode, choices),
            generate=self._generate(id, mode, choices),
            needs=self._needs(id, node),
            home=self._home(node),
            pools=self._pools(id, node),
            rank=self._terms(node, "rank"),
            ties=self._terms(node, "ties"),
            tie_last=self._tie_last(id, node),
            group=self._group(id, node),
            secured=self._fact(node, "secured", ("code",)),
            leftover=self._leftover(at, node),
            locks=_is_true(node, "locks", default=True),
            refill=text(node, "refill") or "none",
            clauses=self._parts(node, choices),
            row=node.row,
        )

    def _max(self, id: str, mode: str, choices: Mapping) -> int | None:
        value = choices.entries.get("max")
        said = int(value.value) if isinstance(value, Scalar) else None
        why = ""
        if "generate" in choices.entries:
            why = "" if said is None else "志愿由程序按距离生成，不限个数，不要写 max"
        elif mode == "single":
            why = "" if said in (None, 1) else "single 只有一个志愿，max 只能是 1"
            said = 1
        elif said is None:
            why = "没有写最多填几个志愿"
        if why:
            self._faults.add(value or choices, "max_wrong", batch=id, why=why)
        return said

    def _generate(self, id: str, mode: str, choices: Mapping) -> str | None:
        if "generate" not in choices.entries:
            return None
        made = _mapping(choices, "generate")
        if mode == "single":
            self._faults.add(made, "generate_wrong", batch=id)
        for kind, names in (("facts", self._scope.facts), ("attributes", self._scope.attributes)):
            if "place" not in names:
                self._faults.add(made, "no_place", kind=kind)
        return text(made, "by")

    def _bands(self, id: str, mode: str, choices: Mapping) -> Bands | None:
        there = "bands" in choices.entries
        if there != (mode == "banded"):
            self._faults.add(choices, "bands_wrong", batch=id)
        if not there:
            return None
        node = _mapping(choices, "bands")
        of = self._named(_scalar(node, "of"), NUMBERS)
        if of is None:
            return None
        first = self._number(_scalar(node, "first"), of)
        step = self._number(_scalar(node, "step"), _unbounded(of))
        return None if first is None or step is None else Bands(of.name, first, step)

    def _needs(self, id: str, node: Mapping) -> tuple[Need, ...]:
        found: list[Need] = []
        for count, item in enumerate(_items(node, "eligibility"), 1):
            assert isinstance(item, Mapping)
            need = self._need(id, f"need{count}", item)
            if any(other.id == need.id for other in found):
                self._faults.add(item, "name_twice", value=need.id, kind="eligibility")
            found.append(need)
        return tuple(found)

    def _need(self, batch: str, id: str, item: Mapping) -> Need:
        said: Expression | None = None
        line: Line | None = None
        if ("need" in item.entries) == ("line" in item.entries):
            self._faults.add(item, "need_unclear")
        elif "need" in item.entries:
            said = condition(item.entries["need"], replace(self._scope, where="资格"))
        else:
            line = self._line(batch, _mapping(item, "line"))
        return Need(
            id=text(item, "id") or id,
            zh=text(item, "zh"),
            condition=said,
            line=line,
            clauses=self._clauses.of(item),
            row=item.row,
        )

    def _line(self, batch: str, node: Mapping) -> Line | None:
        of = self._named(_scalar(node, "of"), NUMBERS)
        if ("at_least" in node.entries) == ("under" in node.entries):
            self._faults.add(node, "line_unclear")
            return None
        if of is None:
            return None
        if "at_least" in node.entries:
            least = self._number(_scalar(node, "at_least"), of)
            return Line(of.name, least, None, None, "open")
        under = _mapping(node, "under")
        other = _scalar(under, "batch")
        if other.value == batch:
            self._faults.add(other, "own_line", batch=batch)
        elif other.value not in self._ids:
            self._unknown(other, "分数线", "batches")
        by = self._number(_scalar(under, "by"), _unbounded(of))
        return Line(of.name, None, other.value, by, text(node, "when_empty") or "open")

    def _home(self, node: Mapping) -> Home | None:
        if "home" not in node.entries:
            return None
        home = _mapping(node, "home")
        names = [
            self._fact(home, key, (kind,))
            for key, kind in (
                ("fact", "code"),
                ("family", "code"),
                ("used_on", "date"),
                ("used_by", "code"),
            )
        ]
        on = _scalar(home, "day")
        ordinal = day(on.value)
        if ordinal is None:
            self._faults.add(on, "bad_day", where="一户一学位的 day ", value=on.value)
        fact, family, used_on, used_by = (name or "" for name in names)
        return Home(
            fact=fact,
            family=family,
            used_on=used_on,
            used_by=used_by,
            years=int(_scalar(home, "years").value),
            day=ordinal or 0,
            within_run=_is_true(home, "within_run", default=False),
            clauses=self._clauses.of(home),
        )

    def _pools(self, id: str, node: Mapping) -> tuple[Pool, ...]:
        if "pools" not in node.entries:
            if "precedence" in node.entries:
                place = node.entries["precedence"]
                self._faults.add(place, "precedence_wrong", batch=id, known="（没有写 pools）")
            return (Pool(EVERYBODY, "所有名额", None, None, "rest", hard=True, row=node.row),)
        pools: list[Pool] = []
        for item in _items(node, "pools"):
            assert isinstance(item, Mapping)
            pool = self._pool(item)
            if any(other.id == pool.id for other in pools):
                self._faults.add(item, "name_twice", value=pool.id, kind="pools")
            pools.append(pool)
        self._check_pools(id, node, pools)
        return self._in_order(id, node, pools)

    def _pool(self, item: Mapping) -> Pool:
        id = text(item, "id")
        if sum(key in item.entries for key in ("by", "who", "all")) != 1:
            self._faults.add(item, "pool_unclear", value=id)
        if "hard" not in item.entries and "all" not in item.entries:
            self._faults.add(item, "hard_missing", value=id)
        places = text(item, "places") or "rows"
        if "by" in item.entries and places == "rest":
            self._faults.add(item.entries["places"], "rest_by_value", value=id)
        who = item.entries.get("who")
        return Pool(
            id=id,
            zh=text(item, "zh") or id,
            by=self._fact(item, "by", ("code",)),
            who=None if who is None else condition(who, replace(self._scope, where="名额")),
            places=places,
            hard=_is_true(item, "hard", default=True),
            rank=self._terms(item, "rank"),
            clauses=self._clauses.of(item),
            row=item.row,
        )

    def _check_pools(self, id: str, node: Mapping, pools: Row[Pool]) -> None:
        place = node.entries["pools"]
        if sum(pool.places == "rest" for pool in pools) > 1:
            self._faults.add(place, "pools_alike", batch=id, why="要余下的名额（places: rest）")
        if sum(pool.by is not None for pool in pools) > 1:
            self._faults.add(place, "pools_alike", batch=id, why="按事实的值分（by）")

    def _in_order(self, id: str, node: Mapping, pools: Row[Pool]) -> tuple[Pool, ...]:
        known = [pool.id for pool in pools]
        if "precedence" not in node.entries:
            if len(pools) > 1:
                self._faults.add(node.entries["pools"], "precedence_missing", batch=id)
            return tuple(pools)
        order = [item.value for item in _items(node, "precedence") if isinstance(item, Scalar)]
        if sorted(order) != sorted(known):
            place = node.entries["precedence"]
            self._faults.add(place, "precedence_wrong", batch=id, known="、".join(known))
            return tuple(pools)
        return tuple(sorted(pools, key=lambda pool: order.index(pool.id)))

    def _terms(self, node: Mapping, key: str) -> tuple[Term, ...]:
        scope = replace(self._scope, where="排序")
        found = [term(item, scope, self._clauses) for item in _items(node, key)]
        return tuple(one for one in found if one is not None)

    def _tie_last(self, id: str, node: Mapping) -> str:
        said = text(node, "tie_last")
        if not said:
            known = "、".join(TIE_LAST)
            self._faults.add(node, "unset_tie_last", batch=id, known=known)
        return said

    def _group(self, id: str, node: Mapping) -> Group:
        if "group" not in node.entries:
            return Group()
        group = _mapping(node, "group")
        bind = _is_true(group, "bind", default=False)
        straddle = text(group, "straddle")
        consent = self._fact(group, "consent", ("flag",))
        if bind and not straddle:
            known = "、".join(STRADDLES)
            self._faults.add(group, "straddle_missing", batch=id, known=known)
        if bind and straddle == "split" and "consent" not in group.entries:
            self._faults.add(group, "consent_missing", batch=id)
        return Group(
            bind=bind,
            straddle=straddle or "expand",
            tier=text(group, "tier") or "lowest",
            consent=consent,
            clauses=self._clauses.of(group),
        )

    def _leftover(self, at: int, node: Mapping) -> str | None:
        if "leftover" not in node.entries:
            return None
        to = _scalar(_mapping(node, "leftover"), "to")
        if to.value not in self._ids:
            self._unknown(to, "余额流向", "batches")
        elif to.value not in self._ids[at + 1 :]:
            self._faults.add(to, "not_later", batch=self._ids[at], value=to.value)
        return to.value

    def _parts(self, node: Mapping, choices: Mapping) -> dict[str, tuple[Clause, ...]]:
        found = {"": self._clauses.of(node), "choices": self._clauses.of(choices)}
        if "leftover" in node.entries:
            found["leftover"] = self._clauses.of(_mapping(node, "leftover"))
        listed = node.entries.get("clauses")
        if isinstance(listed, Mapping):
            for part in listed.entries:
                found[part] = (*found.get(part, ()), *self._clauses.of(listed, part))
        return {part: clauses for part, clauses in found.items() if clauses}

    def _fact(self, node: Mapping, key: str, types: tuple[str, ...]) -> str | None:
        value = node.entries.get(key)
        if not isinstance(value, Scalar):
            return None
        found = self._named(value, types)
        return None if found is None else found.name

    def _named(self, value: Scalar, types: tuple[str, ...]) -> Fact | None:
        fact = self._scope.facts.get(value.value)
        if fact is None:
            self._unknown(value, "批次", "facts")
        elif fact.type not in types:
            kind, expected = TYPES_ZH[fact.type], "或".join(TYPES_ZH[name] for name in types)
            self._faults.add(value, "other_type", name=fact.zh, type=kind, expected=expected)
            return None
        return fact

    def _number(self, value: Scalar, fact: Fact) -> int | None:
        return number(value, value.value, fact, replace(self._scope, where="分数线"))

    def _unknown(self, value: Scalar, where: str, kind: str) -> None:
        self._faults.add(value, "unknown_name", where=where, value=value.value, kind=kind)


def _unbounded(fact: Fact) -> Fact:
    return replace(fact, minimum=None, maximum=None)


def _mapping(node: Mapping, key: str) -> Mapping:
    found = node.entries[key]
    assert isinstance(found, Mapping)
    return found


def _scalar(node: Mapping, key: str) -> Scalar:
    found = node.entries[key]
    assert isinstance(found, Scalar)
    return found


def _items(node: Mapping, key: str) -> tuple[Value, ...]:
    found = node.entries.get(key)
    return found.items if isinstance(found, Sequence) else ()


def _is_true(node: Mapping, key: str, *, default: bool) -> bool:
    found = node.entries.get(key)
    return found.value == "true" if isinstance(found, Scalar) else default

#!/usr/bin/env python3
# fmt: off
# ruff: noqa: B905, E401, E501, E701, I001, RUF021, UP006, UP031, UP035  (short, to be read in one sitting)
"""Checks a bundle of admission results, with Python 3.8 or later alone 录取结果核验: verify.py [DIR] [--commitment HEX]
In the sealed bundle (it holds `inputs`) all is computed anew from the facts: who may, keys, tickets, places, cut-offs, reasons.
In the public one it begins at the ordered keys of problem.json, and says so. The rules are told in docs/handbook/admission.md,
the files in docs/handbook/proof.md. Exit 0, 1 (not so) or 2 (usage)."""
import argparse, csv, gc, hashlib, heapq, hmac, json, operator, sys, zlib
from collections import defaultdict
from datetime import date
from itertools import accumulate
from math import inf, isqrt
from pathlib import Path
from typing import Any, Dict, List, Tuple
MANIFEST, LINES, CIRCLE, NO, UNKNOWN, YES = "MANIFEST.sha256", "LINES.crc32", 1 << 256, 0, 1, 2
COMPARE = {name: getattr(operator, name) for name in ("ge", "gt", "le", "lt", "eq", "ne")}
LOOSE = {"option", "distance", "rank", "sibling", "secured", "lottery"}  # these ask for more than own facts
BOOK, INPUTS = "承诺书（commitment.json）", ("applicants", "choices", "options", "quotas")
ENDS = ("从封存的原始数据重算了资格、排序、名额、分数线和每人的结果，完全一致。",
        "这是公开的一份：从公布的排序重算了每个名额，完全一致；排序怎样由原始数据得来，要看封存的一份。")
Row = List[Any]
Json = Dict[str, Any]
class Differs(Exception): """The bundle is not what it says it is; the sentence names the file and its first row."""
def _sha(data: bytes) -> str: return hashlib.sha256(data).hexdigest()
def _mac(key: bytes, *parts: str) -> bytes: return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).digest()
def _table(data: bytes) -> List[List[str]]: return list(csv.reader(str(data, "utf-8").split("\n")[:-1]))
def _line_sums(data: bytes) -> List[str]: return ["%08x" % zlib.crc32(line) for line in data.split(b"\n")]
def _canonical(value: Any) -> bytes: return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def _first(said: Row, found: Row) -> int:  # the first row, from 1, in which two files differ
    return next((n for n, (a, b) in enumerate(zip(said, found), 1) if a != b), min(len(said), len(found)) + 1)
def _same(name: str, said: Row, found: Row, what: str = "重算的结果", head: int = 1) -> None:
    if said != found: raise Differs(f"{name} 第 {_first(said, found) + head} 行与{what}不符。")
def _read_files(folder: str) -> Json:  # every file, held against the manifest
    files: Json = {}
    for path in Path(folder).rglob("*"):
        if path.is_symlink(): raise Differs(f"{path.name} 是一个链接，不是文件。")
        if path.is_file(): files[path.relative_to(folder).as_posix()] = path.read_bytes()
    if MANIFEST not in files: raise Differs(f"{MANIFEST} 不见了，或者这不是一份录取结果。")
    said = str(files[MANIFEST], "utf-8", "replace").split("\n")
    found = [f"{_sha(data)}  {name}" for name, data in sorted(files.items()) if name != MANIFEST]
    if said[-2:] != [f"# {_sha(''.join(row + chr(10) for row in said[:-2]).encode())}  {MANIFEST}", ""]:
        raise Differs(f"{MANIFEST} 本身被改动过，第 {_first(said[:-2], found)} 行起与文件不符。")
    listed = {row[66:]: row[:64] for row in said[:-2]}
    for name in sorted(set(listed) ^ (set(files) - {MANIFEST})): raise Differs(name + (" 不见了。" if name in listed else " 是多出来的文件。"))
    for name in sorted(listed, key=lambda each: (each == LINES, each)):
        if listed[name] != _sha(files[name]): raise Differs(f"{name} 被改动过，第 {_changed(files, name)} 行起与封存时不同。")
    _same(MANIFEST, said[:-2], found, "各文件", 0)
    return files
def _changed(files: Json, name: str) -> int:  # the line sums prove nothing, they only find the place
    rows = str(files.get(LINES, b""), "utf-8", "replace").split("\n")
    now = [f"{each}\t{''.join(_line_sums(files[each]))}" for each in sorted(files) if each not in (MANIFEST, LINES)]
    if name == LINES: return _first(rows, [*now, ""])
    sums = dict(row.partition("\t")[::2] for row in rows).get(name, "")
    return _first([sums[n:n + 8] for n in range(0, len(sums), 8)], _line_sums(files[name]))
def _solve(part: Json, places: Row) -> Tuple[Row, Json]:  # the slot of each unit or -1; the places left where it did not fit
    sizes, pool, key, begins = part["sizes"], part["pool"], part["key"], [0, *accumulate(part["slots"])]
    taken, left, following, tight = [-1] * len(sizes), list(places), begins[:-1], {}  # type: Row, Row, Row, Any
    if part["how"] == "in_order":
        unit_of = [unit for unit, count in enumerate(part["slots"]) for _ in range(count)]
        for slot in sorted(range(len(key)), key=key.__getitem__):
            unit, here = unit_of[slot], pool[slot]
            if taken[unit] < 0 and sizes[unit] <= left[here]: taken[unit], left[here] = slot, left[here] - sizes[unit]
            elif taken[unit] < 0: tight[slot] = left[here]
        return taken, tight
    heaps, held, classes = [[] for _ in places], [0] * len(places), [{} for _ in places]  # type: Row, Row, Row
    waiting = list(range(len(sizes)))
    while waiting:
        unit = waiting.pop()
        slot = taken[unit] = following[unit] if following[unit] < begins[unit + 1] else -1
        if slot < 0: continue
        following[unit] += 1
        here, rank = pool[slot], -key[slot]
        if rank not in classes[here]: heapq.heappush(heaps[here], rank)
        classes[here].setdefault(rank, [0]).append(unit)  # members, then the units
        classes[here][rank][0] += sizes[unit]
        held[here] += sizes[unit]
        while heaps[here] and held[here] - classes[here][heaps[here][0]][0] >= places[here]:
            gone = classes[here].pop(heapq.heappop(heaps[here]))
            held[here] -= gone[0]
            waiting += gone[1:]
    return taken, tight
class _Placing:  # what a run has come to: who holds what, the cut-offs so far, and the places that flowed on
    def __init__(self, rules: Json, pools: List[Row]) -> None:
        self.rules, self.extras = rules, [[0] * len(each) for each in pools]
        self.cuts, self.locked = [], set()  # type: Row, Any
        self.holds: Any = {}  # person -> batch number, option, choice rank, pool number, reason
    def give(self, number: int, part: Json) -> Json:  # the places of one batch, and all that follows
        people, pools, made = part["people"], part["pools"], self.rules["batches"][number]["generate"]
        if self.locked.intersection(people): raise Differs(f"problem.json 第 1 行：{part['id']} 里有人已录取并锁定。")
        taken, tight = _solve(part, [row[2] + more for row, more in zip(pools, self.extras[number])])
        held: List[Row] = [[] for _ in pools]
        for at, size, slot in zip(accumulate([0] + part["sizes"]), part["sizes"], taken):
            if slot >= 0: held[part["pool"][slot]].append((part["key"][slot], slot, people[at:at + size]))
        for n, ((option, label, places, to), here) in enumerate(zip(pools, held)):
            places, last = places + self.extras[number][n], max([each[0] for each in here] or [-1])
            count, ties = sum(len(each[2]) for each in here), [len(each[2]) for each in here if each[0] == last]
            if to and count < places: self.extras[to[0]][to[1]] += places - count
            counts = [str(each) for each in (places, count, sum(ties), max(0, count - places))]
            self.cuts.append([part["id"], part["options"][option], label, *counts, number, n, last])
            edge = "placed" if count <= places else "placed_tied" if len(ties) > 1 else "placed_group"
            for rank, slot, who in here:
                word = "completed" if made else "placed" if rank < last else edge
                self.holds.update((one, [number, part["options"][option], part["rank"][slot], n, word]) for one in who)
        self.locked.update(one for one, hold in self.holds.items() if part["locks"] and hold[0] == number)
        return tight
def _parsed(spec: Json, text: str) -> Any:  # scaled integer, day, ordinal of a level, text; None is unknown
    if text == "" or spec["type"] == "code": return text or None
    if spec["type"] == "level": return spec["order"].index(text)
    if spec["type"] == "date": return date.fromisoformat(text).toordinal()
    if spec["type"] == "place": return [int(each) for each in text.split()]
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(spec["scale"], "0"))
def _shown(spec: Json, value: Any) -> Any:
    if value == inf or spec.get("type") == "level": return "" if value == inf else spec["order"][value]
    if spec.get("type") == "date": return date.fromordinal(value).isoformat()
    whole, rest = divmod(abs(value), 10 ** spec.get("scale", 0))
    return "-" * (value < 0) + f"{whole}.{rest:0{spec.get('scale', 0) or 1}}".rstrip("0").rstrip(".")
class _Facts:  # the tables of the sealed bundle, and what the rules say of them in the batch at hand (self.b)
    def __init__(self, files: Json, rules: Json, secret: bytes, seed: bytes, circle: Tuple[int, int]) -> None:
        self.rules, self.seed, self.circle, self.secret = rules, seed, circle, secret
        self.memo, self.parts, self.ladders, self.ended, self.why = {}, [], [], {}, {}  # type: Any, Any, Any, Any, Any
        head, *rows = _table(files["inputs/applicants.csv"])
        self.ids, columns = [row[0] for row in rows], dict(zip(head, zip(*rows) if rows else [()] * len(head)))
        if self.ids != sorted(set(self.ids)): raise Differs("inputs/applicants.csv 没有按编号排好，或编号重复。")
        self.names = [_mac(secret, "pseudonym", each)[:16].hex() for each in self.ids]
        self.group = [group or name for group, name in zip(columns["group"], self.ids)]
        self.facts = {name: [_parsed(spec, cell) for cell in columns[name]] for name, spec in rules["facts"].items()}
        at, quotas = {name: n for n, name in enumerate(self.ids)}, defaultdict(dict)  # type: Any, Any
        self.filed: Any = defaultdict(lambda: defaultdict(list))  # batch -> applicant -> (rank, option)
        for who, batch, rank, option in _table(files["inputs/choices.csv"])[1:]: self.filed[batch][at[who]].append((int(rank), option))
        self.options: Dict[str, Json] = defaultdict(dict)  # batch -> option -> attributes, "" id, " " places
        for row in csv.DictReader(str(files["inputs/options.csv"], "utf-8").split("\n")[:-1]):
            known = {name: _parsed(spec, row[name]) for name, spec in rules["attributes"].items()}
            self.options[row["batch"]][row["option"]] = {**known, "": row["option"], " ": int(row["places"])}
        for batch, option, pool, places in _table(files["inputs/quotas.csv"])[1:]: quotas[batch, option][pool] = int(places)
        self.pools = [self._standing(b, quotas) for b in rules["batches"]]
        for b, pools in zip(rules["batches"], self.pools):
            aims = [(p, [to, n]) for to, other in enumerate(rules["batches"]) if other["id"] == b["leftover"] for n, p in enumerate(self.pools[to])]
            known = {(p["option"], p["rule"]["id"], p["name"]): aim for p, aim in aims}
            known.update((p["option"], aim) for p, aim in aims if p["rule"]["places"] == "rest")
            for p in pools: p["to"] = known.get((p["option"], p["rule"]["id"], p["name"]), known.get(p["option"]))
    def _standing(self, b: Json, quotas: Any) -> Row:
        found, named = [], [rule["id"] for rule in b["pools"] if not rule["by"]]
        for option, known in self.options[b["id"]].items():
            for at, rule in enumerate(b["pools"]):
                rows = quotas[b["id"], option] if rule["places"] != "rest" else {rule["id"]: known[" "] - sum(quotas[b["id"], option].values())}
                for name in [name for name in rows if (name not in named if rule["by"] else name == rule["id"])]:
                    label = _mac(self.secret, "pool", b["id"], option, name)[:8].hex() if rule["by"] else name
                    found.append(dict(option=option, at=at, name=name, label=label, rule=rule, places=rows[name]))
        return sorted(found, key=lambda pool: (pool["option"], pool["at"], pool["label"]))
    def _fact(self, name: str) -> Row:  # or a sum of facts, for every applicant
        if name in self.facts: return self.facts[name]
        parts: List[Row] = []
        for kind, of, times, *more in self.rules["derived"][name]["sum"]:
            if kind == "when": parts.append([times * (self._test(of, a, {}, 0) == YES) for a in range(len(self.ids))])
            else: parts.append([None if v is None else min(v * times // more[0], inf if more[1] is None else more[1])
                                for v in self._fact(of)])
        return self.facts.setdefault(name, [None if None in each else sum(each) for each in zip(*parts)])
    def _loose(self, node: Any) -> Any:
        if isinstance(node, list) and id(node) not in self.memo:
            self.memo[id(node)] = str((node or [0])[0]) in LOOSE or any([self._loose(each) for each in node])
        return isinstance(node, list) and self.memo[id(node)]
    def _test(self, node: Row, a: int, o: Json, r: int) -> Any:  # what own facts decide is remembered
        if self._loose(node) or (id(node), a) not in self.memo: self.memo[id(node), a] = self._judge(node, a, o, r)
        return self.memo[id(node), a]
    def _judge(self, node: Row, a: int, o: Json, r: int) -> Any:
        kind = node[0]
        if kind in ("all", "any"): return (min if kind == "all" else max)(self._test(each, a, o, r) for each in node[1:])
        if kind == "not": return YES - self._test(node[1], a, o, r)
        if kind == "secured": return YES * (self._fact(self.b["secured"])[a] == o[""])
        if kind == "sibling":
            family, elder, same = (self.rules["siblings"][name] for name in ("family", "elder", "same"))
            like, elder, family = o.get(same), self._fact(elder)[a] if elder else None, self._fact(family)[a]
            near = [self.near.get((family, n, what), set()) - {a} for n, what in ((0, o[""]), (1, like))]
            return YES * (elder is not None and elder in (o[""], like) or family is not None and any(near))
        got = [self._fact(name)[a] for name in node[1]] if kind == "levels" else []
        if kind == "levels": return UNKNOWN if None in got else YES * (sum(one <= node[2] for one in got) >= node[3])
        left, right = self._value(node[1], a, o, r), node[2] if kind == "in" else self._value(node[2], a, o, r)
        return UNKNOWN if None in (left, right) else YES * (left in right if kind == "in" else COMPARE[kind](left, right))
    def _value(self, node: Row, a: int, o: Json, r: int) -> Any:
        if node[0] == "fact": return self._fact(node[1])[a]
        if node[0] != "distance": return o[node[1]] if node[0] == "option" else r if node[0] == "rank" else node[1]
        here, there = self._fact("place")[a], o["place"]
        return None if None in (here, there) else isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)
    def _ticket(self, a: int, o: Json) -> Any:  # its way on from where the drawing begins
        name, (start, way) = (self.group[a], o[""] if self.rules["lottery"]["ticket"] == "per_option" else "*"), self.circle
        if name not in self.memo: self.memo[name] = (int.from_bytes(_mac(self.seed, *name), "big") - start) * way % CIRCLE
        return self.memo[name]
    def _terms(self, terms: Row, a: int, o: Json, r: int) -> Row:
        found: Row = []
        for kind, *of in terms:
            value: Any = (self._fact(of[0])[a] if kind in ("asc", "desc") else int(self._test(of[0], a, o, r) != YES) if kind == "when"
                     else self._ticket(a, o) if kind == "lottery" else self._value(["distance"], a, o, r) if kind == "distance"
                     else tuple(-sum(self._fact(x)[a] == n for x in of[0]) for n in range(len(self.rules["facts"][of[0][0]]["order"]))))
            found.append(inf if value is None else -value if kind == "desc" else value)
        return found
    def _key(self, unit: Any, o: Json, r: int, rule: Json, own: bool) -> Any:  # unit: members, and those whose keys count
        one = id(rule) if rule and (rule["rank"] or not rule["hard"]) else 0
        name = unit[0][0], one, own, r * (self.b["mode"] in ("banded", "sequential"))
        if self.vary or name not in self.keys: self.keys[name] = self._new_key(unit, o, r, rule, own)
        return self.keys[name]
    def _new_key(self, unit: Any, o: Json, r: int, rule: Json, own: bool) -> Tuple[Any, ...]:
        b, found, last, bands = self.b, [], self.b["tie_last"], self.b["bands"]  # type: Any, Row, Any, Any
        for a in unit[1]:
            key: Row = [] if not rule or rule["hard"] else [int(not own)]
            if b["secured"]: key.append(int(self._fact(b["secured"])[a] != o[""]))
            of = self._fact(bands["of"])[a] if bands else None
            if bands: key.append(inf if of is None else 1 + max(0, -((of - bands["first"]) // bands["step"])))
            if b["mode"] in ("banded", "sequential"): key.append(r)
            found.append(key + self._terms([*(rule["rank"] if rule else []), *b["rank"], *b["ties"]], a, o, r))
        worst = (min if b["group"]["tier"] == "highest" else max)(found) + ([self._ticket(unit[1][0], o)] if last == "lottery" else [])
        return tuple(worst + ([unit[1][0], unit[0][0]] if last in ("lottery", "stable_id") else []))
    def _turned(self, number: int, who: Row, o: Json, r: int) -> Any:  # by needs or home; "" where nothing is against it
        if self.unsteady or who[0] not in self.keys: self.keys[who[0]] = self._look(number, who, o, r)
        return self.keys[who[0]]
    def _look(self, number: int, who: Row, o: Json, r: int) -> str:
        found, home = set(), self.b["home"]
        for at, need in enumerate(self.b["needs"]):
            line = need.get("line")
            bar = line.get("at_least", self.drawn.get((number, at, o[""]))) if line else None
            got = [self._fact(line["of"])[a] for a in who] if line else []
            verdict = min([self._test(need["cond"], a, o, r) for a in who]) if not line else YES if bar is None else (
                NO if bar == "closed" else min(UNKNOWN if each is None else YES * (each >= bar) for each in got))
            found.add("" if verdict == YES else "fact_missing" if verdict else "below_line" if line else "not_eligible")
        for a in who if home else ():
            on, by, own, at_home = (self._fact(home[n])[a] for n in ("used_on", "used_by", "family", "fact"))
            if None in (on, at_home) or (by is not None and by == own): continue
            used, day = date.fromordinal(on), date.fromordinal(home["day"])
            if (used.year + home["years"], used.month, used.day) > (day.year, day.month, day.day): found.add("home_taken")
        return next((why for why in ("not_eligible", "below_line", "fact_missing", "home_taken") if why in found), "")
    def _slots(self, unit: Any, o: Json, r: int, places: Row) -> Tuple[str, Row]:
        heard, found = False, []
        for at, rule in enumerate(self.b["pools"]):
            who, name, here = rule["who"], rule["id"] if not rule["by"] else self._fact(rule["by"])[unit[0][0]], self.here[o[""], at]
            mine = all(self._fact(rule["by"])[a] == name is not None for a in unit[0]) if rule["by"] else (
                not who or min([self._test(who, a, o, r) for a in unit[0]]) == YES)
            heard = heard or mine or not rule["hard"]
            names = sorted(here, key=lambda each: (not mine or each != name, each)) if not rule["hard"] else [name] if mine else []
            found += [(here[each], self._key(unit, o, r, rule, mine and each == name), r) for each in names if places[here.get(each, -1)]]
        return ("" if found else "no_places" if heard else "no_pool"), found
    def _wishes(self, number: int, unit: Any, options: Json, places: Row) -> Row:  # filed, or made by distance
        if not self.b["generate"]: return sorted(self.filed[self.b["id"]][unit[0][0]])
        near = sorted((max(self._value(["distance"], a, o, 0) for a in unit[0]), n) for n, o in options.items() if o["place"])
        return list(enumerate([n for _, n in near if self._turned(number, unit[0], options[n], 0) in ("", "home_taken")
                               and self._slots(unit, options[n], 0, places)[0] != "no_pool"], 1))
    def _ask(self, number: int, run: _Placing, places: Row) -> Row:  # units with their [rank, option, why not]
        b, asked, group, together, best = self.b, [], self.b["group"], defaultdict(list), {}  # type: Any, Row, Any, Any, Any
        made, home, options = b["generate"], b["home"], self.options[b["id"]]
        everybody = range(len(self.ids)) if made else sorted(self.filed[b["id"]])
        for a in everybody: together[self.group[a] if group["bind"] else a].append(a)
        for all_ in together.values():
            apart = group["bind"] and group["straddle"] == "split" and all(self._fact(group["consent"])[a] for a in all_)
            for who in [[a] for a in all_] if apart else [all_]:
                placed = (run.holds.keys() if made else run.locked) & set(who)
                if placed or made and any(self._fact("place")[a] is None for a in who):
                    self.why.update((a, "placed_earlier" if placed else "fact_missing") for a in who if not (placed and made))
                else: asked.append(((who, all_), [[r, options[n], self._turned(number, who, options[n], r)]
                                                  for r, n in self._wishes(number, (who, all_), options, places)]))
        def homes(unit: Any) -> Row:  # of each member: the home, and whose it is
            return [(self._fact(home["fact"])[a], self._fact(home["family"])[a] or f"\0{unit[0][0]}") for a in unit[0]]
        for unit, wishes in asked if home and home["within_run"] else ():
            for r, o in [wish[:2] for wish in wishes if not wish[2]][:1]:
                key = self._key(unit, o, r, {}, True)
                for at, family in homes(unit): best[at] = min(best.get(at, (key, unit[0][0], family)), (key, unit[0][0], family))
        for unit, wishes in asked if best else ():
            if any(at and best.get(at, (0, 0, family))[2] != family for at, family in homes(unit)):
                for wish in wishes: wish[2] = wish[2] or "home_taken"
        return asked
    def _batch(self, number: int, run: _Placing) -> None:  # build it as problem.json has it, give its places, note the words
        b, pools, like = self.rules["batches"][number], self.pools[number], self.rules["siblings"]
        self.b, self.keys, self.near, self.here = b, {}, defaultdict(set), defaultdict(dict)  # type: Any, Any, Any, Any
        one, ranks = b["group"]["bind"] and b["group"]["straddle"] != "expand", (rule["rank"] for rule in b["pools"])
        self.vary = b["secured"] or b["tie_last"] == "lottery" and self.rules["lottery"]["ticket"] != "one" or any(
            self._loose(each) for each in (b["rank"], b["ties"], *ranks))
        self.unsteady = any("under" in need.get("line", {}) or self._loose(need.get("cond")) for need in b["needs"])
        for n, pool in enumerate(pools): self.here[pool["option"], pool["at"]][pool["name"]] = n
        for a, hold in run.holds.items() if like else ():
            o, family = self.options[self.rules["batches"][hold[0]]["id"]][hold[1]], self._fact(like["family"])[a]
            self.near[family, 0, hold[1]].add(a)
            if o.get(like["same"]) is not None: self.near[family, 1, o[like["same"]]].add(a)
        rows, places = [], [pool["places"] + more for pool, more in zip(pools, run.extras[number])] + [0]  # the last: no pool
        for unit, wishes in self._ask(number, run, places):
            slots, found = [], []  # type: Row, Row
            for r, o, why in wishes:
                why, found = (why, []) if why else self._slots(unit, o, r, places)
                slots += found
                self.why.update((a, why or "outranked") for a in unit[0])
            if slots: rows.append((sorted((self.names[a], a) for a in unit[0]), slots, len(found)))
        rows.sort()
        flat, ladder = [slot for row in rows for slot in row[1]], defaultdict(set)  # type: Row, Any
        for n, key, _ in flat: ladder[0 if one else n].add(key)
        self.ladders.append({n: sorted(keys) for n, keys in ladder.items()})
        step = {n: {key: at for at, key in enumerate(keys)} for n, keys in self.ladders[number].items()}
        options = sorted(self.options[b["id"]])
        self.parts.append({
            "id": b["id"], "how": "in_order" if one else "rounds", "locks": b["locks"], "options": options,
            "pools": [[options.index(p["option"]), p["label"], p["places"], p["to"]] for p in pools],
            "people": [a for row in rows for _, a in row[0]], "sizes": [len(row[0]) for row in rows],
            "slots": [len(row[1]) for row in rows], "pool": [n for n, _, _ in flat], "rank": [r for _, _, r in flat],
            "key": [step[0 if one else n][key] for n, key, _ in flat]})
        tight: Any = run.give(number, self.parts[number])
        self.ended[b["id"]] = [(a, hold[1]) for a, hold in run.holds.items() if hold[0] == number]
        for end, (who, _, late) in zip(accumulate(len(row[1]) for row in rows), rows):
            if any(0 < tight.get(n, 0) < len(who) for n in range(end - late, end)):
                self.why.update((a, "group_not_fitting") for _, a in who)
    def passes(self) -> Any:  # run all batches until the lines that are drawn are those they were run with
        self.drawn, seen = {}, []  # type: Any, Row
        while self.drawn not in seen:
            seen.append(self.drawn)
            run, self.parts, self.ladders, self.ended, self.why = _Placing(self.rules, self.pools), [], [], {}, {}
            for number in range(len(self.rules["batches"])): self._batch(number, run)
            self.drawn, lines = {}, [(need["line"], n, at, option) for n, b in enumerate(self.rules["batches"]) for at, need in
                enumerate(b["needs"]) if "under" in need.get("line", {}) for option in self.options[b["id"]]]
            for line, *name in lines:
                got = [self._fact(line["of"])[a] for a, option in self.ended[line["under"]] if option == name[2]]
                low = min([value for value in got if value is not None] or [inf])
                if low < inf or line["empty"] == "closed": self.drawn[tuple(name)] = low - line["by"] if low < inf else "closed"
        if self.drawn != seen[-1]: raise Differs("inputs：录取线来回摆动，没有解。")
        return run
    def _last_key(self, number: int, n: int, rank: int) -> str:  # of a pool, as cutoffs.csv writes it
        b, rule, (start, way) = self.rules["batches"][number], self.pools[number][n]["rule"], self.circle
        key: Any = self.ladders[number][n if self.parts[number]["how"] == "rounds" else 0][rank] if rank >= 0 else ()
        plain = (not rule["hard"]) + bool(b["secured"]) + {"banded": 2, "sequential": 1}.get(b["mode"], 0)
        texts, specs = [], {**self.rules["facts"], **self.rules["derived"]}
        for (kind, *of), value in zip([["asc"]] * plain + rule["rank"] + b["rank"] + b["ties"] + [[b["tie_last"]]], key):
            value = -value if kind == "desc" and value != inf else value
            texts.append(f"{(value * way + start) % CIRCLE:064x}" if kind == "lottery" else self.ids[key[-1]] if kind == "stable_id"
                         else ",".join(str(-each) for each in value) if kind == "levels"
                         else _shown(specs[of[0]] if of and kind != "when" else {}, value))
        return str(_canonical(texts), "utf-8")
def _check_draw(files: Json, commitment: Json, certificate: Json) -> Tuple[bytes, str]:  # the seed, and what to say of it
    if not commitment["draw"]:
        return bytes.fromhex(certificate["seed"] or ""), "这是演练，不是正式抽签：种子事先就能算出。" if certificate["seed"] else "没有抽签。"
    commit, reveal = json.loads(files["draw/commit.json"]), json.loads(files["draw/reveal.json"])
    words = "\n".join(["xueyou-seed/1", commitment["draw"], reveal["value"], *reveal["witnesses"], ""])
    seed = hashlib.sha256(words.encode()).digest()
    seals = [_sha(f"xueyou-witness/1\n{each}".encode()) for each in reveal["witnesses"]]
    _same("draw/commit.json", [_sha(files["draw/commit.json"])], [commitment["draw"]], BOOK, 0)
    _same("draw/reveal.json", [reveal["commit"], reveal["seed"], seals if commit["seals"] else []],
          [commitment["draw"], seed.hex(), commit["seals"]], "抽签承诺", 0)
    return seed, f"抽签：登记簿第 {commit['ordinal']} 号承诺，前一号 {commit['previous'] or '无'}；种子重算无误{'，但时钟拨过，只是演练' if reveal['rehearsal'] else ''}。"
def _check_facts(files: Json, rules: Json, commitment: Json, seed: bytes) -> Any:  # all of the sealed bundle, anew
    for name in INPUTS: _same(f"inputs/{name}.csv", [_sha(files[f"inputs/{name}.csv"])], [commitment[name]], BOOK, 0)
    secret, start = bytes.fromhex(str(files["secret.txt"], "ascii")), int.from_bytes(_mac(seed, "start"), "big")
    circle = (start, 1 if _mac(seed, "direction")[0] < 128 else -1) if (rules["lottery"] or {}).get("order") == "circular" else (0, 1)
    facts, ids = _Facts(files, rules, secret, seed, circle), [b["id"] for b in rules["batches"]]
    run, pools = facts.passes(), facts.pools
    if commitment["draw"]: _same("draw/roster.csv", _table(files["draw/roster.csv"])[1:], sorted(map(list, zip(facts.group, facts.ids))))
    opened = [[each, name, _mac(secret, "salt", each).hex()] for each, name in zip(facts.ids, facts.names)]
    _same("openings.csv", _table(files["openings.csv"])[1:], opened)
    own, other = files["inputs/applicants.csv"].split(b"\n"), files["inputs/choices.csv"].split(b"\n")
    rows, at = [], 1
    for a, ((_, name, salt), row) in enumerate(zip(opened, own[1:])):
        end = at + sum(len(filed.get(a, ())) for filed in facts.filed.values())
        text = [b"xueyou-row/1", f"salt: {salt}\npseudonym: {name}".encode(), own[0], row, other[0], *other[at:end], b""]
        at = end
        rows.append([name, _sha(b"\n".join(text))])
    _same("public/commitments.csv", _table(files["public/commitments.csv"])[1:], sorted(rows), "每人的原始数据")
    for part in facts.parts: part["people"] = [facts.names[a] for a in part["people"]]
    parts = {"schema": "admission-problem/1", "rules": commitment["rules"], "batches": facts.parts}
    _same("problem.json", [files["problem.json"]], [_canonical(parts)], head=0)
    _same("placements.csv", _table(files["placements.csv"])[1:], [[facts.ids[a], ids[n], option, str(rank), pools[n][at]["name"], word]
          for a, (n, option, rank, at, word) in sorted(run.holds.items())])
    _same("cutoffs.csv", sorted(_table(files["cutoffs.csv"])[1:]), sorted(
        [*cut[:2], pools[cut[7]][cut[8]]["name"], *cut[3:5], facts._last_key(*cut[7:]), *cut[5:7]] for cut in run.cuts))
    _same("unplaced.csv", [[row[0], row[-1]] for row in _table(files["unplaced.csv"])[1:]], [
        [name, facts.why.get(a, "no_choice")] for a, name in enumerate(facts.ids) if a not in run.holds])
    run.holds = {facts.names[a]: hold for a, hold in run.holds.items()}
    return run
def check(folder: str, commitment: str = "") -> List[str]:
    """Check a bundle and return what was found, sentence by sentence; raises Differs."""
    files = _read_files(folder)
    base = "public/" if "inputs/applicants.csv" in files else ""
    names = ("rules", "commitment", "certificate", "problem")
    rules, book, certificate, problem = (json.loads(files[f"{name}.json"]) for name in names)
    whole, early = _sha(files["commitment.json"]), {n: v for n, v in book.items() if n not in ("problem", "rows", "draw")}
    codes = {whole: "与您给的结果承诺码一致。", _sha(_canonical(early)): "与您给的录入承诺码一致：规则和数据没有换过。",
             book["draw"]: "与您给的抽签承诺一致：名册、规则、名额表和抽签没有换过；选项表和各人的数据要用录入承诺码或结果承诺码来对。", "": "没有给 --commitment：有人把数据和全部文件一起重做，这样看不出来。"}
    if commitment.lower() not in codes: raise Differs("commitment.json 第 1 行与您手里的承诺码不符：不是公布过的那一份。")
    for name, said in (("rules.json", "rules"), ("problem.json", "problem"), (base + "commitments.csv", "rows")):
        _same(name, [_sha(files[name])], [book[said]], BOOK, 0)
    _same("certificate.json", [certificate["commitment"]], [whole], BOOK, 0)
    seed, draw = _check_draw(files, book, certificate)
    run, ids = _Placing(rules, [part["pools"] for part in problem["batches"]]), [b["id"] for b in rules["batches"]]
    if base: run = _check_facts(files, rules, book, seed)
    for number, part in enumerate([] if base else problem["batches"]): run.give(number, part)
    for name in names: _same(f"{base}{name}.json", [files[f"{base}{name}.json"]], [files[f"{name}.json"]], "封存的一份", 0)
    rows = [[who, ids[n], option, str(rank), word] for who, (n, option, rank, _, word) in sorted(run.holds.items())]
    _same(base + "placements.csv", _table(files[base + "placements.csv"])[1:], rows)
    _same(base + "cutoffs.csv", _table(files[base + "cutoffs.csv"])[1:], [cut[:7] for cut in run.cuts])
    return [f"文件 {len(files)} 个，都与清单一致。", f"结果承诺码 {whole}", f"录入承诺码 {_sha(_canonical(early))}", codes[commitment.lower()], draw, ENDS[not base]]
if __name__ == "__main__":
    gc.disable()  # millions of rows live to the end: to look for rubbish among them costs as much as the work
    parser = argparse.ArgumentParser(description="核验一份录取结果")
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent), metavar="DIR")
    parser.add_argument("--commitment", default="", metavar="HEX", help="公布过的承诺码")
    try: print("\n".join(check(**vars(parser.parse_args()))))
    except (Differs, LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as broken:
        sys.exit(f"核验不通过：{broken if isinstance(broken, Differs) else f'这份结果读不懂（{broken!r}）。'}")

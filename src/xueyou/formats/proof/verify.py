"""Checks a bundle of admission results, with Python 3.8 or later alone 录取结果核验: verify.py [DIR] [--commitment HEX]
The sealed bundle (it holds `inputs`) is computed anew from the facts; the public one from the ordered keys of problem.json, and it says so.
Rules: docs/handbook/admission.md; files, and what is not checked: docs/handbook/proof.md. Exit 0, 1 (not so) or 2 (usage)."""
import argparse, csv, datetime, gc, hashlib, heapq, hmac, json, operator, pathlib, re, sys, zlib
from collections import defaultdict
from itertools import accumulate, count
from math import inf, isqrt
from typing import Any, List, Tuple
MANIFEST, LINES, CIRCLE, NO, UNKNOWN, YES = "MANIFEST.sha256", "LINES.crc32", 1 << 256, 0, 1, 2
COMPARE = {name: getattr(operator, name) for name in ("ge", "gt", "le", "lt", "eq", "ne")}
BOOK, INPUTS = "承诺书（commitment.json）", ("applicants", "choices", "options", "quotas")
ENDS = ("从封存的原始数据重算了资格、排序、名额、分数线和每人的结果，完全一致。",
        "这是公开的一份：从公布的排序重算了每个名额，完全一致；排序怎样由原始数据得来，要看封存的一份。")
class Differs(Exception): """The bundle is not what it says it is; the sentence names the file and its first row."""
def _sha(data: bytes) -> str: return hashlib.sha256(data).hexdigest()
def _mac(key: bytes, *parts: str) -> bytes: return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).digest()
def _table(data: bytes) -> List[List[str]]: return list(csv.reader(str(data, "utf-8").split("\n")[:-1]))
def _line_sums(data: bytes) -> List[str]: return ["%08x" % zlib.crc32(line) for line in data.split(b"\n")]
def _canonical(value: Any) -> bytes: return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def _first(said: Any, found: Any) -> int:  # the first row, from 1, in which two files differ
    return next((n for n, (a, b) in enumerate(zip(said, found), 1) if a != b), min(len(said), len(found)) + 1)
def _same(name: str, said: Any, found: Any, what: str = "重算的结果") -> None:
    if said != found: raise Differs(f"{name} 第 {_first(said, found)} 行与{what}不符。")
def _cell(cell: Any) -> str: return '"' + cell.replace('"', '""') + '"' if set(str(cell)) & {'"', ","} else str(cell)
def _hold(files: Any, name: str, heads: str, rows: Any, what: str = "重算的结果") -> None:  # a whole table, to its last byte
    _same(name, str(files[name], "utf-8").split("\n"), [heads, *(",".join(map(_cell, row)) for row in rows), ""], what)
def _read_files(folder: str) -> Any:  # every file, held against the manifest
    paths = sorted(pathlib.Path(folder).rglob("*"))
    for path in [path for path in paths if path.is_symlink()]: raise Differs(f"{path.name} 是一个链接，不是文件。")
    files: Any = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    if MANIFEST not in files: raise Differs(f"{MANIFEST} 不见了，或者这不是一份录取结果。")
    said = str(files[MANIFEST], "utf-8", "replace").split("\n")
    found = [f"{_sha(data)}  {name}" for name, data in sorted(files.items()) if name != MANIFEST]
    if said[-2:] != [f"# {_sha(''.join(row + chr(10) for row in said[:-2]).encode())}  {MANIFEST}", ""]:
        raise Differs(f"{MANIFEST} 本身被改动过，第 {_first(said[:-2], found)} 行起与文件不符。")
    listed = {row[66:]: row[:64] for row in said[:-2]}
    for name in sorted(set(listed) ^ (set(files) - {MANIFEST})): raise Differs(name + (" 不见了。" if name in listed else " 是多出来的文件。"))
    for name in [name for name in sorted(listed, key=LINES.__eq__) if listed[name] != _sha(files[name])]:
        raise Differs(f"{name} 被改动过，第 {_changed(files, name)} 行起与封存时不同。")
    return files
def _changed(files: Any, name: str) -> int:  # the line sums prove nothing, they only find the place
    rows = str(files.get(LINES, b""), "utf-8", "replace").split("\n")
    if name == LINES: return _first(rows, [f"{each}\t{''.join(_line_sums(files[each]))}" for each in sorted(files) if each not in (MANIFEST, LINES)] + [""])
    sums = dict(row.partition("\t")[::2] for row in rows).get(name, "")
    return _first([sums[n:n + 8] for n in range(0, len(sums), 8)], _line_sums(files[name]))
def _solve(part: Any, places: Any) -> Tuple[Any, Any]:  # the slot of each unit or -1; the places left where it did not fit
    sizes, pool, key = part["sizes"], part["pool"], part["key"]
    taken, left, tight = [-1] * len(sizes), list(places), {}  # type: Any, Any, Any
    if part["how"] == "in_order":
        unit_of = [unit for unit, slots in enumerate(part["slots"]) for _ in range(slots)]
        for _, slot, unit, here in sorted(zip(key, count(), unit_of, pool)):
            if taken[unit] < 0 and sizes[unit] <= left[here]: taken[unit], left[here] = slot, left[here] - sizes[unit]
            elif taken[unit] < 0: tight[slot] = left[here]
        return taken, tight
    heaps, held, classes = [[] for _ in places], [0] * len(places), [{} for _ in places]  # type: Any, Any, Any
    following, waiting = [iter(range(end - few, end)) for end, few in zip(accumulate(part["slots"]), part["slots"])], list(range(len(sizes)))
    while waiting:
        unit = waiting.pop()
        slot = taken[unit] = next(following[unit], -1)
        if slot < 0: continue
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
class _Placing:  # what a run has come to: holds, person -> batch number, option, choice rank, pool number, reason; places that flowed on
    def __init__(self, rules: Any, pools: Any) -> None:
        self.rules, self.extras = rules, [[0] * len(each) for each in pools]
        self.cuts, self.locked, self.holds, self.tied = [], set(), {}, []  # type: Any, Any, Any, Any
    def give(self, number: int, part: Any) -> Any:  # the places of one batch, and all that follows
        people, pools, made, held = part["people"], part["pools"], self.rules["batches"][number]["generate"], [[] for _ in part["pools"]]  # type: Any, Any, Any, Any
        if self.locked.intersection(people): raise Differs(f"problem.json 第 1 行：{part['id']} 里有人已录取并锁定。")
        taken, tight = _solve(part, [row[2] + more for row, more in zip(pools, self.extras[number])])
        for at, size, slot in zip(accumulate([0] + part["sizes"]), part["sizes"], taken):
            if slot >= 0: held[part["pool"][slot]].append((part["key"][slot], slot, people[at:at + size]))
        for n, ((option, label, places, to), here) in enumerate(zip(pools, held)):
            places, last = places + self.extras[number][n], max([each[0] for each in here] or [-1])
            count, ties = sum(len(each[2]) for each in here), [len(each[2]) for each in here if each[0] == last]
            if to and count < places: self.extras[to[0]][to[1]] += places - count
            self.cuts.append([part["id"], part["options"][option], label, places, count, sum(ties), max(0, count - places), number, n, last, len(ties)])
            for rank, slot, who in here:
                edge = "placed" if count <= places or rank < last else "placed_tied" if len(ties) > 1 else "placed_group"
                self.holds.update((one, [number, part["options"][option], part["rank"][slot], n, "completed" if made else edge]) for one in who)
        self.locked.update(one for one, hold in self.holds.items() if part["locks"] and hold[0] == number)
        return tight
def _parsed(spec: Any, text: str) -> Any:  # scaled integer, day, ordinal of a level, text; None is unknown
    if text == "" or spec["type"] == "code": return text or None
    if spec["type"] == "date": return datetime.date.fromisoformat(text).toordinal()
    if spec["type"] in ("level", "place"): return [int(each) for each in text.split()] if spec["type"] == "place" else spec["order"].index(text)
    return int(text.partition(".")[0] + text.partition(".")[2].ljust(spec["scale"], "0"))
def _shown(spec: Any, value: Any) -> Any:
    if value == inf or spec.get("type") == "level": return "" if value == inf else spec["order"][value]
    if spec.get("type") == "date": return datetime.date.fromordinal(value).isoformat()
    whole, rest = divmod(abs(value), 10 ** spec.get("scale", 0))
    return "-" * (value < 0) + f"{whole}.{rest:0{spec.get('scale', 0) or 1}}".rstrip("0").rstrip(".")
class _Facts:  # the tables of the sealed bundle, and what the rules say of them in the batch at hand (self.b)
    def __init__(self, files: Any, rules: Any, secret: bytes, seed: bytes, circle: Tuple[int, int]) -> None:
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
        self.options: Any = defaultdict(dict)  # batch -> option -> its row, attributes parsed
        for row in csv.DictReader(str(files["inputs/options.csv"], "utf-8").split("\n")[:-1]):
            self.options[row["batch"]][row["option"]] = {**row, **{name: _parsed(spec, row[name]) for name, spec in rules["attributes"].items()}}
        for batch, option, pool, places in _table(files["inputs/quotas.csv"])[1:]: quotas[batch, option][pool] = int(places)
        self.pools = [self._standing(b, quotas) for b in rules["batches"]]
        for b, pools in zip(rules["batches"], self.pools):
            aims = [(p, [to, n]) for to, other in enumerate(rules["batches"]) if other["id"] == b["leftover"] for n, p in enumerate(self.pools[to])]
            known = {(p["option"], p["rule"]["id"], p["name"]): aim for p, aim in aims}
            known.update((p["option"], aim) for p, aim in aims if p["rule"]["places"] == "rest")
            for p in pools: p["to"] = known.get((p["option"], p["rule"]["id"], p["name"]), known.get(p["option"]))
    def _standing(self, b: Any, quotas: Any) -> Any:
        found, named = [], [rule["id"] for rule in b["pools"] if not rule["by"]]
        for option, known in self.options[b["id"]].items():
            for at, rule in enumerate(b["pools"]):
                rows = quotas[b["id"], option] if rule["places"] != "rest" else {rule["id"]: int(known["places"]) - sum(quotas[b["id"], option].values())}
                for name in [name for name in rows if (name not in named if rule["by"] else name == rule["id"])]:
                    label = _mac(self.secret, "pool", b["id"], option, name)[:8].hex() if rule["by"] or rule["who"] else name
                    found.append(dict(option=option, at=at, name=name, label=label, rule=rule, places=rows[name]))
        return sorted(found, key=lambda pool: (pool["option"], pool["label"], pool["at"]))
    def _fact(self, name: str) -> Any:  # or a sum of facts, for every applicant
        if name in self.facts: return self.facts[name]
        parts: Any = []
        for kind, of, times, *more in self.rules["derived"][name]["sum"]:
            if kind == "when": parts.append([times * (self._test(of, a, {}, 0) == YES) for a in range(len(self.ids))])
            else: parts.append([None if v is None else min(v * times // more[0], inf if more[1] is None else more[1]) for v in self._fact(of)])
        return self.facts.setdefault(name, [None if None in each else sum(each) for each in zip(*parts)])
    def _loose(self, node: Any) -> Any:  # whether it asks for more than own facts
        if id(node) not in self.memo: self.memo[id(node)] = any(f'"{word}"' in json.dumps(node) for word in ("option", "distance", "rank", "sibling", "secured", "lottery"))
        return self.memo[id(node)]
    def _test(self, node: Any, a: int, o: Any, r: int) -> Any:  # what own facts decide is remembered
        if self._loose(node) or (id(node), a) not in self.memo: self.memo[id(node), a] = self._judge(node, a, o, r)
        return self.memo[id(node), a]
    def _judge(self, node: Any, a: int, o: Any, r: int) -> Any:
        kind = node[0]
        if kind in ("all", "any"): return (min if kind == "all" else max)(self._test(each, a, o, r) for each in node[1:])
        if kind == "not": return YES - self._test(node[1], a, o, r)
        if kind == "secured": return YES * (self._fact(self.b["secured"])[a] == o["option"])
        if kind == "sibling":
            family, elder, same = (self.rules["siblings"][name] for name in ("family", "elder", "same"))
            like, elder, family = o.get(same), self._fact(elder)[a] if elder else None, self._fact(family)[a]
            near = [self.near.get((family, n, what), set()) - {a} for n, what in ((0, o["option"]), (1, like))]
            return YES * (elder is not None and elder in (o["option"], like) or family is not None and any(near))
        got = [self._fact(name)[a] for name in node[1]] if kind == "levels" else []
        if kind == "levels": return UNKNOWN if None in got else YES * (sum(one <= node[2] for one in got) >= node[3])
        left, right = self._value(node[1], a, o, r), node[2] if kind == "in" else self._value(node[2], a, o, r)
        return UNKNOWN if None in (left, right) else YES * (left in right if kind == "in" else COMPARE[kind](left, right))
    def _value(self, node: Any, a: int, o: Any, r: int) -> Any:
        if node[0] == "fact": return self._fact(node[1])[a]
        if node[0] != "distance": return o[node[1]] if node[0] == "option" else r if node[0] == "rank" else node[1]
        here, there = self._fact("place")[a], o["place"]
        return None if None in (here, there) else isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)
    def _ticket(self, a: int, o: Any) -> Any:  # its way on from where the drawing begins
        name, (start, way) = (self.group[a], o["option"] if self.rules["lottery"]["ticket"] == "per_option" else "*"), self.circle
        if name not in self.memo: self.memo[name] = (int.from_bytes(_mac(self.seed, *name), "big") - start) * way % CIRCLE
        return self.memo[name]
    def _terms(self, terms: Any, a: int, o: Any, r: int) -> Any:
        found: Any = []
        for kind, *of in terms:
            value: Any = (self._fact(of[0])[a] if kind in ("asc", "desc") else int(self._test(of[0], a, o, r) != YES) if kind == "when"
                     else self._ticket(a, o) if kind == "lottery" else self._value(["distance"], a, o, r) if kind == "distance"
                     else tuple(-sum(self._fact(x)[a] == n for x in of[0]) for n in range(len(self.rules["facts"][of[0][0]]["order"]))))
            found.append(inf if value is None else -value if kind == "desc" else value)
        return found
    def _key(self, unit: Any, o: Any, r: int, rule: Any, own: bool) -> Any:  # unit: members, and those whose keys count
        b, found, last, bands = self.b, [], self.b["tie_last"], self.b["bands"]  # type: Any, Any, Any, Any
        name = unit[0][0], id(rule) if rule and (rule["rank"] or not rule["hard"]) else 0, own, r * (b["mode"] in ("banded", "sequential"))
        if name in self.keys and not self.vary: return self.keys[name]
        for a in unit[1]:
            key: Any = [] if not rule or rule["hard"] else [int(not own)]
            if b["secured"]: key.append(int(self._fact(b["secured"])[a] != o["option"]))
            if bands: key.append(inf if self._fact(bands["of"])[a] is None else 1 + max(0, -((self._fact(bands["of"])[a] - bands["first"]) // bands["step"])))
            if b["mode"] in ("banded", "sequential"): key.append(r)
            found.append(key + self._terms([*(rule["rank"] if rule else []), *b["rank"], *b["ties"]], a, o, r))
        worst = (min if b["group"]["tier"] == "highest" else max)(found) + ([self._ticket(unit[1][0], o)] if last == "lottery" else [])
        self.keys[name] = tuple(worst + ([unit[1][0], unit[0][0]] if last in ("lottery", "stable_id") else []))
        return self.keys[name]
    def _turned(self, number: int, who: Any, o: Any, r: int) -> Any:  # by needs or home; "" where nothing is against it
        if who[0] in self.keys and not self.unsteady: return self.keys[who[0]]
        found, home = set(), self.b["home"]
        for at, need in enumerate(self.b["needs"]):
            line = need.get("line")
            bar = line.get("at_least", self.drawn.get((number, at, o["option"]))) if line else None
            verdict = min([self._test(need["cond"], a, o, r) if not line else YES if bar is None else NO if bar == "closed" else
                           UNKNOWN if self._fact(line["of"])[a] is None else YES * (self._fact(line["of"])[a] >= bar) for a in who])
            found.add("" if verdict == YES else "fact_missing" if verdict else "below_line" if line else "not_eligible")
        for a in who if home else ():
            on, by, own, at_home = (self._fact(home[n])[a] for n in ("used_on", "used_by", "family", "fact"))
            if None in (on, at_home) or (by is not None and by == own): continue
            used, day = datetime.date.fromordinal(on), datetime.date.fromordinal(home["day"])
            if (used.year + home["years"], used.month, used.day) > (day.year, day.month, day.day): found.add("home_taken")
        self.keys[who[0]] = next((why for why in ("not_eligible", "below_line", "fact_missing", "home_taken") if why in found), "")
        return self.keys[who[0]]
    def _slots(self, unit: Any, o: Any, r: int, places: Any) -> Tuple[str, Any]:
        heard, found = False, []
        for at, rule in enumerate(self.b["pools"]):
            who, name, here = rule["who"], rule["id"] if not rule["by"] else self._fact(rule["by"])[unit[0][0]], self.here[o["option"], at]
            mine = all(self._fact(rule["by"])[a] == name is not None for a in unit[0]) if rule["by"] else (
                not who or min([self._test(who, a, o, r) for a in unit[0]]) == YES)
            heard = heard or mine or not rule["hard"]
            names = sorted(here, key=lambda each: (not mine or each != name, each)) if not rule["hard"] else [name] if mine else []
            found += [(here[each], self._key(unit, o, r, rule, mine and each == name), r) for each in names if places[here.get(each, -1)]]
        return ("" if found else "no_places" if heard else "no_pool"), found
    def _wishes(self, number: int, unit: Any, options: Any, places: Any) -> Any:  # filed, or made by distance
        if not self.b["generate"]: return sorted(self.filed[self.b["id"]][unit[0][0]])
        near = sorted((max(self._value(["distance"], a, o, 0) for a in unit[0]), n) for n, o in options.items() if o["place"])
        return list(enumerate([n for _, n in near if self._turned(number, unit[0], options[n], 0) in ("", "home_taken")
                               and self._slots(unit, options[n], 0, places)[0] != "no_pool"], 1))
    def _ask(self, number: int, run: _Placing, places: Any) -> Any:  # units with their [rank, option, why not]
        b, asked, group, together, best = self.b, [], self.b["group"], defaultdict(list), {}  # type: Any, Any, Any, Any, Any
        made, home, options = b["generate"], b["home"], self.options[b["id"]]
        for a in range(len(self.ids)) if made else sorted(self.filed[b["id"]]): together[self.group[a] if group["bind"] else a].append(a)
        for all_ in together.values():
            apart = group["bind"] and group["straddle"] == "split" and all(self._fact(group["consent"])[a] for a in all_)
            for who in [[a] for a in all_] if apart else [all_]:
                placed = (run.holds.keys() if made else run.locked) & set(who)
                if placed or made and any(self._fact("place")[a] is None for a in who):
                    last = ["", "", "fact_missing"] if made else [*max(self.filed[b["id"]][who[0]]), "placed_earlier"]
                    self.why.update((a, [b["id"], *last]) for a in who if not (placed and made))
                else: asked.append(((who, all_), [[r, options[n], self._turned(number, who, options[n], r)]
                                                  for r, n in self._wishes(number, (who, all_), options, places)]))
        def homes(unit: Any) -> Any: return [(self._fact(home["fact"])[a], self._fact(home["family"])[a] or f"\0{unit[0][0]}") for a in unit[0]]
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
        one, loose = b["group"]["bind"] and b["group"]["straddle"] != "expand", [b["rank"], b["ties"], *(rule["rank"] for rule in b["pools"])]
        self.vary = b["secured"] or b["tie_last"] == "lottery" and self.rules["lottery"]["ticket"] != "one" or any(map(self._loose, loose))
        self.unsteady = any("under" in need.get("line", {}) or self._loose(need.get("cond")) for need in b["needs"])
        for n, pool in enumerate(pools): self.here[pool["option"], pool["at"]][pool["name"]] = n
        for a, hold in run.holds.items() if like else ():
            o, family = self.options[self.rules["batches"][hold[0]]["id"]][hold[1]], self._fact(like["family"])[a]
            self.near[family, 0, hold[1]].add(a)
            if o.get(like["same"]) is not None: self.near[family, 1, o[like["same"]]].add(a)
        rows, places = [], [pool["places"] + more for pool, more in zip(pools, run.extras[number])] + [0]  # the last: no pool
        for unit, wishes in self._ask(number, run, places):
            slots, found = [], []  # type: Any, Any
            for r, o, why in wishes:
                why, found = (why, []) if why else self._slots(unit, o, r, places)
                slots += found
            if wishes: self.why.update((a, [b["id"], r, o["option"], why or "outranked"]) for a in unit[0])  # of the last wish
            if slots: rows.append((sorted((self.names[a], a) for a in unit[0]), slots, len(found)))
        rows.sort()
        flat, ladder = [slot for row in rows for slot in row[1]], defaultdict(set)  # type: Any, Any
        for n, key, _ in flat: ladder[0 if one else n].add(key)
        self.ladders.append({n: sorted(keys) for n, keys in ladder.items()})
        step = {n: {key: at for at, key in enumerate(keys)} for n, keys in self.ladders[number].items()}
        options = sorted(self.options[b["id"]])
        self.parts.append({"id": b["id"], "how": "in_order" if one else "rounds", "locks": b["locks"], "options": options,
            "pools": [[options.index(p["option"]), p["label"], p["places"], p["to"]] for p in pools],
            "people": [a for row in rows for _, a in row[0]], "sizes": [len(row[0]) for row in rows], "slots": [len(row[1]) for row in rows],
            "pool": [n for n, _, _ in flat], "rank": [r for _, _, r in flat], "key": [step[0 if one else n][key] for n, key, _ in flat]})
        tight: Any = run.give(number, self.parts[number])
        self.ended[b["id"]] = [(a, hold[1]) for a, hold in run.holds.items() if hold[0] == number]
        for end, (who, _, late) in zip(accumulate(len(row[1]) for row in rows), rows):
            if any(0 < tight.get(n, 0) < len(who) for n in range(end - late, end)):
                self.why.update((a, [*self.why[a][:3], "group_not_fitting"]) for _, a in who)
    def passes(self) -> Any:  # run all batches until the lines that are drawn are those they were run with
        self.drawn, seen = {}, []  # type: Any, Any
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
            texts.append(f"{(value * way + start) % CIRCLE:064x}" if kind == "lottery" else self.ids[key[-1]] if kind == "stable_id" else
                         ",".join(str(-each) for each in value) if kind == "levels" else
                         _shown(specs[of[0]] if of and kind != "when" else {}, -value if kind == "desc" and value != inf else value))
        return str(_canonical(texts), "utf-8")
def _spoken(form: str, published: str) -> str:  # what a source's words come to by its declared form; "" where they do not fit it
    kind, *more = form.split(":")
    words = [word for word in re.split("[ ,.;+|/:、-]+", published) if word]
    if kind != "numbers":
        text, good = "".join(words), re.compile("[0-9a-f]+" if kind == "hex" else "[0-9]+")
        return text if good.fullmatch(text) and (len(text) == int(more[0]) if more else len(text) >= 4) else ""
    numbers = [int(word) for word in words if re.fullmatch("[0-9]{1,9}", word)]
    if more[3:]: numbers = sorted(set(numbers))
    fits = len(numbers) == len(words) == int(more[0]) and int(more[1]) <= min(numbers) <= max(numbers) <= int(more[2])
    return " ".join(map(str, numbers)) if fits else ""
def _check_draw(files: Any, rules: Any, book: Any, certificate: Any) -> Any:  # the seed, and what to say of it
    lots = any(b["tie_last"] == "lottery" or ["lottery"] in sum([pool["rank"] for pool in b["pools"]], b["rank"] + b["ties"]) for b in rules["batches"])
    if not book["draw"]:
        if lots and not certificate["seed"]: raise Differs("draw/commit.json 不见了：规则要摇号，证书又没有说是演练。")
        _same("certificate.json", [certificate["rehearsal"]], [bool(certificate["seed"])], "有没有正式摇号")
        return bytes.fromhex(certificate["seed"] or ""), "这是演练，不是正式摇号：种子事先就能算出。" if certificate["seed"] else "没有摇号。"
    commit, reveal = json.loads(files["draw/commit.json"]), json.loads(files["draw/reveal.json"])
    bound = {"places": book["quotas"], "options": book["options"]}
    if "inputs/rules.yaml" in files: bound.update(rules=_sha(files["inputs/rules.yaml"]), roster=_sha(files["draw/roster.csv"]))
    for name in bound: _same("draw/commit.json", [commit[name] and commit[name]["sha256"]], [commit[name] and bound[name]], f"录取所用的 {name}")
    tried, value = [each["source"] for each in [*reveal["missed"], reveal]], _spoken(reveal["source"]["form"], reveal["published"])
    seed = hashlib.sha256("\n".join(["xueyou-seed/1", book["draw"], value, *reveal["witnesses"], ""]).encode()).digest()
    seals = [_sha(f"xueyou-witness/1\n{each}".encode()) for each in reveal["witnesses"] if commit["seals"]]
    in_turn, moved = value > "" and commit["committed_at"] < commit["not_before"] <= reveal["revealed_at"], reveal["rehearsal"] or commit["rehearsal"]
    _same("draw/reveal.json", [[reveal["commit"], tried, reveal["value"], reveal["seed"], seals, in_turn]],
          [[book["draw"], commit["sources"][:len(tried)], value or None, seed.hex(), commit["seals"], True]], "摇号承诺")
    _same("certificate.json", [[certificate["rehearsal"], certificate["seed"]]], [[moved, None]], "摇号的记录")
    return seed, f"摇号：登记簿第 {commit['ordinal']} 号承诺，前一号 {commit['previous'] or '无'}；种子重算无误{'' if commit['options'] else '，选项表不在承诺里'}{'' if commit['seals'] else '，见证数字没有事先封存'}{'，但时钟拨过，只是演练' if moved else ''}。"
def _check_facts(files: Any, rules: Any, book: Any, seed: bytes) -> Any:  # all of the sealed bundle, anew
    secret, start = bytes.fromhex(str(files["secret.txt"], "ascii")), int.from_bytes(_mac(seed, "start"), "big")
    circle = (start, 1 if _mac(seed, "direction")[0] < 128 else -1) if (rules["lottery"] or {}).get("order") == "circular" else (0, 1)
    facts, ids = _Facts(files, rules, secret, seed, circle), [b["id"] for b in rules["batches"]]
    run, pools = facts.passes(), facts.pools
    if book["draw"]: _same("draw/roster.csv", _table(files["draw/roster.csv"])[1:], sorted(map(list, zip(facts.group, facts.ids))))
    opened = [[each, name, _mac(secret, "salt", each).hex()] for each, name in zip(facts.ids, facts.names)]
    _hold(files, "openings.csv", "applicant,pseudonym,salt", opened)
    own, other = files["inputs/applicants.csv"].split(b"\n"), files["inputs/choices.csv"].split(b"\n")
    rows, left = [], iter(other[1:])
    for a, ((_, name, salt), row) in enumerate(zip(opened, own[1:])):
        filed = [next(left) for each in facts.filed.values() for _ in each.get(a, ())]
        text = [b"xueyou-row/1", f"salt: {salt}\npseudonym: {name}".encode(), own[0], row, other[0], *filed, b""]
        rows.append([name, _sha(b"\n".join(text))])
    _hold(files, "public/commitments.csv", "pseudonym,sha256", sorted(rows), "每人的原始数据")
    parts = [{**part, "people": [facts.names[a] for a in part["people"]]} for part in facts.parts]
    _same("problem.json", [files["problem.json"]], [_canonical({"schema": "admission-problem/1", "rules": book["rules"], "batches": parts})])
    _hold(files, "placements.csv", "applicant,batch,option,choice_rank,pool,reason", [
        [facts.ids[a], ids[n], option, rank, pools[n][at]["name"], word] for a, (n, option, rank, at, word) in sorted(run.holds.items())])
    _hold(files, "cutoffs.csv", "batch,option,pool,places,placed,last_key,tied_at_last,over_places", sorted([
        [*cut[:2], pools[cut[7]][cut[8]]["name"], *cut[3:5], facts._last_key(*cut[7:10]), *cut[5:7]] for cut in run.cuts], key=lambda row: row[:3]))
    missed = [[name, *facts.why.get(a, ["", "", "", "no_choice"])] for a, name in enumerate(facts.ids) if a not in run.holds]
    _hold(files, "unplaced.csv", "applicant,batch,choice_rank,option,reason", missed)
    for name, said in book["sealed"].items(): _same(name, [_mac(secret, "file", name, _sha(files[name])).hex()], [said], BOOK)  # last: it tells no row
    run.holds = {facts.names[a]: hold for a, hold in run.holds.items()}
    return run
def _check_order(rules: Any, parts: Any, people: Any) -> Any:  # the public problem.json, held against rules and people; then all places given
    run, said = _Placing(rules, [part["pools"] for part in parts]), [[part[name] for name in ("id", "how", "locks")] for part in parts]
    passing = {False: "rounds", True: "in_order"}
    _same("problem.json", [said], [[[b["id"], passing[b["group"]["bind"] and b["group"]["straddle"] != "expand"], b["locks"]] for b in rules["batches"]]], "规则")
    for number, (b, part) in enumerate(zip(rules["batches"], parts)):
        who, sizes, slots, count = part["people"], part["sizes"], part["slots"], len(part["pool"])
        good = [len(people.intersection(who)), sum(sizes), len(sizes), sum(slots), len(part["key"]), len(part["rank"])] == [
            len(who), len(who), len(slots), count, count, count] and min([*sizes, *slots, *part["rank"], 1]) > 0 == min([*part["pool"], *part["key"], 0])
        good = good and max([-1, *part["pool"]]) < len(part["pools"]) and max([0, *part["rank"]]) <= (b["max"] or inf) and max(sizes, default=1) <= (
            inf if b["group"]["bind"] else 1)
        if not good: raise Differs(f"problem.json 第 1 行：{b['id']} 的人、名单或名额与规则和 commitments.csv 不符。")
        run.give(number, part)
    return run
def check(folder: str, commitment: str = "") -> List[str]:
    """Check a bundle and return what was found, sentence by sentence; raises Differs."""
    files = _read_files(folder)
    base = "public/" if "inputs/applicants.csv" in files else ""
    names = ("rules", "commitment", "certificate", "problem")
    rules, book, certificate, problem = (json.loads(files[f"{name}.json"]) for name in names)
    whole, early = _sha(files["commitment.json"]), _sha(_canonical({name: book[name] for name in ("schema", "rules", "code", *INPUTS)}))
    codes = {whole: "与您给的结果承诺码一致。", early: "与您给的录入承诺码一致：规则和数据没有换过。",
             book["draw"]: f"与您给的摇号承诺一致：名额表{'、选项表、名册和规则' if base else '和选项表'}没有换过；各人的数据要用录入承诺码或结果承诺码来对。", "": "没有给 --commitment：有人把数据和全部文件一起重做，这样看不出来。"}
    if commitment.lower() not in codes: raise Differs("commitment.json 第 1 行与您手里的承诺码不符：不是公布过的那一份。")
    bound = [("rules.json", "rules"), ("problem.json", "problem"), (base + "commitments.csv", "rows"), ("draw/commit.json", "draw"),
             ("draw/reveal.json", "reveal"), *((f"inputs/{name}.csv", name) for name in INPUTS if base)]
    for name, said in bound: _same(name, [_sha(files[name]) if name in files else None], [book[said]], BOOK)
    _same("certificate.json", [[certificate.pop("commitment"), _sha(_canonical(certificate))]], [[whole, book["certificate"]]], BOOK)
    seed, draw = _check_draw(files, rules, book, certificate)
    people = {row[0] for row in _table(files[base + "commitments.csv"])[1:]}
    run = _check_facts(files, rules, book, seed) if base else _check_order(rules, problem["batches"], people)
    for name in names: _same(f"{base}{name}.json", [files[f"{base}{name}.json"]], [files[f"{name}.json"]], "封存的一份")
    _hold(files, base + "placements.csv", "pseudonym,batch,option,choice_rank,reason", [
        [who, rules["batches"][n]["id"], option, rank, word] for who, (n, option, rank, _, word) in sorted(run.holds.items())])
    _hold(files, base + "cutoffs.csv", "batch,option,pool,places,placed,tied_at_last,over_places", [cut[:7] for cut in run.cuts])
    crowded = [cut[0] for cut in run.cuts if cut[6] and cut[10] > 1]
    if any(b["tie_last"] == "refuse" and b["id"] in crowded for b in rules["batches"]): raise Differs(f"{base}cutoffs.csv：规则不许并列多录，却多录了。")
    return [f"文件 {len(files)} 个，都与清单一致。", f"结果承诺码 {whole}", f"录入承诺码 {early}", codes[commitment.lower()], draw, ENDS[not base]]
if __name__ == "__main__":
    gc.disable()  # millions of rows live to the end: to look for rubbish among them costs as much as the work
    parser = argparse.ArgumentParser(description="核验一份录取结果")
    parser.add_argument("folder", nargs="?", default=str(pathlib.Path(__file__).resolve().parent), metavar="DIR")
    parser.add_argument("--commitment", default="", metavar="HEX", help="公布过的承诺码")
    try: print("\n".join(check(**vars(parser.parse_args()))))
    except (Differs, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, csv.Error) as broken:
        sys.exit(f"核验不通过：{broken if isinstance(broken, Differs) else f'这份结果读不懂（{broken!r}）。'}")

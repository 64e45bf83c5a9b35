"""Owns what is said of a list: report.json, and why there is none: conflict.json."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing import (
    Numeric,
    NumericRanges,
    Unsolvable,
    broken,
    level_ranges,
    numeric_ranges,
    snake,
)
from xueyou.rulebook.classes.compiling import Asked, Compiled
from xueyou.rulebook.classes.model import UNKNOWN, ClassRules, Index
from xueyou.rulebook.classes.spreading import ranking_spread, spread_of

Home = NDArray[np.int32]
REPORT = "class-report/1"
CONFLICT = "class-conflict/1"
_PLACES = 4
_NAMES = ("range_p10", "range_p25", "range_p75", "range_p90")


def rounded(value: Fraction, places: int = _PLACES) -> float:
    """Return a number to so many decimals, halves up: the same digits on every machine."""
    scaled = (value * 10**places + Fraction(1, 2)) // 1
    return float(f"{int(scaled)}e-{places}")


def features_of(compiled: Compiled, home: Home) -> list[dict[str, Any]]:
    """Return the features of a list, numbers in marks, kinds in pupils."""
    return [
        _number(compiled, at, home) if kind == "number" else _kind(compiled, at, home)
        for kind, at in compiled.shown
    ]


def baselines(compiled: Compiled) -> dict[str, Home]:
    """Return the lists that the snake deals, none where nothing ranks pupils."""
    if compiled.rank_by is None:
        return {}
    rank = compiled.problem.numerics[compiled.rank_by]
    found = {"snake": snake(rank, compiled.problem.sizes)}
    if compiled.sex is not None:
        levels = compiled.problem.categories[compiled.sex].levels
        found["snake-sex"] = snake(rank, compiled.problem.sizes, levels)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What the report says beside the list itself."""

    method: str
    home: Home
    seed: str
    rehearsal: bool
    iterations: int
    search_ms: int
    alike: int
    roster_digest: str
    program: str
    score_source: str | None


def report(
    compiled: Compiled, rules: ClassRules, notes: Sequence[str], told: Told
) -> dict[str, Any]:
    """Return report.json."""
    features = features_of(compiled, told.home)
    others = {name: home for name, home in baselines(compiled).items() if name != told.method}
    measured = {name: features_of(compiled, home) for name, home in others.items()}
    measured[told.method] = features
    lists = {**others, told.method: told.home}
    scored = any(number.role in ("score", "total") for number in compiled.numbers)
    return {
        "schema": REPORT,
        "title": rules.title,
        "method": told.method,
        "pupils": compiled.problem.pupils,
        "classes": compiled.problem.classes,
        "sizes": compiled.problem.sizes.tolist(),
        "scores": {
            "used": scored,
            "source": told.score_source,
            "zh": _source_words(scored, told.score_source),
        },
        "features": features,
        "missed": [one["name"] for one in features if one["kept"] is False],
        "indices": [_index(index, features) for index in rules.indices],
        "hard_broken": broken(compiled.problem, told.home),
        "methods": {
            name: {
                "hard_broken": broken(compiled.problem, home),
                "features": [_short(one) for one in measured[name]],
                "spread": ranking_spread(compiled, home),
            }
            for name, home in sorted(lists.items())
        },
        "alike": told.alike,
        "search_ms": told.search_ms,
        "iterations": told.iterations,
        "seed": told.seed,
        "rehearsal": told.rehearsal,
        "digest": compiled.digest,
        "roster": told.roster_digest,
        "rules": rules.digest,
        "program": told.program,
        "spread": spread_of(compiled, told.home),
        "notes": list(notes),
    }


def _source_words(scored: bool, source: str | None) -> str:
    if not scored:
        return "没有用分数"
    return "没有说明分数从哪里来" if source is None else source


def _number(compiled: Compiled, at: int, home: Home) -> dict[str, Any]:
    numeric, column = compiled.problem.numerics[at], compiled.numbers[at]
    step = compiled.steps[at]
    said = numeric_ranges(compiled.problem, numeric, home)
    tolerance = None if numeric.tolerance is None else numeric.tolerance * step
    return {
        "name": column.name,
        "kind": "number",
        "role": column.role,
        "unknown": int((~numeric.known).sum()),
        "least_known": int(np.bincount(home[numeric.known], minlength=len(said.means)).min()),
        "off_commonest": _off_commonest(numeric),
        "range_mean": rounded(said.mean * step),
        "range_sd": _deviations(said, step),
        **dict(zip(_NAMES, said.tails, strict=True)),
        "range_count": None,
        "bound": rounded(said.bound * step),
        "gap": rounded((said.mean - said.bound) * step),
        "tolerance": None if tolerance is None else rounded(tolerance),
        "kept": None if tolerance is None else bool(said.mean * step <= tolerance),
        "means": [
            None if m is None else rounded(m * step + compiled.bases[at]) for m in said.means
        ],
        "sds": [None if v is None else _root(v * step * step) for v in said.variances],
    }


def _off_commonest(numeric: Numeric) -> int:
    """Return how many known pupils have another value than most have."""
    _, counts = np.unique(numeric.values[numeric.known], return_counts=True)
    return int(counts.sum() - counts.max(initial=0))


def _deviations(said: NumericRanges, step: Fraction) -> float:
    roots = [_root(v * step * step) for v in said.variances if v is not None]
    return rounded(Fraction(str(max(roots))) - Fraction(str(min(roots)))) if roots else 0.0


def _root(value: Fraction) -> float:
    """Return the root of a variance, to four decimals."""
    scaled = (value * 100 ** (_PLACES + 1)) // 1
    return rounded(Fraction(isqrt(int(scaled)), 10 ** (_PLACES + 1)))


def _kind(compiled: Compiled, at: int, home: Home) -> dict[str, Any]:
    category, column = compiled.problem.categories[at], compiled.kinds[at]
    levels = level_ranges(compiled.problem, category, home)
    widest = max((level.range for level in levels), default=0)
    bound = max((level.bound for level in levels), default=0)
    return {
        "name": column.name,
        "kind": "kind",
        "role": "kind",
        "unknown": column.values.count(""),
        "range_mean": None,
        "range_sd": None,
        **dict.fromkeys(_NAMES, None),
        "range_count": widest,
        "bound": bound,
        "gap": widest - bound,
        "tolerance": category.tolerance,
        "kept": None if category.tolerance is None else widest <= category.tolerance,
        "levels": [
            {
                "level": word or UNKNOWN,
                "counts": list(level.counts),
                "range": level.range,
                "bound": level.bound,
            }
            for word, level in sorted(zip(compiled.levels[at], levels, strict=True), key=_word)
        ],
    }


def _word(pair: tuple[str, object]) -> str:
    return pair[0]


def _short(feature: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in feature.items()
        if name in ("name", "kind", "range_mean", "range_sd", "range_count", *_NAMES)
    }


def _index(index: Index, features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a city's index with its word; unpublished formulas stay 待核."""
    scores = [Fraction(str(f["range_mean"])) for f in features if f["role"] == "score"]
    totals = [Fraction(str(f["range_mean"])) for f in features if f["role"] == "total"]
    value: Fraction | None = None
    if index.measure == "total_mean_range":
        value = totals[0] if totals else None
    elif scores and index.measure == "largest_mean_range":
        value = max(scores)
    elif scores:
        value = sum(scores, Fraction(0)) / len(scores)
    word = None
    if value is not None:
        word = next((g.zh for g in index.grades if g.to is None or value <= g.to), None)
    return {
        "zh": index.zh,
        "measure": index.measure,
        "value": None if value is None else rounded(value),
        "grade": word,
        "source": index.source,
        "status": index.status,
    }


def conflict(compiled: Compiled, none: Unsolvable) -> dict[str, Any]:
    """Return conflict.json: demands that contradict one another, and what to do."""
    members = [demand_said(compiled, demand.kind, demand.index) for demand in none.conflict]
    sizes = compiled.problem.sizes.tolist()
    if none.irreducible and len(members) > 1:
        zh = f"下面 {len(members)} 项要求不能同时满足；去掉其中任何一项，余下的就能满足。"
    elif members:
        zh = (
            "下面的要求不能满足，请改掉它。" if none.irreducible else "下面的要求合在一起不能满足。"
        )
    else:
        zh = "各班人数本身就不成立。"
    return {
        "schema": CONFLICT,
        "zh": zh,
        "classes": len(sizes),
        "sizes": sizes,
        "irreducible": none.irreducible,
        "members": members,
    }


def demand_said(compiled: Compiled, kind: str, index: int) -> dict[str, Any]:
    """Return one demand: whom it takes in, and its words; `index` counts within its kind."""
    classes = compiled.problem.classes
    if kind == "fixed":
        pupil, c = compiled.ids[index], int(compiled.problem.fixed[index]) + 1
        zh = f"{pupil} 固定在 {c} 班。"
        return _said(Asked("fixed", "固定班", str(c), (pupil,)), zh)
    asked = compiled.blocks[index] if kind == "together" else compiled.limits[index]
    count = len(asked.pupils)
    words = {
        "together": f"同班组“{asked.group}”：{count} 人要在同一个班。",
        "apart": f"分开组“{asked.group}”：{count} 人要在不同的班，一共只有 {classes} 个班。",
        "spread": f"分散组“{asked.group}”：{count} 人每班要有 {asked.least} 到 {asked.most} 人。",
        "cap": (
            f"规则：{asked.column}是“{asked.group}”的每班至多 {asked.most} 人，一共 {count} 人。"
        ),
    }
    return _said(asked, words[asked.kind])


def _said(asked: Asked, zh: str) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "column": asked.column,
        "group": asked.group,
        "pupils": list(asked.pupils),
        "zh": zh,
    }

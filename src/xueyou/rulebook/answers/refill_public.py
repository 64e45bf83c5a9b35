"""Owns what everybody may see of a refill, worked out from the run's public bundle alone.

The ordered keys of problem.json say who comes after whom in a pool, so who was called can be
computed by anybody. The sealed part must come to the same places.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from xueyou.engines.matching import Problem, solve, solve_in_order
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.canonical_csv import lines_csv
from xueyou.rulebook.allocation.outcome import PLACED
from xueyou.rulebook.answers.refill_tables import (
    CAUSES,
    Refilled,
    changes,
    placed_reasons,
    pool_lasts,
)
from xueyou.rulebook.answers.refilling import Integers, Played, Standing, after_round, units_now
from xueyou.rulebook.answers.withdrawals import Rounds, withdrawn_csv, written_rounds

SCHEMA = "admission-refill/1"
PLACEMENTS = ("pseudonym", "batch", "option", "choice_rank", "reason")
CUTOFFS = ("batch", "option", "pool", "places", "placed", "tied_at_last", "over_places")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublicRun:
    """A run as its public bundle shows it; people by their place in `names`, sorted."""

    rules: Json
    problem: Json
    head: Json  # what a refill repeats of the certificate
    commitment: str
    names: Sequence[str]
    options: Sequence[str]
    played: Sequence[Played]
    standing: Standing


def read_public(folder: Path) -> PublicRun:
    """Return a run from its public bundle, places worked out from the ordered keys."""
    rules, problem, certificate = (
        json.loads((folder / f"{name}.json").read_bytes())
        for name in ("rules", "problem", "certificate")
    )
    rows = csv.reader((folder / "commitments.csv").read_text(encoding="utf-8").split("\n")[1:-1])
    names = [row[0] for row in rows]
    options = sorted({option for part in problem["batches"] for option in part["options"]})
    played, standing = _played(rules, problem, names, options)
    commitment = sha256_hex((folder / "commitment.json").read_bytes())
    head = {name: certificate[name] for name in ("title", "inputs", "rehearsal")}
    head["engine"] = certificate["engine"]["name"]
    return PublicRun(rules, problem, head, commitment, names, options, played, standing)


def public_tables(run: PublicRun, rounds: Rounds, *, code: str) -> dict[str, bytes]:
    """Return the files of a refill's public part. `code` is the digest of the program."""
    before = now = run.standing
    for withdrawals in rounds:
        before, now = now, after_round(run.played, now, withdrawals)
    found = Refilled(run.played, before, now)
    files = {
        "withdrawn.csv": withdrawn_csv(rounds, run.names, [one.id for one in run.played]),
        "placements.csv": lines_csv(PLACEMENTS, _placements(run, now)),
        "cutoffs.csv": lines_csv(CUTOFFS, _cutoffs(run, now)),
    }
    said = {
        "schema": SCHEMA,
        "base": run.commitment,
        **run.head,
        "engine": {"name": run.head["engine"], "code": code},
        "rounds": len(rounds),
        "counts": _counts(run, found),
        "batches": [_batch(run, number, now) for number in range(len(run.played))],
        **{name.partition(".")[0]: sha256_hex(data) for name, data in files.items()},
    }
    return {**files, "certificate.json": canonical_json(said)}


def public_rounds(run: PublicRun, written: bytes) -> Rounds:
    """Return the rounds of a public withdrawn.csv. Raises ValueError, KeyError."""
    return written_rounds(written, run.names, [one.id for one in run.played])


def _played(
    rules: Json, problem: Json, names: Sequence[str], options: Sequence[str]
) -> tuple[list[Played], Standing]:
    people = {name: number for number, name in enumerate(names)}
    where = {option: number for number, option in enumerate(options)}
    parts = problem["batches"]
    extra = [np.zeros(len(part["pools"]), np.int64) for part in parts]
    batch, slot = np.full(len(names), -1, np.int64), np.full(len(names), -1, np.int64)
    found = []
    for number, (part, rule) in enumerate(zip(parts, rules["batches"], strict=True)):
        asked = _problem(part, extra[number])
        in_order = part["how"] == "in_order"
        given = (solve_in_order(asked) if in_order else solve(asked)).slot.astype(np.int64)
        unit = np.flatnonzero(given >= 0)
        taken, sizes = asked.slot_start[unit] + given[unit], np.asarray(part["sizes"], np.int64)
        members = np.asarray([people[name] for name in part["people"]], np.int64)
        start = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        rows = np.repeat(given >= 0, sizes)
        batch[members[rows]], slot[members[rows]] = number, np.repeat(taken, sizes[unit])
        left = asked.places.copy()
        np.subtract.at(left, asked.slot_pool[taken], sizes[unit])
        flown = _flow(part, left, extra)
        of_pool = np.asarray([where[part["options"][pool[0]]] for pool in part["pools"]], np.int64)
        found.append(
            Played(
                id=part["id"],
                calls=rule["refill"] == "next",
                in_order=in_order,
                refuses_ties=rule["tie_last"] == "refuse",
                unit_start=start,
                unit_member=members,
                void=np.zeros(len(sizes), np.bool_),
                problem=asked,
                slot_rank=np.asarray(part["rank"], np.int64),
                slot_option=of_pool[asked.slot_pool],
                places=asked.places - flown,
            )
        )
    return found, Standing(batch, slot, np.zeros((len(parts), len(names)), np.bool_))


def _problem(part: Json, extra: Integers) -> Problem:
    counts = np.asarray(part["slots"], np.int64)
    places = np.asarray([pool[2] for pool in part["pools"]], np.int64)
    return Problem(
        slot_start=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))),
        slot_pool=np.asarray(part["pool"], np.int32),
        slot_tier=np.asarray(part["key"], np.int32),
        order=np.zeros(len(counts), np.int64),
        size=np.asarray(part["sizes"], np.int32),
        places=places + extra,
    )


def _flow(part: Json, left: Integers, extra: Sequence[Integers]) -> Integers:
    """Let what a batch left over flow on; return how much left each of its pools."""
    flown = np.zeros(len(left), np.int64)
    for number, pool in enumerate(part["pools"]):
        if pool[3] is not None and left[number] > 0:
            flown[number] = left[number]
            extra[pool[3][0]][pool[3][1]] += left[number]
    return flown


def _placements(run: PublicRun, now: Standing) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = []
    for number, played in enumerate(run.played):
        who = np.flatnonzero(now.batch == number)
        if not len(who):
            continue
        found, units = pool_lasts(number, played, now), units_now(number, played, now)
        made = run.rules["batches"][number]["generate"] is not None
        reason = placed_reasons(played, units, found, completes=made)
        for one in who.tolist():
            slot = int(now.slot[one])
            option, rank = run.options[int(played.slot_option[slot])], int(played.slot_rank[slot])
            rows.append((run.names[one], played.id, option, rank, PLACED[int(reason[slot])]))
    return sorted(rows)


def _cutoffs(run: PublicRun, now: Standing) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = []
    for number, (played, part) in enumerate(zip(run.played, run.problem["batches"], strict=True)):
        found = pool_lasts(number, played, now)
        for pool, (option, label, *_) in enumerate(part["pools"]):
            places, placed = int(played.places[pool]), int(found.placed[pool])
            counts = (places, placed, int(found.members[pool]), max(0, placed - places))
            rows.append((part["id"], part["options"][option], label, *counts))
    return rows


def _counts(run: PublicRun, found: Refilled) -> dict[str, int]:
    causes = [row[-1] for row in changes(found, run.names, run.options)]
    placed, struck = found.after.batch >= 0, found.after.struck.any(axis=0)
    return {
        "applicants": len(run.names),
        "withdrawn": int(np.count_nonzero(struck)),
        "placed": int(np.count_nonzero(placed)),
        "unplaced": int(np.count_nonzero(~placed & ~struck)),
        **{cause: causes.count(cause) for cause in CAUSES},
    }


def _batch(run: PublicRun, number: int, now: Standing) -> dict[str, Any]:
    played = run.played[number]
    placed = pool_lasts(number, played, now).placed
    return {
        "id": played.id,
        "refill": "next" if played.calls else "none",
        "places": int(played.places.sum()),
        "placed": int(placed.sum()),
        "left": int(np.maximum(played.places - placed, 0).sum()),
        "over_places": int(np.maximum(placed - played.places, 0).sum()),
    }

"""Owns `xueyou admit simulate`: variants of a rulebook over the same many draws."""

import argparse
import re

from xueyou.cli.admit import refuse
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_out, write_errors, write_out
from xueyou.formats.canonical_csv import lines_csv
from xueyou.rulebook.answers.simulating import MOVES, OUTCOMES, Plan, simulate
from xueyou.rulebook.answers.variants import read_variants
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.tables.inputs import RULES

_SEED = re.compile("[0-9a-fA-F]{64}")
_MOST_DRAWS = 100_000
_MOST_WORKERS = 64


def run_simulation(options: argparse.Namespace, console: Console) -> int:
    """Run every variant with every draw and write outcomes.csv and moves.csv."""
    rules = options.folder / RULES
    require_file(rules)
    require_file(options.variants)
    if _SEED.fullmatch(options.seed) is None:
        raise Stop(USAGE, "--seed 要给 64 位十六进制数。")
    if not 1 <= options.draws <= _MOST_DRAWS or not 1 <= options.workers <= _MOST_WORKERS:
        raise Stop(
            USAGE, f"--draws 在 1 到 {_MOST_DRAWS} 之间，--workers 在 1 到 {_MOST_WORKERS}。"
        )
    claim_out(options.out, force=options.force)
    try:
        variants = read_variants(
            options.variants.read_bytes(), options.variants.name, rules.read_bytes()
        )
    except InputRefused as refused:
        elsewhere = {options.variants.name: options.variants.parent}
        return refuse(refused, options, console, folder=options.folder, elsewhere=elsewhere)
    plan = Plan(
        folder=options.folder,
        variants=variants,
        draws=options.draws,
        seed=bytes.fromhex(options.seed),
        by=tuple(options.by),
    )
    try:
        found = simulate(
            plan,
            workers=options.workers,
            progress=lambda done, of: console.step("draws", done, of),
        )
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.folder)
    except ValueError as wrong:
        raise Stop(USAGE, str(wrong)) from None
    files = {
        "outcomes.csv": lines_csv(OUTCOMES, found.outcomes),
        "moves.csv": lines_csv(MOVES, found.moves),
    }
    write_out(options.out, files)
    write_errors(options.errors, [])
    names = "、".join(variant.name for variant in variants)
    console.result(f"{names}各模拟 {options.draws} 次，结果在 {options.out}/outcomes.csv。")
    if len(variants) > 1:
        first = "第一次摇号中" if any(v.rulebook.draws for v in variants) else "规则不用摇号，"
        console.say(f"{first}和“{variants[0].name}”不同的人，在 {options.out}/moves.csv。")
    return DONE

"""How well a plan is held against its summary: hits of what was said and wanted, never F1 alone.

`make bench NAME=settling` prints every made pair and two pools: those the rules were tried on, and
those held out. Exit 1 where a gate is missed: F1 over the three lists at least 0.9 pooled, 0.8 in
every pair. `python -m benchmarks.settling --misses` also lists what went wrong in the former;
`--held-out-misses` shows the latter, after which they are held out no longer.
"""

import argparse
from collections.abc import Sequence

from tests.engines.settling.pairs import LISTS, Score, every, score, total

POOLED, EACH = 0.9, 0.8
EXIT_MISSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the gates hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settling", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    parser.add_argument("--held-out-misses", action="store_true", help="in the held-out pairs too")
    parser.add_argument("--dev-only", action="store_true", help="leave the held-out pairs alone")
    options = parser.parse_args(arguments)
    failed = False
    everything = Score()
    for held_out in (False,) if options.dev_only else (False, True):
        pooled = Score()
        for pair in every(held_out):
            scores = score(pair)
            own = total(scores)
            pooled += own
            failed = failed or own.f1 < EACH
            _print(pair.name, own)
            for name in LISTS:
                _print(f"  {name}", scores[name])
            if options.held_out_misses or (options.misses and not held_out):
                print("".join(f"    {miss}\n" for miss in own.misses), end="")
        everything += pooled
        _print("== held out, pooled" if held_out else "== tried on, pooled", pooled)
        failed = failed or pooled.f1 < POOLED
    _print("== all pairs, pooled", everything)
    return EXIT_MISSED if failed else 0


def _print(title: str, s: Score) -> None:
    judged = f"  kept or not: {s.met}/{s.pairs}" if s.pairs else ""
    print(
        f"{title:<32} precision {s.hits}/{s.said} {s.precision:.3f}  "
        f"recall {s.hits}/{s.wanted} {s.recall:.3f}  F1 {s.f1:.3f}{judged}"
    )


if __name__ == "__main__":
    raise SystemExit(main())

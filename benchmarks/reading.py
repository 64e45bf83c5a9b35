"""How well documents are read: hits of total for every gate, never a ratio alone.

`make bench NAME=reading` prints each annotated document and the pools (seen: the real documents
the rules were tried on; made: our own; held-out: our own that no rule was written from), and what
a reading costs. Exit 1 when a gate of the seen or held-out pool is missed, 4 without ../shared.
`python -m benchmarks.reading --misses` also lists what was not found and what nobody asked for.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Sequence

from tests.engines.reading.corpus import Annotated, annotated, reading_of, real
from xueyou.engines.reading.scoring import SEEN, UNSEEN, UNSEEN_EACH, Scores, missed, pool, score
from xueyou.engines.reading.scoring.facts import name_is_right, review_facts
from xueyou.engines.reading.scoring.spans import Json

EXIT_MISSED, EXIT_ABSENT = 1, 4
RUNS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the gates hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args(arguments)
    if not any(True for _ in real()):
        print("没有 ../shared/gold 和 ../shared/documents，读文件的成绩无从量起。", file=sys.stderr)
        return EXIT_ABSENT
    documents = annotated()
    scores: dict[str, Scores] = {}
    for document in documents:
        reading = reading_of(document)
        scores[document.name] = score(document.gold, reading, document.text)
        _print(f"{document.name}（{document.group}）", scores[document.name])
        if options.misses:
            _print_misses(document.gold, reading)
    _print_costs(documents)
    return EXIT_MISSED if _print_pools(documents, scores) else 0


def _print(title: str, scores: Scores) -> None:
    print(f"\n{title}")
    for name, counted in scores.items():
        if counted["total"]:
            ratio = counted["ratio"]
            print(f"  {name:<22}{counted['hits']:>5} / {counted['total']:<5}{ratio:.4f}")


def _print_pools(documents: Iterable[Annotated], scores: dict[str, Scores]) -> bool:
    """Print the pool of each group with the gates it misses; say whether any was missed."""
    failed = False
    bars = {"seen": SEEN, "made": UNSEEN, "held-out": UNSEEN}
    groups = {d.name: d.group for d in documents}
    for group, bar in bars.items():
        own = {name: scores[name] for name in scores if groups[name] == group}
        pooled = pool(own.values())
        _print(f"== {group}: {len(own)} documents pooled", pooled)
        below = missed(pooled, bar)
        if group != "seen":
            below += [f"{n}: {g}" for n, s in own.items() for g in missed(s, UNSEEN_EACH)]
        print("  missed: " + (", ".join(below) if below else "none"))
        failed = failed or bool(below)
    return failed


def _print_costs(documents: Iterable[Annotated]) -> None:
    print(f"\nseconds for one reading, median of {RUNS}")
    for document in documents:
        spent = []
        for _ in range(RUNS):
            start = time.perf_counter()
            reading_of(document)
            spent.append(time.perf_counter() - start)
        median = statistics.median(spent)
        print(f"  {document.name:<28}{median:.3f} s  {len(document.text)} characters")


def _print_misses(gold: Json, reading: Json) -> None:
    review = review_facts(gold["facts"], reading["facts"])
    for fact in review.missed:
        print(f"  - 没读出 {_words(fact)}")
    for fact in review.unexpected:
        print(f"  + 多出来 {_words(fact)}")
    for wanted, found in review.pairs:
        wrong = [k for k in ("status", "period", "comparator") if wanted[k] != found.get(k)]
        if not name_is_right(wanted, found):
            wrong.append("name")
        for field in wrong:
            print(f"  ~ {field}: {found.get(field)} ≠ {wanted[field]}  {_words(wanted)}")


def _words(fact: Json) -> str:
    quote = str(fact.get("quote", "")).replace("\n", "⏎")
    value = f"{fact.get('value_canonical')}{fact.get('unit_canonical')}"
    return f"{quote} ｜ {fact.get('name')} {value} {fact.get('status')} {fact.get('period')}"


if __name__ == "__main__":
    raise SystemExit(main())

"""The same bytes come out of every processor, hash seed, thread and of no compiler at all."""

import os
import subprocess
import sys

import pytest

from tests.engines.matching.problems import seeded
from tests.paths import ROOT
from xueyou.engines.matching import plain

PROGRAM = """
import hashlib, sys
from tests.engines.matching.problems import seeded
from xueyou.engines.matching import prepare, solve, solve_in_order
prepare()
if "xueyou.engines.matching.waves" in sys.modules:
    from xueyou.engines.matching import waves
    from importlib import import_module
    import_module('xueyou.engines.matching.solve').UNITS_A_THREAD = 1
    waves.WAVE = 999
total = hashlib.sha256()
for classes in (None, 50):
    for tiers in (1, 3):
        made = seeded(3000, 20, 6, seed=8, tiers=tiers, classes=classes, sized=classes is None)
        solved = solve(made, threads=int(sys.argv[1]))
        total.update(solved.slot.tobytes() + str(solved.proposals).encode())
        if tiers == 1:
            total.update(solve_in_order(made).slot.tobytes())
print(total.hexdigest(), "numba" in sys.modules)
"""


SHORT = """
import sys
from tests.engines.matching.problems import seeded
from xueyou.engines.matching import prepare, solve
prepare()
print(solve(seeded(300, 5, 4, seed=2, tiers=1)).slot.tobytes().hex(), "numba" in sys.modules)
"""


def outcome(threads: int = 1, program: str = PROGRAM, **environment: str) -> list[str]:
    """Return the digest of some outcomes in a fresh process, and whether a compiler was there."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(threads)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def usual() -> str:
    """Return the digest of a usual run."""
    digest, compiler = outcome()
    assert compiler == "True"
    return digest


def test_two_threads_and_another_hash_seed_give_the_same_bytes(usual):
    """Tests that neither threads nor Python's own hashing reach a result."""
    assert outcome(2, PYTHONHASHSEED="1", TZ="Asia/Urumqi", LANG="C") == [usual, "True"]


def test_a_generic_processor_gives_the_same_bytes(usual):
    """Tests machine code made for any processor of the kind."""
    assert outcome(NUMBA_CPU_NAME="generic") == [usual, "True"]


def test_no_compiler_gives_the_same_bytes(usual):
    """Tests a run in which numba is not even imported."""
    assert outcome(XUEYOU_PLAIN_ENGINE="1") == [usual, "False"]


def test_a_machine_without_a_place_for_machine_code_gives_the_same_bytes(tmp_path):
    """Tests a cache folder that cannot be made: compiled again, nothing written."""
    closed = tmp_path / "file"
    closed.write_text("no folder")
    made = seeded(300, 5, 4, seed=2, tiers=1)
    wanted = plain.rounds(made).tobytes().hex()
    assert outcome(program=SHORT, NUMBA_CACHE_DIR=str(closed)) == [wanted, "True"]


def test_a_small_problem_is_not_worth_a_compiler():
    """Tests that a process that solves one small problem never loads numba."""
    digest, compiler = outcome(program=SHORT.replace("\nprepare()", ""))
    assert compiler == "False"
    assert digest == outcome(program=SHORT)[0]

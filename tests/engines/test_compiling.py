"""Machine code is kept outside the source tree, and an unknown instruction does no harm."""

import numba
import numpy as np

from tests.paths import ROOT
from xueyou.engines import compiling
from xueyou.engines.matching import solve


def test_an_instruction_the_compiler_does_not_know_is_left_out():
    """Tests the stand-in: asked for under a name with other arguments, prefetch does nothing."""
    prefetch = compiling.prefetching("llvm.memset.p0.i64")

    @numba.njit
    def loop(values):
        total = 0
        for i in range(len(values)):
            prefetch(values, i)
            total += values[i]
        return total

    assert type(prefetch).__name__ != "_Intrinsic"
    assert loop(np.arange(5)) == 10


def test_plain_is_asked_for_by_the_environment(monkeypatch):
    """Tests XUEYOU_PLAIN_ENGINE=1, and only that."""
    monkeypatch.setenv("XUEYOU_PLAIN_ENGINE", "1")
    assert compiling.plain()
    monkeypatch.setenv("XUEYOU_PLAIN_ENGINE", "0")
    assert not compiling.plain()


def test_the_cache_lies_in_the_data_folder(monkeypatch, tmp_path):
    """Tests where machine code is kept: named folder, data folder, the user's own."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XUEYOU_DATA", str(tmp_path))
    folder = compiling.cache_folder()
    assert folder is not None
    assert folder.parent == tmp_path / "cache" / "compiled"
    monkeypatch.delenv("XUEYOU_DATA")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    folder = compiling.cache_folder()
    assert folder is not None
    assert folder.is_relative_to(tmp_path / "own")


def test_no_machine_code_lands_among_the_sources():
    """Tests that solving left no file of numba's below src."""
    from tests.engines.matching.problems import seeded

    solve(seeded(50, 3, 3, seed=1))
    assert not list((ROOT / "src").rglob("*.nb[ci]"))

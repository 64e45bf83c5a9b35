"""Owns how inner loops become machine code: with numba, cached outside the source tree, or not.

The compiled loops release Python's lock and are run by plain threads: no OpenMP, so that a process
may fork before or after, and two runs in one process cannot disturb each other. Nothing compiled
may change a result: whatever is exact in Python is exact here, on every processor.

The cache lies in NUMBA_CACHE_DIR, else in XUEYOU_DATA, else in the user's own cache folder, under
a digest of these sources: numba itself looks only at the file of a loop, not at those it calls.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

Loop = TypeVar("Loop", bound=Callable[..., Any])
_HERE = Path(__file__).parent


def plain() -> bool:
    """Return whether to go without compiled loops: asked for, or numba is not there."""
    return os.environ.get("XUEYOU_PLAIN_ENGINE") == "1" or find_spec("numba") is None


def either(loop: Loop) -> Loop:
    """Compile the function where that can be done, else leave it: for loops whose arithmetic stays
    within 64 bits, so that they give the same numbers in both.
    """
    return loop if plain() else compiled(loop)


def compiled(loop: Loop) -> Loop:
    """Compile the function at its first call; keep the machine code for the next process."""
    import numba

    folder = cache_folder()
    if folder is not None:
        vars(numba.config)["CACHE_DIR"] = str(folder)  # read when a function is decorated
    made: Any = numba.njit(nogil=True, cache=folder is not None)(loop)
    return made  # type: ignore[no-any-return]  # called like the loop it was made of


@cache
def prefetching(instruction: str = "llvm.prefetch.p0") -> Callable[..., None]:
    """Return prefetch(array, index), callable in compiled loops: "this will be read soon".

    It leans on the name of an LLVM instruction; where the compiler does not know that name, the
    function returned does nothing, and loops are a fifth slower with the same results.
    """
    return _prefetch(instruction) if _known(instruction) else _no_prefetch()


def _known(instruction: str) -> bool:
    """Return whether LLVM takes the instruction with an address and three numbers."""
    from llvmlite import binding

    try:
        binding.parse_assembly(
            f"""
            declare void @{instruction}(ptr, i32, i32, i32)
            define void @probe(ptr %address) {{
                call void @{instruction}(ptr %address, i32 0, i32 3, i32 1)
                ret void
            }}
            """
        ).verify()
    except RuntimeError:
        return False
    return True


def _prefetch(instruction: str) -> Callable[..., None]:
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic

    def typed(context: Any, array: Any, index: Any) -> Any:
        def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            view = context.make_array(signature.args[0])(context, builder, arguments[0])
            byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
            address = builder.bitcast(builder.gep(view.data, [arguments[1]]), byte)
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            declare: Any = cgutils.get_or_insert_function
            function = declare(builder.module, kind, instruction)
            builder.call(function, [address, number(0), number(3), number(1)])  # read, keep, data
            return context.get_dummy_value()

        return types.void(array, index), written

    made: Callable[..., None] = intrinsic(typed)
    return made


def _no_prefetch() -> Callable[..., None]:
    from numba.extending import register_jitable

    @register_jitable
    def nothing(array: Any, index: int) -> None:
        """Leave the memory to itself."""

    made: Callable[..., None] = nothing
    return made


def cache_folder() -> Path | None:
    """Return a folder of our own that can be written; None: compile in every process."""
    asked, data = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XUEYOU_DATA")
    if asked:
        base = Path(asked)
    elif data:
        base = Path(data) / "cache" / "compiled"
    else:
        own = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        base = Path(own).expanduser() / "xueyou" / "compiled"
    folder = base.resolve() / _digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@cache
def _digest() -> str:
    sources = sorted(path for path in _HERE.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]

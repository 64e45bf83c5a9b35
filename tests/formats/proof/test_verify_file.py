"""verify.py is one short file for any Python from 3.8, that runs nothing it is given."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.formats.proof.bundles import made_bundle
from xueyou.formats.proof import verify

SOURCE = Path(verify.__file__).read_text(encoding="utf-8")
TREE = ast.parse(SOURCE, feature_version=(3, 8))
LIBRARY = {
    "argparse", "collections", "csv", "datetime", "gc", "hashlib", "heapq", "hmac", "itertools",
    "json", "math", "operator", "pathlib", "re", "sys", "typing", "zlib",
}  # fmt: skip
NEWER = {"removeprefix", "removesuffix", "is_relative_to", "pairwise", "bit_count", "cache"}


def test_it_is_shorter_than_four_hundred_lines():
    """Tests the length that can be read in one sitting."""
    assert len(SOURCE.splitlines()) < 400


def test_it_asks_for_the_standard_library_of_3_8_alone():
    """Tests imports, and names that came after 3.8."""
    asked = set()
    for node in ast.walk(TREE):
        if isinstance(node, ast.Import):
            asked |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            asked.add(node.module)
    assert asked == LIBRARY
    named = {node.attr for node in ast.walk(TREE) if isinstance(node, ast.Attribute)}
    assert not named & NEWER


def test_no_annotation_or_value_is_subscripted_in_the_newer_way():
    """Tests that list[int], int | None and merged dicts stay away: 3.8 knows none of them."""
    for node in ast.walk(TREE):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            assert node.value.id not in {"list", "dict", "tuple", "set", "type"}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            assert not isinstance(node.left, ast.Dict)


def test_it_executes_nothing():
    """Tests that no name runs text, imports by name or starts a program."""
    named = {node.id for node in ast.walk(TREE) if isinstance(node, ast.Name)}
    assert not named & {"eval", "exec", "compile", "__import__", "open", "os", "subprocess"}


def test_it_runs_by_itself_from_inside_a_bundle(tmp_path):
    """Tests the file as a notary starts it: isolated, from another folder, by its own path."""
    bundle = made_bundle(tmp_path, 5)
    for folder, last in ((bundle, "从封存的原始数据重算"), (bundle / "public", "这是公开的一份")):
        command = [sys.executable, "-I", "-W", "error", str(folder / "verify.py")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1].startswith(last)
    (bundle / "envy.csv").write_bytes(b"")
    command = [sys.executable, "-I", str(bundle / "verify.py"), "--commitment", "0" * 64]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "核验不通过：envy.csv 被改动过，第 1 行起与封存时不同。\n",
    )

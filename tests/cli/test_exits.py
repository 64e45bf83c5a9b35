"""How a run ends when something goes wrong inside it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.run import ROOT, xueyou
from tests.formats import made
from tests.waiting import PATIENCE, allowed
from xueyou.cli import COMMANDS, command, exits, main
from xueyou.formats.proof.manifest import write_manifest


def _break(*_: object) -> int:
    raise RuntimeError("内部细节")


def test_our_own_fault_has_an_id_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], plan: Path
) -> None:
    """Exit 70, a sentence, an id that is the same for the same fault; details only on request."""
    monkeypatch.setattr(command, "_handler", lambda name: _break)
    said = []
    for _ in range(2):
        assert main(["plan", "read", str(plan)]) == exits.OUR_FAULT
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert said[0].out == ""
    assert re.search("编号 [0-9a-f]{12}", said[0].err)
    assert "Traceback" not in said[0].err
    assert "内部细节" not in said[0].err
    monkeypatch.setenv("XUEYOU_DEBUG", "1")
    assert main(["plan", "read", str(plan)]) == exits.OUR_FAULT
    assert "内部细节" in capsys.readouterr().err


def test_interrupting_ends_with_130(tmp_path: Path) -> None:
    """Ctrl-C during a long reading: a sentence, no output, no process left."""
    file = tmp_path / "a.pdf"
    line = "新建公办幼儿园十二所，新增学位三千六百个，投入资金二亿四千万元。"
    file.write_bytes(made.pdf([[(72, 780 - 10 * n, line) for n in range(70)]] * 1500, size=6))
    out = tmp_path / "o.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "xueyou.cli", "plan", "read", str(file), "--json", str(out),
         "--progress", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert "load" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == exits.INTERRUPTED
    assert time.monotonic() - start < allowed(5)
    assert "停下" in err
    assert not out.exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_reader_that_goes_away_is_no_fault(plan: Path) -> None:
    """`xueyou … | head -1` ends quietly."""
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m xueyou.cli plan read "{plan}" --json - | head -c 1'],
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"{", b"")


def test_version_names_release_and_digest() -> None:
    """The digest of the code that runs, the same on each call."""
    ran = xueyou("--version")
    assert re.fullmatch(r"xueyou \S+ sha256:[0-9a-f]{64}\n", ran.out)
    assert xueyou("--version").out == ran.out


def test_start_up_loads_no_room() -> None:
    """Before the command is known, neither Django nor an engine nor a parser is imported."""
    code = (
        "import sys; from xueyou.cli import COMMANDS, main; main(['--help']);"
        "print([m for m in ('django', 'lxml', 'numba', 'numpy', 'opencc', 'pyarrow', 'xlsxwriter',"
        " 'xueyou.engines.reading') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.endswith("[]\n")
    assert {"plan", "audit", "deadline", "admit", "classes", "draw", "verify", "schema"} == COMMANDS


@pytest.mark.parametrize("threads", ["0", "-1", "x", "9" * 5000])
def test_threads_that_cannot_be_are_a_matter_of_usage(threads: str) -> None:
    """Exit 2 before anything is read."""
    ran = xueyou("admit", "run", "in", "--out", "out", "--threads", threads)
    assert ran.code == 2
    assert "--threads" in ran.err


def test_input_nested_too_deep_is_told(tmp_path: Path) -> None:
    """JSON of a hundred thousand brackets in a bundle: false for verify, refused elsewhere."""
    deep = b"[" * 100_000
    for name in ("rules.json", "commitment.json", "certificate.json", "problem.json"):
        (tmp_path / name).write_bytes(deep)
    (tmp_path / "c.json").write_bytes(deep)
    (tmp_path / "source").write_text("1")
    write_manifest(tmp_path)
    ran = xueyou("verify", tmp_path)
    assert ran.code == 1
    named = ("--commit", tmp_path / "c.json", "--randomness", tmp_path / "source")
    reveal = xueyou("draw", "reveal", *named, "--out", tmp_path / "draw")
    assert reveal.code == 1
    for each in (ran, reveal):
        assert "出了错" not in each.out + each.err


def test_what_the_machine_denies_is_told(monkeypatch: pytest.MonkeyPatch, plan: Path) -> None:
    """A full disk, no rights, no memory: exit 4; input nested too deep: exit 3."""
    for fault, code in (
        (OSError(28, "No space left on device", "out"), exits.MISSING),
        (MemoryError(), exits.MISSING),
        (RecursionError(), exits.REFUSED),
    ):

        def deny(*_: object, fault: Exception = fault) -> int:
            raise fault

        monkeypatch.setattr(command, "_handler", lambda name, deny=deny: deny)
        assert main(["plan", "read", str(plan)]) == code

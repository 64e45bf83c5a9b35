"""Hostile and unfit files: the right refusal, soon, in little memory, with nothing left behind."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.formats.hostile import FILES
from tests.formats.progress_files import filled
from tests.waiting import allowed
from xueyou.formats.load import load
from xueyou.formats.progress_reader import read_progress
from xueyou.formats.refusal import OF_PICTURES, REASONS, Refusal

BY_WORKBOOK = "broken_ids"
SECONDS = 5.0
LOOSE = 3
MEGABYTES = 512

_MEASURE = """
import re, resource, sys
from pathlib import Path
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal
for name in sys.argv[1:]:
    try:
        load(Path(name), ocr=False)
    except Refusal:
        pass
# Its own peak from the kernel's page: ru_maxrss starts from what the calling process held.
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which files are made once, when they are first wanted."""
    return tmp_path_factory.mktemp("hostile")


def _made(folder: Path, name: str) -> Path:
    file = folder / name
    if not file.exists():
        FILES[name][0](file)
    return file


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_refused_for_its_reason(name: str, folder: Path) -> None:
    """The code is the one promised, within seconds, and the sentence quotes nothing."""
    file = _made(folder, name)
    start = time.monotonic()
    with pytest.raises(Refusal) as refused:
        load(file, ocr=False)
    assert refused.value.code == FILES[name][1]
    assert time.monotonic() - start < allowed(SECONDS * LOOSE)
    assert "正文" not in refused.value.zh
    assert refused.value.__cause__ is None


def test_memory_stays_small_and_no_file_is_left(folder: Path, tmp_path: Path) -> None:
    """All of them one after another: parser processes included, under half a gigabyte."""
    left = tmp_path / "tmp"
    left.mkdir()
    files = [str(_made(folder, name)) for name in FILES]
    # On Linux a process begins with the peak of the one that spawned it: a shell goes between.
    between = ["sh", "-c", '"$@"; exit $?', "sh"]
    done = subprocess.run(
        [*between, sys.executable, "-c", _MEASURE, *files],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env=os.environ | {"TMPDIR": str(left)},
        cwd=left,
    )
    assert int(done.stdout) / 1024 < MEGABYTES
    assert list(left.iterdir()) == []


def test_identifiers_that_became_numbers_refuse_a_workbook_of_progress(folder: Path) -> None:
    """The one code that comes from reading a filled workbook, not from opening a file."""
    row = {"id": 1.23e17, "value": 1}
    with pytest.raises(Refusal) as refused:
        read_progress(filled(folder / "progress.xlsx", [row]))
    assert refused.value.code == BY_WORKBOOK


def test_every_code_that_a_file_can_bring_has_a_file() -> None:
    """One code is not for files as such: what the engine says of a file it has read."""
    brought = {code for _, code in FILES.values()} | {BY_WORKBOOK}
    assert brought == set(REASONS) - OF_PICTURES - {"no_plan"}


@pytest.mark.parametrize("code", REASONS)
def test_every_sentence_says_what_is_safe_and_what_to_do(code: str) -> None:
    """People read these: what happened, that nothing was stored or changed, and the next step."""
    zh = REASONS[code].zh
    assert re.search("没有(存下|变动|改动|写入|留下)", zh)
    assert re.search("请", zh)
    assert zh.endswith("。")
    assert not re.search("[!！]|温馨提示|您无权", zh)
    assert REASONS[code].en.isascii()

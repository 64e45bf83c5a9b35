"""Parsers in their own process: progress comes through, cancelling ends them, secrets stay out."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.formats import made
from tests.waiting import PATIENCE, allowed
from xueyou.formats import begun, isolation
from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import ReadingCancelled, Refusal


def _sixty_pages(folder: Path) -> Path:
    line = "新建公办幼儿园十二所，新增学位三千六百个，投入资金二亿四千万元。"
    file = folder / "长.pdf"
    file.write_bytes(made.pdf([[(72, 780 - 18 * n, line) for n in range(38)]] * 60, size=10))
    return file


def _children() -> set[str]:
    """Return the processes that this one has started; other tests may keep some of theirs."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for one in lists for child in one.read_text().split()}


def test_sixty_pages_move_a_bar(tmp_path: Path) -> None:
    """At least ten different values, never falling, the last one whole; far under 30 seconds."""
    seen: list[tuple[int, int]] = []
    start = time.monotonic()
    document = load(_sixty_pages(tmp_path), progress=lambda done, total: seen.append((done, total)))
    assert time.monotonic() - start < allowed(30)
    assert len(document.pages) == 60
    assert len(set(seen)) >= 10
    assert seen == sorted(seen)
    assert seen[-1] == (60, 60)


def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    """Cancelled after some pages: an exception, soon, and no child of it is left."""
    file = _sixty_pages(tmp_path)
    others = _children()
    pages = 0

    def count(done: int, total: int) -> None:
        nonlocal pages
        pages = done

    start = time.monotonic()
    with pytest.raises(ReadingCancelled):
        load(file, progress=count, cancelled=lambda: pages >= 3)
    assert time.monotonic() - start < allowed(3)
    assert _children() <= others


def test_who_computes_is_not_taken_for_asleep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that starts and reads for longer than the silence allowed a sleeper is heard."""
    monkeypatch.setattr(isolation, "_POLL_SECONDS", 0.01)
    monkeypatch.setattr(isolation, "_SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(isolation, "_SILENCES", 1000)
    counter = tmp_path / "counter"
    counter.write_text(
        "#!/bin/sh\ni=0\nwhile [ $i -lt 1000000 ]; do i=$((i + 1)); done\n"
        f'exec "{sys.executable}" "$@"\n'
    )
    counter.chmod(0o755)
    monkeypatch.setattr(begun.sys, "executable", str(counter))
    file = tmp_path / "a.docx"
    file.write_bytes(made.docx_of(made.PLAN))
    assert load(file).text == made.PLAN


def test_a_sleeper_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that says nothing and does nothing is ended after the silence, in words."""
    monkeypatch.setattr(isolation, "_SILENCE_SECONDS", 0.5)
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(begun.sys, "executable", str(sleeper))
    file = tmp_path / "a.docx"
    file.write_bytes(made.docx_of(made.PLAN))
    others = _children()
    with pytest.raises(Refusal, match="读了很久"):
        load(file)
    assert _children() <= others


def test_it_works_from_a_thread(tmp_path: Path) -> None:
    """Workers and web servers have threads; nothing here forks one of them."""
    file = tmp_path / "a.docx"
    file.write_bytes(made.docx_of(made.PLAN))
    read: list[Document] = []
    threads = [threading.Thread(target=lambda: read.append(load(file))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [document.text for document in read] == [made.PLAN] * 3


@pytest.mark.parametrize(
    "name", ["a\x00b.docx", "\ud800.docx", "长" * 60_000 + ".docx", " a.DOCX "]
)
def test_any_name_is_carried_through(tmp_path: Path, name: str) -> None:
    """A name is data: it never becomes an argument of a process."""
    file = tmp_path / "upload"
    file.write_bytes(made.docx_of(made.PLAN))
    assert load(file, name=name).name == name


def test_the_process_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that is taken over finds no key and no database in its environment."""
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    monkeypatch.setenv("XUEYOU_FIELD_KEYS", "geheim")
    assert "geheim" not in "".join(begun.child_environment().values())

"""A reader forked by the nursery is as alone as one that began fresh, and ends as surely."""

import os
import resource
import signal
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.waiting import PATIENCE, allowed, until
from xueyou.formats import begun, isolation
from xueyou.formats.begun import _Fresh
from xueyou.formats.paper_pictures import PHOTO, pictures_of
from xueyou.formats.refusal import ReadingCancelled, Refusal

SLOW = (7_000, 7_000)
"""Pixels of a picture that takes some tenths of a second."""


@pytest.fixture(autouse=True)
def nursery() -> Iterator[None]:
    """Let each test have a nursery of its own."""
    yield
    if begun._nursery is not None:
        begun._nursery.close()
        begun._nursery = None


def photograph(folder: Path, colour: str = "teal", size: tuple[int, int] = (300, 200)) -> Path:
    """Write a photograph of one colour."""
    file = folder / f"{colour}.jpg"
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file


def colour_of(jpeg: bytes) -> tuple[int, ...]:
    """Return the colour in the middle of a picture."""
    with Image.open(BytesIO(jpeg)) as picture:
        found = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return tuple(int(one) for one in found)


def nursery_pid() -> int:
    """Return the process id of the nursery."""
    assert begun._nursery is not None
    return begun._nursery._process.pid


def readers() -> list[int]:
    """Return the readers that live, those that ended but were not missed yet left out."""
    pid = nursery_pid()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in children if _state(int(one)) != "Z"]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_one_nursery_reads_all(tmp_path: Path) -> None:
    """The same process forks each reader; each is another one, and none stays."""
    pictures_of(photograph(tmp_path))
    first = nursery_pid()
    pictures_of(photograph(tmp_path))
    assert nursery_pid() == first
    assert until(lambda: not readers(), "no reader left", allowed(5))


def test_threads_get_their_own_pictures(tmp_path: Path) -> None:
    """Whoever asks at the same time: nobody is given another's photograph."""
    colours = {"red": (254, 0, 0), "lime": (0, 255, 1), "blue": (0, 0, 254)}
    files = {colour: photograph(tmp_path, colour, (3000, 2000)) for colour in colours}
    seen: list[tuple[str, tuple[int, ...]]] = []

    def ask(colour: str) -> None:
        for _ in range(5):
            seen.append((colour, colour_of(pictures_of(files[colour])[0])))

    threads = [threading.Thread(target=ask, args=(colour,)) for colour in colours]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(seen) == 15
    assert all(abs(a - b) < 4 for c, got in seen for a, b in zip(got, colours[c], strict=True))


def test_a_reader_holds_nothing_but_its_report(tmp_path: Path) -> None:
    """Neither the socket, nor what another reader writes to: only the three usual descriptors."""
    slow = begun.begun(PHOTO, photograph(tmp_path, size=SLOW), "")
    other = begun.begun(PHOTO, photograph(tmp_path, "red", SLOW), "")
    folder = Path(f"/proc/{other.pid}/fd")

    def alone() -> bool:
        held = {one.name for one in folder.iterdir()}
        sockets = [one for one in folder.iterdir() if "socket" in os.readlink(one)]
        return {"0", "1", "2"} <= held and len(held) <= 5 and not sockets

    assert until(alone, "three descriptors", allowed(1))
    slow.close()
    other.close()


def test_it_has_the_limits_of_a_fresh_one(tmp_path: Path) -> None:
    """It may write no file, and takes as little memory."""
    reader = begun.begun(PHOTO, photograph(tmp_path, size=SLOW), "")
    limits = Path(f"/proc/{reader.pid}/limits")

    def limited() -> bool:
        lines = {line[:25].strip(): line[26:].split() for line in limits.read_text().splitlines()}
        space = int(lines["Max address space"][0].replace("unlimited", "0"))
        return 0 < space <= 480 * 1024 * 1024 and lines["Max file size"][0] == "0"

    assert until(limited, "its limits", allowed(1))
    reader.close()


def test_whom_nobody_listens_to_is_ended(tmp_path: Path) -> None:
    """As soon as its report is closed, whatever it computes."""
    reader = begun.begun(PHOTO, photograph(tmp_path, size=SLOW), "")
    os.kill(reader.pid, signal.SIGSTOP)  # it would never end of itself
    reader.close()
    assert until(lambda: _state(reader.pid) == "Z", "its end", allowed(5))
    assert len(pictures_of(photograph(tmp_path, "red"))) == 1  # and the nursery goes on


def test_how_it_died_is_told(tmp_path: Path) -> None:
    """Killed for its memory, and ended for its time: in words."""
    for sign, words in ((signal.SIGKILL, "内存"), (signal.SIGPROF, "读了很久")):
        reader = begun.begun(PHOTO, photograph(tmp_path, size=SLOW), "")
        os.kill(reader.pid, signal.SIGSTOP)
        os.kill(reader.pid, sign)
        os.kill(reader.pid, signal.SIGCONT)
        assert list(isolation._blocks(reader, 20, lambda: False)) == []
        assert words in isolation._ended(reader.code(5)).zh
        reader.close()


def test_half_a_picture_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that dies while it writes has drawn nothing."""
    whole = isolation._blocks

    def cut(*given: object) -> Iterator[bytes]:
        for block in whole(*given):  # type: ignore[arg-type]
            yield block[: len(block) - 9]

    monkeypatch.setattr(isolation, "_blocks", cut)
    with pytest.raises(Refusal):
        pictures_of(photograph(tmp_path))


def test_cancelled_it_is_ended(tmp_path: Path) -> None:
    """Through the same door as every reader."""
    file = photograph(tmp_path, size=SLOW)
    with pytest.raises(ReadingCancelled):
        isolation._report("", PHOTO, file, "pictures", None, lambda: True)
    assert until(lambda: not readers(), "no reader left", allowed(5))


def test_a_nursery_that_died_is_replaced(tmp_path: Path) -> None:
    """The next photograph does not notice."""
    file = photograph(tmp_path)
    pictures_of(file)
    gone = nursery_pid()
    os.kill(gone, signal.SIGKILL)
    assert until(lambda: _state(gone) == "Z", "its end", allowed(5))
    assert len(pictures_of(file)) == 1
    assert nursery_pid() != gone


def test_who_does_not_answer_is_gone_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nursery that hangs is left for another one; meanwhile a fresh process reads."""
    file = photograph(tmp_path)
    pictures_of(file)
    hung = nursery_pid()
    os.kill(hung, signal.SIGSTOP)
    monkeypatch.setattr(begun, "_FORKED_WITHIN", 0.2)
    reader = begun.begun(PHOTO, file, "")
    assert isinstance(reader, _Fresh)
    reader.close()
    assert _state(hung) == "Z"
    monkeypatch.undo()
    assert len(pictures_of(file)) == 1
    assert nursery_pid() != hung


def test_a_nursery_whose_room_is_taken_is_left(tmp_path: Path) -> None:
    """Nobody waits at the door of one that hangs: that would hold all the others, too."""
    pictures_of(photograph(tmp_path))
    hung = nursery_pid()
    os.kill(hung, signal.SIGSTOP)
    ends = os.pipe()
    for _ in range(2000):
        begun._ask([PHOTO, "nowhere", ""], ends[1], ends[1])
        if nursery_pid() != hung:
            break
    for end in ends:
        os.close(end)
    assert nursery_pid() != hung
    assert len(pictures_of(photograph(tmp_path))) == 1


def test_whoever_did_not_wait_ends_nothing(tmp_path: Path) -> None:
    """A nursery that tells its numbers to nobody goes on."""
    file = photograph(tmp_path)
    pictures_of(file)
    listening, writing = os.pipe()
    os.close(listening)
    begun._ask([PHOTO, os.fspath(file), ""], writing, writing)
    os.close(writing)
    first = nursery_pid()
    for _ in range(2):
        assert len(pictures_of(file)) == 1
    assert nursery_pid() == first


def test_a_system_that_has_no_such_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes cannot be watched, or none can begin: a fresh one reads, nothing leaks."""
    file = photograph(tmp_path)
    pictures_of(file)
    before = len(os.listdir("/proc/self/fd"))
    with monkeypatch.context() as patched:
        begun._can_fork.cache_clear()
        patched.setattr(os, "pidfd_open", _refused)
        fresh = begun.begun(PHOTO, file, "")
        assert isinstance(fresh, _Fresh)
        fresh.close()
    begun._can_fork.cache_clear()
    with monkeypatch.context() as patched:
        assert begun._nursery is not None
        begun._nursery.close()
        patched.setattr(begun, "_nursery", None)
        patched.setattr(begun, "_Nursery", _refused)
        for _ in range(3):
            assert len(pictures_of(file)) == 1
    assert len(os.listdir("/proc/self/fd")) <= before


def _refused(*_given: object) -> object:
    raise PermissionError


def test_descriptors_of_any_height_do(tmp_path: Path) -> None:
    """A web process holds two thousand connections while photographs come."""
    file = photograph(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
    try:
        assert held[-1] > 1024
        assert len(pictures_of(file)) == 1
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_whoever_broke_a_reader_meets_another_nursery(tmp_path: Path) -> None:
    """What he learned of its memory does not hold for the next."""
    file = photograph(tmp_path, size=SLOW)
    for sign, another in ((signal.SIGTERM, False), (signal.SIGSEGV, True)):
        reader = begun.begun(PHOTO, file, "")
        first = nursery_pid()
        os.kill(reader.pid, sign)
        assert reader.code(5) == -sign
        reader.close()
        pictures_of(photograph(tmp_path, "red"))
        assert (nursery_pid() != first) == another


def test_it_ends_with_whoever_asks(tmp_path: Path) -> None:
    """A web process that is killed leaves no nursery behind."""
    pictures_of(photograph(tmp_path))
    assert begun._nursery is not None
    left = nursery_pid()
    begun._nursery._ours.close()  # as the system does for a process that has died
    assert until(lambda: _state(left) == "Z", "its end", allowed(5))


def test_it_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has of our environment is what every reader has."""
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    pictures_of(photograph(tmp_path))
    assert b"geheim" not in Path(f"/proc/{nursery_pid()}/environ").read_bytes()

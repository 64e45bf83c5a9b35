"""Whatever a file holds, verification answers with a verdict; it never falls over or says yes."""

import json
import random  # noqa: TID251 - seeded below
from pathlib import Path

import pytest

from tests.formats.made_exports import write_made_export
from xueyou.formats.sealed import verify_export


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A log of forty acts in eight seals."""
    path = tmp_path / "export"
    write_made_export(path, count=40, batch=5)
    return path


def meaning(content: bytes) -> object:
    """Return what a reader of JSON lines sees; None where he sees nothing."""
    try:
        return [json.loads(line) for line in content.splitlines()]
    except ValueError:
        return None


def test_flipped_bytes_of_the_file_are_found(export: Path) -> None:
    """Any byte, any bits: refused, unless the file still says the very same."""
    whole = export.read_bytes()
    chance = random.Random(20261121)
    found = 0
    for _ in range(600):
        at, bits = chance.randrange(len(whole)), chance.randrange(1, 256)
        broken = whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :]
        export.write_bytes(broken)
        verdict = verify_export(export)
        if verdict.ok:
            assert meaning(broken) == meaning(whole), (at, bits)
        else:
            found += 1
            assert verdict.zh
    assert found >= 590


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "第 1 行"),
        (b"\x00\xff", "第 1 行"),
        (b'{"schema":"other/1"}\n', "不是办理记录的导出"),
        (b'{"schema":"xueyou-audit/1"}\n', "不完整"),
        (b'{"schema":"xueyou-audit/1"}\n[]\n', "第 2 行"),
        (b'{"schema":"xueyou-audit/1"}\n{"act":5}\n', "第 2 行"),
        (b'{"schema":"xueyou-audit/1"}\n{"seal":{}}\n{"end":{"acts":0,"seals":1}}\n', "印记 1"),
        (b'{"schema":"xueyou-audit/1"}\n{"act":{"id":"1"}}\n', "次序"),
        (b'{"schema":"xueyou-audit/1"}\n' + b"[" * 100_000 + b"\n", "第 2 行"),
        (b'{"schema":"xueyou-audit/1"}\n{"end":{"acts":1,"seals":0}}\n', "条数"),
    ],
)
def test_what_is_no_export_is_said_so(tmp_path: Path, content: bytes, words: str) -> None:
    """In words, by line."""
    path = tmp_path / "x"
    path.write_bytes(content)
    verdict = verify_export(path)
    assert not verdict.ok
    assert words in verdict.zh


def test_a_file_cut_short_is_no_shorter_log(export: Path) -> None:
    """Cut after any line: the end line is missing."""
    lines = export.read_bytes().splitlines(keepends=True)
    for cut in range(1, len(lines)):
        export.write_bytes(b"".join(lines[:cut]))
        assert not verify_export(export).ok


@pytest.mark.parametrize("depth", [300, 600, 900])
def test_data_nested_beyond_reason_is_a_fault_of_that_act(export: Path, depth: int) -> None:
    """Not of ours: no traceback."""
    lines = export.read_bytes().splitlines(keepends=True)
    deep = b'"data":' + b"[" * depth + b"]" * depth
    lines[9] = b'{"act":{"id":1,"digest":"x",' + deep + b"}}\n"
    export.write_bytes(b"".join(lines))
    assert not verify_export(export).ok


@pytest.mark.parametrize("order", [(9, 10), (2, 3), (8, 20)])
def test_lines_out_of_order_are_found(export: Path, order: tuple[int, int]) -> None:
    """Two acts, two seals, a seal among the acts."""
    lines = export.read_bytes().splitlines(keepends=True)
    first, second = order
    lines[first], lines[second] = lines[second], lines[first]
    export.write_bytes(b"".join(lines))
    assert not verify_export(export).ok


@pytest.mark.parametrize("head", ["", "abc", "g" * 64, "x:" + "0" * 64, "0" * 63])
def test_a_head_of_another_shape_is_not_looked_for(export: Path, head: str) -> None:
    """A slip of the pen is no tampering."""
    with pytest.raises(ValueError, match="链头"):
        verify_export(export, head)


def test_a_head_under_the_wrong_number_is_found(export: Path, tmp_path: Path) -> None:
    """`SEQ:DIGEST` says both."""
    head = write_made_export(tmp_path / "again", count=40, batch=5)
    assert verify_export(export, f"8:{head}").ok
    assert verify_export(export, f"7:{head}").first_bad_seal == 7

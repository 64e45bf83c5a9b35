"""Verification of an export of sealed acts: no Django, no database, no clock.

An export is JSON lines: a header, every seal by `seq`, every act by `id`, and an end line that
counts both. Whoever holds one, and a head that was published, can check it with this module.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from xueyou.formats.seal_digests import (
    GENESIS,
    SealedLeaf,
    act_digest,
    fits,
    leaf,
    merkle_root,
    read_leaves,
    seal_digest,
)

SCHEMA = "xueyou-audit/1"
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; the first fault by number, and a sentence for people."""

    ok: bool
    zh: str
    first_bad_seal: int | None = None
    first_bad_act: int | None = None
    head: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


class _Malformed(ValueError):
    """A line of the export is not what an export holds."""


@dataclass(slots=True)
class _Findings:
    """The faults so far: the smallest seal, the first act, the first sentence."""

    seal: int | None = None
    act: int | None = None
    sentences: list[str] = field(default_factory=list)

    def add(self, zh: str, *, seal: int | None = None, act: int | None = None) -> None:
        if seal is not None and (self.seal is None or seal < self.seal):
            self.seal = seal
        if self.act is None:
            self.act = act
        if len(self.sentences) < 3:
            self.sentences.append(zh)


@dataclass(slots=True)
class _Batch:
    """A seal and the acts it saw; blind: the seal before it cannot be read."""

    seq: int
    root: str
    expected: list[SealedLeaf]
    blind: bool = False


def verify_export(path: Path, head: str | None = None) -> Verdict:
    """Check an export: every act against its digest, every batch, the chain, and a known head.

    `head` is the digest (64 hex digits) of a seal that was published, or `seq:digest`: that seal
    must be in the chain. Without it, whoever owns the database can cut the end off or rebuild
    seals unnoticed. Raises ValueError for a head of another shape, OSError for the file.
    """
    wanted_seq, wanted = _read_head(head)
    findings = _Findings()
    counts = {"seals": 0, "acts": 0, "sealed": 0, "unsealed": 0}
    last = GENESIS
    try:
        lines = _lines(path)
        batches: list[_Batch] = []
        digests: dict[str, int] = {}
        last, first_act = _read_seals(lines, batches, digests, findings)
        counts["seals"] = len(digests)
        _read_acts(chain(first_act, lines), batches, findings, counts)
        _check_head(wanted, wanted_seq, digests, findings)
    except _Malformed as fault:
        findings.add(str(fault))
    found = last if counts["seals"] else None
    if findings.sentences:
        zh = "".join(findings.sentences)
        return Verdict(False, zh, findings.seal, findings.act, found, counts)
    zh = (
        f"核对无误：{counts['acts']} 条办理记录，其中 {counts['sealed']} 条已封入"
        f" {counts['seals']} 个印记，{counts['unsealed']} 条还没到封存时间。"
    )
    return Verdict(True, zh, head=found, counts=counts)


def _read_head(head: str | None) -> tuple[int | None, str | None]:
    if head is None:
        return None, None
    seq, colon, digest = head.strip().lower().rpartition(":")
    if len(digest) != 64 or not _DIGITS.issuperset(digest) or (colon and not seq.isdecimal()):
        raise ValueError("链头是 64 位十六进制数，前面可以带印记号和冒号。")
    return (int(seq) if colon else None), digest


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each line's kind and content; the header and the end line are checked here."""
    seen = {"seal": 0, "act": 0}
    ended = False
    with path.open("rb") as file:
        if _parsed(file.readline(), 1) != {"schema": SCHEMA}:
            raise _Malformed(f"这不是办理记录的导出文件：第 1 行应写明 {SCHEMA}。")
        for number, line in enumerate(file, start=2):
            content = _parsed(line, number)
            kind = next(iter(content)) if isinstance(content, dict) and len(content) == 1 else ""
            if ended or kind not in {"seal", "act", "end"}:
                raise _Malformed(f"导出文件第 {number} 行不是印记、办理记录或结尾。")
            if kind == "end":
                ended = content["end"] == {"acts": seen["act"], "seals": seen["seal"]}
                if not ended:
                    raise _Malformed("导出文件结尾记的条数与内容不符。")
                continue
            if not isinstance(content[kind], dict):
                raise _Malformed(f"导出文件第 {number} 行的内容读不懂。")
            seen[kind] += 1
            yield kind, content[kind]
    if not ended:
        raise _Malformed("导出文件不完整，没有结尾一行。请重新导出。")


def _parsed(line: bytes, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _Malformed(f"导出文件第 {number} 行读不出来。") from None


def _read_seals(
    lines: Iterator[tuple[str, Any]],
    batches: list[_Batch],
    digests: dict[str, int],
    findings: _Findings,
) -> tuple[str, list[tuple[str, Any]]]:
    """Check the chain; return the last seal's digest and the first line that is no seal."""
    prev = GENESIS
    last_id = 0
    blind = False
    for number, (kind, seal) in enumerate(lines, start=1):
        if kind != "seal":
            return prev, [(kind, seal)]
        batch = _checked_seal(seal, number, prev, last_id, findings)
        if batch is not None:
            batch.blind = blind
            batches.append(batch)
            last_id = batch.expected[-1].act_id
        blind = batch is None
        prev = str(seal.get("digest"))
        digests[prev] = number
    return prev, []


def _checked_seal(
    seal: dict[str, Any], number: int, prev: str, last_id: int, findings: _Findings
) -> _Batch | None:
    try:
        whole = seal_digest(seal) == seal["digest"]
        expected = read_leaves(seal["leaves"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        findings.add(f"印记 {number} 被改动过。", seal=number)
        return None
    ids = [each.act_id for each in expected]
    if seal["seq"] != number:
        findings.add(f"印记 {number} 不见了。", seal=number)
    elif not whole:
        findings.add(f"印记 {number} 被改动过。", seal=number)
    elif seal["prev"] != prev:
        findings.add(f"印记 {number} 与它前面一个接不上。", seal=number)
    elif [seal["count"], seal["first_id"], seal["last_id"]] != [len(ids), ids[0], ids[-1]]:
        findings.add(f"印记 {number} 记的条数与编号自相矛盾。", seal=number)
    ascending = all(a < b for a, b in zip([last_id, *ids], ids, strict=False))
    if not ascending:
        findings.add(f"印记 {number} 里的编号次序不对。", seal=number)
        return None
    return _Batch(number, seal["root"], expected)


def _read_acts(
    lines: Iterator[tuple[str, Any]],
    batches: list[_Batch],
    findings: _Findings,
    counts: dict[str, int],
) -> None:
    """Lay the acts beside what the seals saw of them, in order of id."""
    acts = _checked_acts(lines, findings, counts)
    pending = next(acts, None)
    for batch in batches:
        leaves: list[bytes] = []
        for expected in batch.expected:
            while pending is not None and pending[0] < expected.act_id:
                if leaves or not batch.blind:
                    zh = f"办理记录 {pending[0]} 不在任何印记里，是后来插入的。"
                    findings.add(zh, seal=batch.seq, act=pending[0])
                pending = next(acts, None)
            if pending is None or pending[0] > expected.act_id:
                zh = f"办理记录 {expected.act_id}（印记 {batch.seq}）不见了。"
                findings.add(zh, seal=batch.seq, act=expected.act_id)
                continue
            act_id, found, whole = pending
            counts["sealed"] += 1
            leaves.append(found)
            if not whole or not fits(expected, found):
                zh = f"办理记录 {act_id}（印记 {batch.seq}）与封存时不同。"
                findings.add(zh, seal=batch.seq, act=act_id)
            pending = next(acts, None)
        if not leaves or merkle_root(leaves) != batch.root:
            findings.add(f"印记 {batch.seq} 的总摘要与其中的记录不符。", seal=batch.seq)
    while pending is not None:
        counts["unsealed"] += 1
        if not pending[2]:
            findings.add(f"办理记录 {pending[0]}（尚未封存）被改动过。", act=pending[0])
        pending = next(acts, None)


def _checked_acts(
    lines: Iterator[tuple[str, Any]], findings: _Findings, counts: dict[str, int]
) -> Iterator[tuple[int, bytes, bool]]:
    """Yield each act's id, its leaf and whether its digest is that of its columns."""
    last_id = 0
    for kind, columns in lines:
        act_id, digest = columns.pop("id", None), columns.pop("digest", None)
        if kind != "act" or not isinstance(act_id, int) or act_id <= last_id:
            raise _Malformed(f"导出文件里办理记录 {last_id} 之后的次序不对。")
        counts["acts"] += 1
        last_id = act_id
        try:
            whole = act_digest(columns) == digest
        except (ValueError, RecursionError):
            whole = False
        yield act_id, leaf(act_id, str(digest)), whole


def _check_head(
    wanted: str | None, wanted_seq: int | None, digests: dict[str, int], findings: _Findings
) -> None:
    if wanted is None:
        return
    if wanted not in digests:
        zh = (
            "您给的链头不在这份记录里：要么末尾的印记被截掉了，要么印记从某一号起被重做过。"
            "可以用更早公布的链头再核对，找出从哪一天起对不上。"
        )
        findings.add(zh, seal=wanted_seq)
    elif wanted_seq not in {None, digests[wanted]}:
        findings.add(f"您给的链头是印记 {digests[wanted]}，不是 {wanted_seq}。", seal=wanted_seq)

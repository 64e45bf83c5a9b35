"""Owns a refilled result as a folder: written beside the run it begins with, and held against it.

The run lies inside, byte by byte, as base/; so nothing of its proof changes, and who holds the run
and the withdrawals can compute all the rest. A refill of a refill keeps the same base and has one
more round.
"""

import csv
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import sha256_hex
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.proof.manifest import LINES, MANIFEST, manifest_of, write_manifest
from xueyou.formats.proof.refilled import BASE, is_refilled
from xueyou.formats.proof.verify import Differs
from xueyou.formats.writing import folder_in_making
from xueyou.rulebook.allocation.result_tables import CUTOFFS, PLACEMENTS, UNPLACED, WAITING
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers import refill_tables as tables
from xueyou.rulebook.answers.appealing import CHANGES
from xueyou.rulebook.answers.refill_public import (
    PublicRun,
    public_rounds,
    public_tables,
    read_public,
)
from xueyou.rulebook.answers.refilling import TieRefused, Withdrawal
from xueyou.rulebook.answers.sealed import BundleBroken, Sealed, open_sealed
from xueyou.rulebook.answers.withdrawals import (
    Rounds,
    read_withdrawals,
    withdrawn_csv,
    written_rounds,
)

PUBLIC = "public"


class NoRefill(Exception):
    """No batch of the rules lets anybody be called (exit 6)."""


@dataclass(frozen=True, slots=True)
class RefillWritten:
    """What a refill came to; `code` is the SHA-256 of its certificate."""

    certificate: Mapping[str, Any]
    code: str


def write_refill(
    folder: Path, withdrawn: Path, out: Path, *, code: str, threads: int = 1
) -> RefillWritten:
    """Refill a finished result, or one refilled before, and write it to `out`, replacing it.

    `code` is the digest of the program. Raises BundleBroken, InputRefused, NoRefill,
    and NoSolution where a tie stops it.
    """
    base = folder / BASE if is_refilled(folder) else folder
    try:
        sealed = open_sealed(base, threads=threads)
    except NoSolution as none:
        raise BundleBroken(f"这个文件夹里的数据重算没有结果：{none.zh}") from None
    if not any(batch.refill == "next" for batch in sealed.rulebook.batches):
        raise NoRefill
    rounds = _earlier(folder, sealed)
    found = read_withdrawals(withdrawn, sealed.rulebook, sealed.inputs, rounds)
    try:
        files = _files(sealed, [*rounds, found], code)
    except TieRefused as refused:
        raise NoSolution("tie_refused", tables.tie_sentence(sealed, refused)) from None
    with folder_in_making(out) as making:
        making.chmod(0o700)  # as a run: only what lies in public/ may be handed on
        shutil.copytree(base, making / BASE)
        shutil.copytree(base / PUBLIC, making / PUBLIC / BASE)
        for name, data in files.items():
            (making / name).write_bytes(data)
        write_manifest(making / PUBLIC)
        write_manifest(making)
    certificate = files["certificate.json"]
    return RefillWritten(json.loads(certificate), sha256_hex(certificate))


def check_refill(folder: Path) -> list[str]:
    """Compute a refilled result anew from its base, and say so. Raises Differs, BundleBroken.

    The base itself is checked by who calls this.
    """
    said = json.loads((folder / "certificate.json").read_bytes())
    code = str(said["engine"]["code"])
    if (folder / PUBLIC).is_dir():
        sealed = open_sealed(folder / BASE)
        files = _files(sealed, _written(folder, sealed), code)
        _same_folder(folder / BASE / PUBLIC, folder / PUBLIC / BASE)
        ends = "从封存的原始结果和放弃名单重算了递补，逐字节一致。"
    else:
        run = read_public(folder / BASE)
        files = public_tables(run, public_rounds(run, _withdrawn(folder)), code=code)
        ends = "从公布的排序和放弃名单重算了递补，逐字节一致。"
    for name, data in files.items():
        _same(name, (folder / name).read_bytes(), data)
    _only_these(folder, files.keys())
    counts = said["counts"]
    return [
        f"递补 {said['rounds']} 次，最后一次让出名额 {counts['withdrew']} 人，"
        f"新录取 {counts['called']} 人，升到前面志愿 {counts['moved_up']} 人。",
        ends,
    ]


def _files(sealed: Sealed, rounds: Rounds, code: str) -> dict[str, bytes]:
    """Return every file of a refilled result but base/ and the manifests."""
    found = tables.refilled(sealed, rounds)
    ids, batches = sealed.inputs.applicants, [batch.id for batch in sealed.rulebook.batches]
    run, numbers = _shown(sealed)
    hidden = [
        [Withdrawal(numbers[ids[one.applicant]], one.batch) for one in each] for each in rounds
    ]
    public = public_tables(run, hidden, code=code)
    placed = tables.placements(sealed, found)
    shown = sorted((run.names[numbers[str(row[0])]], *row[1:4], row[5]) for row in placed)
    if [[str(cell) for cell in row] for row in shown] != _rows(public["placements.csv"]):
        raise _not_its_own(sealed)
    return {
        "withdrawn.csv": withdrawn_csv(rounds, ids, batches),
        "changes.csv": lines_csv(CHANGES, tables.changes(found, ids, sealed.inputs.options)),
        "placements.csv": lines_csv(PLACEMENTS, placed),
        "cutoffs.csv": lines_csv(CUTOFFS, tables.cutoff_rows(sealed, found)),
        "unplaced.csv": lines_csv(UNPLACED, tables.still_unplaced(sealed, found)),
        "waiting.csv": lines_csv(WAITING, tables.still_waiting(sealed, found)),
        "certificate.json": public["certificate.json"],
        **{f"{PUBLIC}/{name}": data for name, data in public.items()},
    }


def _shown(sealed: Sealed) -> tuple[PublicRun, dict[str, int]]:
    """Return the run as its public part shows it, and there the number of each applicant.

    Raises BundleBroken where that part was changed: it is not computed anew before.
    """
    try:
        run = read_public(sealed.folder / PUBLIC)
        numbers = {name: number for number, name in enumerate(run.names)}
        opened = _rows((sealed.folder / "openings.csv").read_bytes())
        names = {row[0]: row[1] for row in opened}
        return run, {id: numbers[names[id]] for id in sealed.inputs.applicants}
    except (OSError, LookupError, ValueError, TypeError, csv.Error):
        raise _not_its_own(sealed) from None


def _not_its_own(sealed: Sealed) -> BundleBroken:
    return BundleBroken(
        f"{sealed.folder} 里公开的部分和封存的数据对不上，没有往下做。"
        "请先用 xueyou verify 核对这个文件夹。"
    )


def _earlier(folder: Path, sealed: Sealed) -> Rounds:
    """Return the rounds of a result refilled before. Raises BundleBroken where they do not hold."""
    if not is_refilled(folder):
        return []
    rounds = _written(folder, sealed)
    placed = tables.placements(sealed, tables.refilled(sealed, rounds))
    if lines_csv(PLACEMENTS, placed) != (folder / "placements.csv").read_bytes():
        raise BundleBroken(
            f"{folder} 里的 placements.csv 和它自己的放弃名单算出的结果不一样，没有往下做。"
            "请先用 xueyou verify 核对这个文件夹。"
        )
    return rounds


def _written(folder: Path, sealed: Sealed) -> Rounds:
    batches = [batch.id for batch in sealed.rulebook.batches]
    try:
        return written_rounds(_withdrawn(folder), sealed.inputs.applicants, batches)
    except (ValueError, LookupError):
        raise BundleBroken(f"{folder} 里的 withdrawn.csv 读不懂，没有往下做。") from None


def _withdrawn(folder: Path) -> bytes:
    return (folder / "withdrawn.csv").read_bytes()


def _only_these(folder: Path, names: Iterable[str]) -> None:
    """Refuse files that are too many or not as the manifests say. Raises Differs."""
    known = set(names)
    for inside in [""] if not (folder / PUBLIC).is_dir() else ["", f"{PUBLIC}/"]:
        for name, data in zip((LINES, MANIFEST), manifest_of(folder / inside), strict=True):
            _same(inside + name, (folder / inside / name).read_bytes(), data)
            known.add(inside + name)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise Differs(f"{name} 是一个链接，不是文件。")
        of_base = name.startswith((f"{BASE}/", f"{PUBLIC}/{BASE}/"))
        if path.is_file() and not of_base and name not in known:
            raise Differs(f"{name} 是多出来的文件。")


def _same_folder(one: Path, other: Path) -> None:
    """Hold one folder against another, file by file. Raises Differs."""
    both = [
        {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
        for base in (one, other)
    ]
    for name in sorted(both[0] ^ both[1]):
        raise Differs(f"{PUBLIC}/{BASE}/{name} 多出来或者不见了。")
    for name in sorted(both[0]):
        _same(f"{PUBLIC}/{BASE}/{name}", (other / name).read_bytes(), (one / name).read_bytes())


def _same(name: str, written: bytes, found: bytes) -> None:
    if written != found:
        pairs = zip(written.split(b"\n"), found.split(b"\n"), strict=False)
        row = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), written.count(b"\n") + 1)
        raise Differs(f"{name} 第 {row} 行与重算的结果不符。")


def _rows(written: bytes) -> list[list[str]]:
    return list(csv.reader(written.decode().split("\n")[:-1]))[1:]

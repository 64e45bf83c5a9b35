"""Owns the way back into a finished run: its sealed bundle opened, and run again to the same end.

What explains, compares or appeals a result starts here. Nothing of the outcome is stored twice: the
tables, rules and draw in the bundle give it again, and a bundle whose placements differ from what
they give is refused.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueyou.formats.proof import draws
from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.allocation.result_tables import placements
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import Tickets, tickets_from
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.tables.inputs import RULES, Inputs, read_inputs

APPLICANTS = "applicants.csv"


class BundleBroken(Exception):
    """The folder is no sealed bundle, or its parts do not give its result; `zh` says what."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Sealed:
    """A run opened again."""

    folder: Path
    rulebook: Rulebook
    inputs: Inputs
    tickets: Tickets | None
    outcome: Outcome

    @property
    def tables(self) -> Path:
        """Return the folder of the canonical inputs."""
        return self.folder / "inputs"


def open_sealed(folder: Path, *, threads: int = 1) -> Sealed:
    """Return a finished run, run again.

    Raises BundleBroken, and InputRefused where somebody changed its tables.
    """
    tables = folder / "inputs"
    if (folder / "base").is_dir() and not tables.is_dir():
        raise BundleBroken(
            f"{folder} 是递补以后的结果。请给出里面的 base：那是原来的结果，逐个志愿的说明在那里。"
        )
    for path in (tables / RULES, tables / APPLICANTS, folder / "placements.csv"):
        if not path.is_file():
            raise BundleBroken(
                f"{folder} 里没有 {path.relative_to(folder)}。"
                "请给出 admit run 写出的整个文件夹（含 inputs 的密封包）。"
            )
    rulebook = read_rulebook(tables / RULES, framed=False)
    inputs = read_inputs(tables, rulebook)
    tickets = tickets_of(folder, rulebook)
    outcome = allocate(rulebook, inputs, tickets, threads=threads)
    _hold_against(folder / "placements.csv", placements(rulebook, inputs, outcome))
    return Sealed(folder, rulebook, inputs, tickets, outcome)


def tickets_of(folder: Path, rulebook: Rulebook) -> Tickets | None:
    """Return the draw of a bundle: the official one, else the rehearsal's; None without a lottery.

    Raises BundleBroken.
    """
    if not rulebook.draws:
        return None
    if (folder / "draw").is_dir():
        try:
            return tickets_from(draws.read_draw(folder / "draw").seed)
        except draws.DrawBroken as broken:
            raise BundleBroken(str(broken)) from None
    return tickets_from(_seed(folder / "certificate.json"))


def _seed(path: Path) -> bytes:
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        return bytes.fromhex(said["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BundleBroken(
            f"规则要摇号，{path.parent} 里却没有摇号的记录：既没有 draw，证书里也没有种子。"
        ) from None


def _hold_against(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))[1:]
    found = [[str(cell) for cell in row] for row in rows]
    if written != found:
        number = next(
            (n for n, (a, b) in enumerate(zip(written, found, strict=False), 2) if a != b),
            min(len(written), len(found)) + 2,
        )
        raise BundleBroken(
            f"placements.csv 第 {number} 行起和规则、报名数据算出的结果不一样，没有往下做。"
            "请先用 xueyou verify 核对这个文件夹。"
        )

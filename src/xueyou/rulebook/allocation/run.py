"""Owns a run from folder to folder: inputs and rules in, results and their proof out.

The command line and a call's freeze both come here. OUT is written beside its place and renamed, so
a run that fails leaves nothing.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xueyou.formats.canonical import canonical_json
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.proof import bundle
from xueyou.formats.writing import OutputExists, folder_in_making
from xueyou.rulebook.allocation import result_tables as results
from xueyou.rulebook.allocation.certificate import certificate
from xueyou.rulebook.allocation.envy import ENVY, envy
from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.allocation.proof_batches import proof_batches
from xueyou.rulebook.allocation.running import allocate, quiet
from xueyou.rulebook.allocation.tickets import Tickets, tickets_from
from xueyou.rulebook.language.compiled import compiled
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.tables import canonical_inputs as tables
from xueyou.rulebook.tables.inputs import RULES, Inputs, read_inputs

if TYPE_CHECKING:
    from xueyou.formats.proof.draws import Committed, Draw

DRAW_FILES = ("commit.json", "reveal.json", "roster.csv")

Step = Callable[[str, int, int], None]


class DrawNeeded(Exception):
    """The rules draw lots: an official result needs a draw, a rehearsal a seed (exit 6)."""


class DrawRefused(Exception):
    """The draw is broken, or was made for other rules, people, places or options (exit 1)."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Asked:
    """The inputs of one run, read and checked, in their canonical bytes."""

    rulebook: Rulebook
    inputs: Inputs
    rules_yaml: bytes
    rules: Mapping[str, Any]  # rules.json
    tables: Mapping[str, bytes]  # by name of the table

    def commitment(self, *, code: str) -> str:
        """Return the code of the inputs, 64 hex digits, that can be published before any draw."""
        rules = canonical_json(dict(self.rules))
        return bundle.inputs_commitment(rules=rules, **self.tables, code=code)

    def committed(self) -> "Committed":
        """Return what a draw for these inputs fixes before."""
        # Imported here: most runs draw nothing, and start sooner without the draw's files.
        from xueyou.formats.proof import draws

        pairs = zip(self.inputs.group_cells(), self.inputs.applicants, strict=True)
        return draws.Committed(
            roster=draws.roster_csv(pairs),
            rules=self.rules_yaml,
            places=self.tables["quotas"],
            options=self.tables["options"],
        )

    def rehearsal_seed(self) -> bytes:
        """Return the seed that comes from the inputs themselves."""
        return bundle.rehearsal_seed(canonical_json(dict(self.rules)), **self.tables)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to."""

    certificate: Mapping[str, Any]
    digests: bundle.Commitment
    seed: bytes | None  # of a rehearsal without draw
    rehearsal: bool


def asked_in(folder: Path, *, progress: Step = quiet) -> Asked:
    """Return what a folder asks for. Raises InputRefused, FileNotFoundError without rules.yaml."""
    progress("read", 0, 3)
    rulebook = read_rulebook(folder / RULES)
    progress("read", 1, 3)
    inputs = read_inputs(folder, rulebook)
    progress("read", 2, 3)
    asked = Asked(
        rulebook,
        inputs,
        (folder / RULES).read_bytes(),
        compiled(rulebook),
        {
            "applicants": tables.applicants_csv(rulebook, inputs),
            "choices": tables.choices_csv(rulebook, inputs),
            "options": tables.options_csv(rulebook, inputs),
            "quotas": tables.quotas_csv(rulebook, inputs),
        },
    )
    progress("read", 3, 3)
    return asked


def run(
    folder: Path,
    out: Path,
    *,
    code: str,
    draw: Path | None = None,
    seed: bytes | None = None,
    force: bool = False,
    threads: int = 1,
    progress: Step = quiet,
) -> Ran:
    """Give all places of a folder and write the proof. `code` is the digest of the program.

    With `draw` (a folder of `draw reveal`) or where nothing is drawn the run is official; with
    `seed` (32 bytes), or a draw under a moved clock, it is a rehearsal. Raises OutputExists,
    InputRefused, DrawNeeded, DrawRefused and NoSolution.
    """
    if out.exists() and not force:
        raise OutputExists(out)
    asked = asked_in(folder, progress=progress)
    drawn = None if draw is None else _drawn(asked, draw)
    tickets = tickets_for(asked, seed if drawn is None else drawn.seed)
    outcome = allocate(asked.rulebook, asked.inputs, tickets, threads=threads, progress=progress)
    with folder_in_making(out) as making:
        return _write(making, asked, outcome, tickets, drawn, seed, code, progress)


def tickets_for(asked: Asked, seed: bytes | None) -> Tickets | None:
    """Return the tickets of a run with the seed of its draw or rehearsal. Raises DrawNeeded."""
    lottery = asked.rulebook.lottery
    if not asked.rulebook.draws:
        return None
    if seed is None:
        raise DrawNeeded
    if lottery is None or lottery.order != "circular":
        return Tickets(seed)
    return tickets_from(seed)


def _drawn(asked: Asked, folder: Path) -> "Draw":
    """Return a revealed draw that was made for these very inputs. Raises DrawRefused."""
    from xueyou.formats.proof import draws

    try:
        found = draws.read_draw(folder)
        draws.hold_against(found, asked.committed())
    except (draws.DrawDiffers, draws.DrawBroken) as refused:
        raise DrawRefused(str(refused)) from None
    return found


def _write(
    out: Path,
    asked: Asked,
    outcome: Outcome,
    tickets: Tickets | None,
    drawn: "Draw | None",
    seed: bytes | None,
    code: str,
    progress: Step,
) -> Ran:
    rulebook, inputs = asked.rulebook, asked.inputs
    placed = results.placements(rulebook, inputs, outcome)
    cut = results.cutoff_rows(rulebook, inputs, outcome, tickets)
    without_place = results.unplaced(rulebook, inputs, outcome)
    envied = envy(inputs, outcome)
    progress("write", 1, 3)
    out.chmod(0o700)  # it holds who is who; only what lies in public/ may be handed on
    (out / "inputs").mkdir()
    (out / "inputs" / RULES).write_bytes(asked.rules_yaml)
    for name, data in asked.tables.items():
        (out / "inputs" / f"{name}.csv").write_bytes(data)
    for name, heads, rows in (
        ("placements", results.PLACEMENTS, placed),
        ("cutoffs", results.CUTOFFS, cut),
        ("unplaced", results.UNPLACED, without_place),
        ("envy", ENVY, envied),
        ("waiting", results.WAITING, results.waiting(inputs, outcome)),
    ):
        (out / f"{name}.csv").write_bytes(lines_csv(heads, rows))
    if drawn is not None:
        (out / "draw").mkdir()
        for name in DRAW_FILES:
            shutil.copyfile(drawn.folder / name, out / "draw" / name)
    progress("write", 2, 3)
    said = certificate(rulebook, inputs, outcome, envied, without_place, code=code)
    rehearsal = seed is not None or (drawn is not None and not drawn.official)
    digests = bundle.write_proof(
        out,
        rules=asked.rules,
        batches=proof_batches(rulebook, inputs, outcome),
        applicants=inputs.applicants,
        placements=placed,
        cutoffs=cut,
        certificate=said,
        code=code,
        seed=seed,
        rehearsal=rehearsal,
        secret=bundle.new_secret(seed),
    )
    progress("write", 3, 3)
    return Ran(said, digests, seed, rehearsal)

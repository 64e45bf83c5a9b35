"""Owns the two bundles of a run: what is committed, what is sealed, what is public."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex, sha256_of_file
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.proof.manifest import LINES, MANIFEST, write_manifest
from xueyou.formats.proof.problem import Batch, Pool, ordered_pools, problem_json
from xueyou.formats.proof.rows import commitment as row_commitment
from xueyou.formats.proof.rows import new_secret, openings
from xueyou.keyed import keyed

__all__ = [
    "INPUTS",
    "Batch",
    "Commitment",
    "Pool",
    "inputs_commitment",
    "new_secret",
    "rehearsal_seed",
    "verifier_digest",
    "write_proof",
    "write_verifiers",
]

SCHEMA = "admission-commitment/1"
INPUTS = ("applicants", "choices", "options", "quotas")
PRIVATE = ("secret.txt", "openings.csv")
"""What opens pseudonyms."""
VERIFIERS = {"verifier": "verify.py", "page": "verify.html"}
"""The files that check a bundle, by the name of their digest in the certificate."""

_BOTH = (
    "rules.json", "problem.json", "commitment.json", "certificate.json", "placements.csv",
    "cutoffs.csv", MANIFEST, LINES, *VERIFIERS.values(),
)  # fmt: skip
_PUBLIC = (*_BOTH, "commitments.csv", "draw/commit.json", "draw/reveal.json")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Commitment:
    """The digests of one run, in 64 hex digits each.

    `inputs` is known before the run and binds rules, tables and code; `commitment` is the SHA-256
    of commitment.json and binds the draw, the ordered keys and the rows as well.
    """

    inputs: str
    commitment: str
    problem: str


def inputs_commitment(
    *,
    rules: bytes,
    applicants: bytes,
    choices: bytes,
    options: bytes,
    quotas: bytes,
    code: str,
) -> str:
    """Return the code that can be published before anything is drawn or run: 64 hex digits.

    `rules` are the bytes of rules.json, the tables those of the canonical files, `code` the digest
    of the program.
    """
    tables = (applicants, choices, options, quotas)
    return sha256_hex(canonical_json(_early(rules, tables) | {"code": code}))


def rehearsal_seed(
    rules: bytes, applicants: bytes, choices: bytes, options: bytes, quotas: bytes
) -> bytes:
    """Return the seed of a run without draw: the digest of its canonical inputs."""
    tables = (applicants, choices, options, quotas)
    return hashlib.sha256(canonical_json(_early(rules, tables))).digest()


def _early(rules: bytes, tables: Sequence[bytes]) -> dict[str, str | None]:
    digests = {name: sha256_hex(data) for name, data in zip(INPUTS, tables, strict=True)}
    return {"schema": SCHEMA, "rules": sha256_hex(rules), **digests}


def unbound_files(folder: Path) -> list[str]:
    """Return the paths of files in a bundle, sealed or public, that nothing speaks of."""
    known = set(_PUBLIC)
    if (folder / "public").is_dir():
        sealed = json.loads((folder / "commitment.json").read_bytes())["sealed"]
        known = {f"public/{name}" for name in _PUBLIC} | {*_BOTH, *sealed, *PRIVATE}
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted({path.relative_to(folder).as_posix() for path in files} - known)


def verifier_digest() -> str:
    """Return the SHA-256 of the verify.py that this release writes into bundles."""
    return sha256_of_file(_HERE / VERIFIERS["verifier"])


def write_verifiers(folder: Path) -> None:
    """Write verify.py and verify.html."""
    for name in VERIFIERS.values():
        shutil.copyfile(_HERE / name, folder / name)


def write_proof(
    out: Path,
    *,
    rules: Mapping[str, Any],
    batches: Sequence[Batch],
    applicants: Sequence[str],
    placements: Iterable[Sequence[object]],
    cutoffs: Iterable[Sequence[object]],
    certificate: Mapping[str, Any],
    code: str,
    seed: bytes | None,
    rehearsal: bool,
    secret: bytes,
) -> Commitment:
    """Write all that proves a run beside the tables that `out` holds already.

    `out` has inputs/ (canonical), placements.csv, cutoffs.csv, unplaced.csv and whatever else, and
    draw/ (commit.json, reveal.json, roster.csv) after a draw. `placements` and `cutoffs` are the
    rows of these files without header; `seed` is that of a rehearsal without draw, None otherwise;
    `rehearsal` is true there and after a draw under a moved clock.
    """
    sealed = _sealed(out, secret)
    public = out / "public"
    public.mkdir()
    tables = [(out / "inputs" / f"{name}.csv").read_bytes() for name in INPUTS]
    rules_json = canonical_json(dict(rules))
    names, opened, rows = _opened(secret, applicants, tables[0], tables[1])
    problem = problem_json(batches, sha256_hex(rules_json), names, secret)
    committed = lines_csv(["pseudonym", "sha256"], sorted(rows))
    early = _early(rules_json, tables) | {"code": code}
    inputs = sha256_hex(canonical_json(early))
    said = dict(certificate) | {
        "inputs": inputs,
        "problem": sha256_hex(problem),
        **{key: sha256_of_file(_HERE / name) for key, name in VERIFIERS.items()},
        "seed": None if seed is None else seed.hex(),
        "rehearsal": rehearsal,
    }
    whole = canonical_json(
        early
        | _draw(out, public)
        | {"problem": sha256_hex(problem), "rows": sha256_hex(committed)}
        | {"certificate": sha256_hex(canonical_json(said)), "sealed": sealed}
    )
    digests = Commitment(inputs, sha256_hex(whole), sha256_hex(problem))
    said["commitment"] = digests.commitment
    for folder in (out, public):
        (folder / "rules.json").write_bytes(rules_json)
        (folder / "problem.json").write_bytes(problem)
        (folder / "commitment.json").write_bytes(whole)
        (folder / "certificate.json").write_bytes(canonical_json(said))
        write_verifiers(folder)
    _write_private(out / "secret.txt", f"{secret.hex()}\n".encode())
    _write_private(out / "openings.csv", lines_csv(["applicant", "pseudonym", "salt"], opened))
    (public / "commitments.csv").write_bytes(committed)
    by_id = dict(zip(applicants, names, strict=True))
    (public / "placements.csv").write_bytes(_public_placements(placements, by_id))
    (public / "cutoffs.csv").write_bytes(_public_cutoffs(cutoffs, batches, secret))
    write_manifest(public)
    write_manifest(out)
    return digests


def _write_private(path: Path, data: bytes) -> None:
    """Write what nobody but the bundle's keeper may read."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(data)


def _opened(
    secret: bytes, applicants: Sequence[str], table: bytes, choices: bytes
) -> tuple[list[str], list[tuple[str, str, str]], list[tuple[str, str]]]:
    names, opened, rows = [], [], []
    for applicant, name, salted, text in openings(secret, applicants, table, choices):
        names.append(name)
        opened.append((applicant, name, salted))
        rows.append((name, row_commitment(text)))
    if len(set(names)) != len(applicants):
        raise ValueError("applicants.csv and the list of applicants do not agree")
    return names, opened, rows


def _sealed(out: Path, secret: bytes) -> dict[str, str]:
    """Return a digest of each file that nobody but the sealed bundle's keeper has.

    Keyed, because the digest is public: a small table could be guessed from a plain one.
    """
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {
        (name := path.relative_to(out).as_posix()): keyed(
            secret, "file", name, sha256_of_file(path)
        ).hex()
        for path in paths
    }


def _draw(out: Path, public: Path) -> dict[str, str | None]:
    """Put what may be seen of the draw into the public bundle; return the digests of both files."""
    found: dict[str, str | None] = {}
    for key, name in (("draw", "commit.json"), ("reveal", "reveal.json")):
        path = out / "draw" / name
        found[key] = sha256_of_file(path) if path.is_file() else None
        if path.is_file():
            (public / "draw").mkdir(exist_ok=True)
            shutil.copyfile(path, public / "draw" / name)
    return found


def _public_placements(placements: Iterable[Sequence[object]], names: Mapping[str, str]) -> bytes:
    rows = [
        (names[str(row[0])], row[1], row[2], row[3], row[5]) for row in placements
    ]  # without the pool: it may be a fact
    head = ["pseudonym", "batch", "option", "choice_rank", "reason"]
    return lines_csv(head, sorted(rows, key=lambda row: str(row[0])))


def _public_cutoffs(
    cutoffs: Iterable[Sequence[object]], batches: Sequence[Batch], secret: bytes
) -> bytes:
    said = {(str(row[0]), str(row[1]), str(row[2])): row for row in cutoffs}
    rows = []
    for batch in batches:
        for n, label in ordered_pools(batch, secret):
            option = batch.options[batch.pools[n].option]
            row = said[batch.id, option, batch.pools[n].name]
            rows.append((batch.id, option, label, row[3], row[4], row[6], row[7]))
    head = ["batch", "option", "pool", "places", "placed", "tied_at_last", "over_places"]
    return lines_csv(head, rows)

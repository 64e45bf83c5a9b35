"""Small made runs with their bundles, for tests that change a byte and look what is said."""

import csv
import json
import shutil
from pathlib import Path

from tests.reference.admission_worlds import Made, made_from
from xueyou.formats.proof.manifest import LINES, MANIFEST, write_manifest
from xueyou.formats.proof.verify import Differs, check
from xueyou.rulebook.allocation.run import run

HEADS = {
    "applicants": ["applicant", "group"],
    "choices": ["applicant", "batch", "rank", "option"],
    "options": ["option", "batch", "places"],
    "quotas": ["batch", "option", "pool", "places"],
}
CODE = "0" * 64


def write_inputs(made: Made, folder: Path) -> Path:
    """Write a made instance as a folder that `admit run` takes."""
    folder.mkdir(parents=True)
    rules = json.dumps(made.rules, ensure_ascii=False, indent=1)
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    more = {"applicants": made.rules["facts"], "options": made.rules.get("attributes", {})}
    for name, heads in HEADS.items():
        write_table(folder / f"{name}.csv", [*heads, *more.get(name, ())], made.tables[name])
    return folder


def write_table(path: Path, heads: list[str], rows: list[dict[str, str]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, restval="")
        writer.writeheader()
        writer.writerows(rows)


def made_bundle(folder: Path, number: int, mode: str = "") -> Path:
    """Run the made instance of this number, perhaps in one mode with lots last, and return OUT."""
    made = made_from(number, 24, 6)
    if mode:
        made = made_from(number, 24, 6, modes=(mode, mode), ties=("lottery", "stable_id"))
    run(write_inputs(made, folder / "in"), folder / "out", code=CODE, seed=made.seed)
    return folder / "out"


def copied(bundle: Path, to: Path) -> Path:
    """Return a fresh copy of a bundle."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(bundle, to))


def said_of(bundle: Path, commitment: str = "") -> str:
    """Return what verify.py says against a bundle, the empty text where it holds."""
    try:
        check(str(bundle), commitment)
    except Differs as differs:
        return str(differs)
    return ""


def rewrite_manifests(bundle: Path) -> None:
    """Write the manifests anew, as a forger would."""
    for folder in (bundle / "public", bundle):
        if folder.is_dir():
            for name in (MANIFEST, LINES):
                (folder / name).unlink()
            write_manifest(folder)


def files_of(bundle: Path) -> list[Path]:
    """Return all files of a bundle, by path."""
    return sorted(path for path in bundle.rglob("*") if path.is_file())

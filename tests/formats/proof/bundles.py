"""Small made runs with their bundles, for tests that change a byte and look what is said."""

import csv
import json
import shutil
from pathlib import Path

from tests.reference.admission_worlds import Made, made_from
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.proof.manifest import LINES, MANIFEST, write_manifest
from xueyou.formats.proof.verify import Differs, check
from xueyou.keyed import keyed
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


def codes(bundle: Path) -> tuple[str, str]:
    """Return the result code and the inputs' code of a bundle."""
    data = (bundle / "commitment.json").read_bytes()
    said = json.loads(data)
    names = ("schema", "rules", "applicants", "choices", "options", "quotas", "code")
    return sha256_hex(data), sha256_hex(canonical_json({name: said[name] for name in names}))


def changed(bundle: Path, name: str, old: bytes, new: bytes) -> None:
    """Replace the first `old` in a file, in every copy of it, and write the manifests anew."""
    for path in (bundle / name, bundle / "public" / name):
        if path.is_file():
            data = path.read_bytes()
            assert old in data, (name, old)
            path.write_bytes(data.replace(old, new, 1))
    rewrite_manifests(bundle)


def resealed(bundle: Path, name: str) -> None:
    """Make commitment.json fit a changed file of the sealed bundle, as its keeper could."""
    secret = bytes.fromhex((bundle / "secret.txt").read_text(encoding="ascii"))
    said = json.loads((bundle / "commitment.json").read_bytes())["sealed"]
    digest = sha256_hex((bundle / name).read_bytes())
    refitted(bundle, sealed=said | {name: keyed(secret, "file", name, digest).hex()})


def refitted(bundle: Path, **said: object) -> None:
    """Enter `said` into commitment.json and make certificate and manifests fit, as a forger."""
    book = json.loads((bundle / "commitment.json").read_bytes())
    certificate = json.loads((bundle / "certificate.json").read_bytes())
    certificate.pop("commitment")
    certificate |= {name: each for name, each in said.items() if name in certificate}
    book |= {name: each for name, each in said.items() if name in book}
    book["certificate"] = sha256_hex(canonical_json(certificate))
    whole = canonical_json(book)
    certificate["commitment"] = sha256_hex(whole)
    for folder in (bundle, bundle / "public"):
        if folder.is_dir():
            (folder / "commitment.json").write_bytes(whole)
            (folder / "certificate.json").write_bytes(canonical_json(certificate))
    rewrite_manifests(bundle)

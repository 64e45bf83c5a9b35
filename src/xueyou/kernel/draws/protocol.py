"""The draw's files, made by the same functions as the command line's: the only place that calls."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xueyou.formats.canonical import sha256_hex
from xueyou.formats.program import code_digest
from xueyou.formats.proof import draws
from xueyou.formats.proof.source_forms import FormNotKept, FormUnknown, check_form
from xueyou.formats.sm3 import sm3_hex
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.platform.time import CITY

PARTS = ("roster", "rules", "places", "options")


@dataclass(frozen=True, slots=True)
class Source:
    """A public source, and the declared form of what it publishes."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a commitment fixes, in canonical bytes; `options` may be absent."""

    roster: bytes
    rules: bytes
    places: bytes
    options: bytes | None = None

    def files(self) -> dict[str, bytes]:
        """Return the parts that are there, by name."""
        found = {name: getattr(self, name) for name in PARTS}
        return {name: data for name, data in found.items() if data is not None}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a commitment stands among those of its subject."""

    ordinal: int
    previous: str | None
    repeats: Sequence[int]


def commitment(
    fixed: Fixed,
    place: Place,
    *,
    sources: Sequence[Source],
    not_before: datetime,
    committed_at: datetime,
    seals: Sequence[str],
    rehearsal: bool,
) -> bytes:
    """Return commit.json. Raises DrawNotMade."""
    rows = draws.read_roster(fixed.roster)
    if any(draws.like_a_citizen_number(cell) for row in rows for cell in row):
        raise DrawNotMade("名册里有像身份证号的内容，没有承诺。名册只写编号，不写证件号。")
    try:
        for source in sources:
            check_form(source.form)
        return draws.commitment(
            ordinal=place.ordinal,
            previous=place.previous,
            repeats=place.repeats,
            fixed=draws.Committed(fixed.roster, fixed.rules, fixed.places, fixed.options),
            code=code_digest(),
            sources=[draws.Source(source.name, source.form) for source in sources],
            not_before=_to_second(not_before),
            committed_at=_to_second(committed_at),
            seals=seals,
            rehearsal=rehearsal,
        )
    except FormUnknown as unknown:
        raise DrawNotMade(unknown.zh) from None
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise DrawNotMade(str(wrong)) from None


def revelation(
    commit: bytes,
    *,
    used: int,
    because: str,
    published: str,
    witnesses: Sequence[str],
    at: datetime,
    rehearsal: bool,
) -> tuple[bytes, str]:
    """Return reveal.json and the seed in 64 hex digits. Raises DrawNotMade."""
    try:
        found = draws.revelation(
            commit,
            used=used,
            because=because,
            published=published,
            witnesses=witnesses,
            now=_to_second(at),
            rehearsal=rehearsal,
        )
    except FormNotKept as strange:
        raise DrawNotMade(strange.zh) from None
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise DrawNotMade(str(wrong)) from None
    return found, json.loads(found)["seed"]


def ordered(seed: str, roster: bytes) -> list[str]:
    """Return the groups of a roster in the order of a straight draw with this seed."""
    table = draws.tickets_csv(bytes.fromhex(seed), roster, circular=False)
    return [group for group, _ in draws.read_roster(table)]


def unchanged(commit: bytes, files: dict[str, bytes]) -> str:
    """Return the name of a kept part that is not what was committed; "" where all are."""
    said = json.loads(commit)
    for name, data in files.items():
        wanted = said.get(name)
        if wanted is None:
            continue
        if (wanted["sha256"], wanted["sm3"]) != (sha256_hex(data), sm3_hex(data)):
            return name
    return ""


def write_folder(folder: Path, commit: bytes, reveal: bytes, roster: bytes) -> None:
    """Write the folder of a revealed draw as `admit run --draw` reads it. Raises DrawNotMade."""
    folder.mkdir()
    for name, data in (("commit.json", commit), ("reveal.json", reveal), ("roster.csv", roster)):
        (folder / name).write_bytes(data)
    try:
        draws.read_draw(folder)
    except draws.DrawBroken as broken:
        raise DrawNotMade(str(broken)) from None


def check_revealed(commit: bytes, reveal: bytes, roster: bytes) -> None:
    """Hold a revelation against its commitment as anybody would. Raises DrawNotMade."""
    with TemporaryDirectory() as folder:
        write_folder(Path(folder) / "draw", commit, reveal, roster)


def _to_second(moment: datetime) -> datetime:
    return moment.astimezone(CITY).replace(microsecond=0)

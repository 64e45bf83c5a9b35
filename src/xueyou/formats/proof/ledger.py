"""Owns the ledger of draws: numbered folders, each bound to the one before, none ever reused.

It makes a second draw visible to whoever knows of the first. It cannot forbid one: a copy of the
folder, or a draw made without it, leaves no trace here. Hence every commitment is published.
"""

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.proof.draws import COMMITTED_ZH, Committed, DrawBroken, DrawForbidden
from xueyou.formats.writing import write_whole

FILES = {
    "roster": "roster.csv",
    "rules": "rules.yaml",
    "places": "places.csv",
    "options": "options.csv",
}
"""Where an entry keeps what was committed, as it was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment of the ledger; `origin` tells where its files lay when it was made."""

    ordinal: int
    folder: Path
    commit: bytes

    @property
    def digest(self) -> str:
        """Return the SHA-256 of commit.json."""
        return sha256_hex(self.commit)

    @property
    def said(self) -> dict[str, Any]:
        """Return what commit.json says."""
        found: dict[str, Any] = json.loads(self.commit)
        return found

    def kept(self) -> Committed:
        """Return what was committed. Raises DrawBroken where a file is gone or was changed."""
        try:
            found = {
                name: None if self.said[name] is None else (self.folder / file).read_bytes()
                for name, file in FILES.items()
            }
        except OSError as error:
            raise DrawBroken(
                f"登记簿第 {self.ordinal} 号里的 {Path(error.filename).name} 不见了，没有往下做。"
            ) from None
        kept = Committed(**found)  # type: ignore[arg-type]  # only the options may be None
        for name, said in kept.digests().items():
            if said != self.said[name]:
                raise DrawBroken(f"登记簿里的{COMMITTED_ZH[name]}与承诺不符，有人动过，没有揭晓。")
        return kept

    def origin(self) -> dict[str, str]:
        """Return the paths that were given on this machine, by name in FILES."""
        try:
            found: dict[str, str] = json.loads((self.folder / "origin.json").read_bytes())
        except (OSError, ValueError):
            raise DrawBroken(
                f"登记簿第 {self.ordinal} 号里的 origin.json 不见了或读不懂，没有往下做。"
            ) from None
        return found


def entries(ledger: Path) -> list[Entry]:
    """Return all commitments in order. Raises DrawBroken where one is missing or was changed."""
    found: list[Entry] = []
    folders = sorted(path for path in ledger.glob("[0-9]*") if path.is_dir())
    for number, folder in enumerate(folders, 1):
        if folder.name != f"{number:04}":
            raise DrawBroken(f"摇号登记簿 {ledger} 里缺第 {number} 号，不能再用。")
        try:
            entry = Entry(number, folder, (folder / "commit.json").read_bytes())
            said = entry.said
        except (OSError, ValueError, RecursionError):
            raise DrawBroken(f"摇号登记簿 {ledger} 的第 {number} 号读不出来。") from None
        previous = found[-1].digest if found else None
        if said.get("ordinal") != number or said.get("previous") != previous:
            raise DrawBroken(f"摇号登记簿 {ledger} 的第 {number} 号与前一号接不上，有人动过。")
        found.append(entry)
    return found


def enter(
    ledger: Path, number: int, commit: bytes, fixed: Committed, origin: dict[str, str]
) -> Entry:
    """Write one commitment with its files; raises DrawForbidden where the number is taken.

    The folder gets its number when all is in it, so a machine that stops half-way blocks nothing.
    """
    folder = ledger / f"{number:04}"
    ledger.mkdir(parents=True, exist_ok=True)
    making = ledger / f".{number:04}.{token_hex(4)}"
    making.mkdir()
    try:
        for name, file in FILES.items():
            if (data := getattr(fixed, name)) is not None:
                write_whole(making / file, data)
        write_whole(making / "origin.json", canonical_json(origin))
        write_whole(making / "commit.json", commit)
        making.rename(folder)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
            raise DrawForbidden(f"登记簿的第 {number} 号刚被别人用了。请再运行一次。") from None
        raise
    finally:
        rmtree(making, ignore_errors=True)
    return Entry(number, folder, commit)


def find(ledger: Path, commit: bytes) -> Entry:
    """Return the entry of a commit.json. Raises DrawForbidden (not there), DrawBroken (changed)."""
    known = entries(ledger)
    try:
        number = json.loads(commit)["ordinal"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise DrawBroken("这不是摇号的承诺文件。") from None
    if not isinstance(number, int) or not 1 <= number <= len(known):
        raise DrawForbidden(
            f"摇号登记簿 {ledger} 里没有这一号承诺。登记簿在别处时，请用 --ledger 指给它。"
        )
    if known[number - 1].commit != commit:
        raise DrawBroken(f"承诺文件与登记簿里的第 {number} 号不一样：承诺之后被改过。")
    return known[number - 1]


def refuse_second(entry: Entry) -> None:
    """Raise DrawForbidden where a commitment was revealed already."""
    if (entry.folder / "reveal.json").exists():
        raise DrawForbidden(
            f"第 {entry.ordinal} 号承诺已经揭晓过，一号只能揭晓一次。"
            f"揭晓的结果在 {entry.folder}；要重抽，只能重新承诺，次序号会加一，大家都看得见。"
        )


def reveal(entry: Entry, data: bytes) -> None:
    """Write the one revelation of a commitment; raises DrawForbidden at the second."""
    try:
        handle = os.open(entry.folder / "reveal.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        refuse_second(entry)
        raise
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())

"""Owns the draw: what is committed before, what is revealed after, and the seed that comes of it.

Nobody moves last: rules, roster, places and the witnesses' sealed digits are fixed before the
public source speaks, and what the source says can be written in one way only.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.proof.rows import keyed
from xueyou.formats.sm3 import sm3_hex

COMMIT = "admission-draw-commit/1"
REVEAL = "admission-draw-reveal/1"
SHORTEST_VALUE = 4
SHORTEST_DIGITS = 4
LONG_ENOUGH = 20
"""Digits from which a seal cannot be opened by trying."""

_CITIZEN = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"
)

Pair = tuple[str, str]


class DrawBroken(Exception):
    """The files of a draw contradict one another (checked and false)."""


class DrawDiffers(Exception):
    """The draw was made for other rules, places or people (checked and false)."""


class DrawForbidden(Exception):
    """The protocol forbids it: too early, too late, unsealed, a second time."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What `draw reveal` found. `digest` is the SHA-256 of commit.json; `official` is false where
    the clock had been moved by hand.
    """

    seed: bytes
    ordinal: int
    previous: str | None
    digest: str
    official: bool
    commit: dict[str, Any]
    reveal: dict[str, Any]


def like_a_citizen_number(text: str) -> bool:
    """Tell whether a text holds what looks like a citizen number, in any width of digits."""
    return _CITIZEN.search(unicodedata.normalize("NFKC", text)) is not None


def roster_csv(pairs: Iterable[Pair]) -> bytes:
    """Return the canonical roster of (group, applicant); who has no group is his own."""
    rows = sorted((group or applicant, applicant) for group, applicant in pairs)
    return _csv(("group", "applicant"), rows)


def read_roster(data: bytes) -> list[Pair]:
    """Return the (group, applicant) of a canonical roster."""
    return [(row[0], row[1]) for row in csv.reader(io.StringIO(data.decode()))][1:]


def places_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the canonical places of (batch, option, pool, places), as a run writes its quotas."""
    return _csv(("batch", "option", "pool", "places"), sorted(list(row) for row in rows))


def seal(line: str) -> str:
    """Return the sealed digest of a witness's line: 64 hex digits."""
    return sha256_hex(f"xueyou-witness/1\n{witness_line(line)}".encode())


def witness_line(line: str) -> str:
    """Return a witness's line in its one writing: letters and digits, nothing else."""
    return _plain(line)


def source_value(line: str) -> str:
    """Return what a source published in its one writing: commas and blanks choose nothing."""
    return _plain(line)


def _plain(line: str) -> str:
    folded = unicodedata.normalize("NFKC", line).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def commitment(
    *,
    ordinal: int,
    previous: str | None,
    repeats: Sequence[int],
    roster: bytes,
    rules: bytes,
    places: bytes,
    code: str,
    sources: Sequence[str],
    not_before: datetime,
    committed_at: datetime,
    seals: Sequence[str],
    rehearsal: bool,
) -> bytes:
    """Return commit.json. Raises DrawForbidden where the source may be older than it."""
    if not_before <= committed_at:
        raise DrawForbidden(
            f"公开源最早 {not_before.isoformat()} 公布，不晚于现在（{committed_at.isoformat()}）："
            "承诺之前就可能知道结果。请改用以后才公布的一期。"
        )
    lines = roster.decode().split("\n")[1:-1]
    return canonical_json(
        {
            "schema": COMMIT,
            "ordinal": ordinal,
            "previous": previous,
            "repeats": list(repeats),
            "roster": {"rows": len(lines), **_digests(roster)},
            "rules": _digests(rules),
            "places": {"rows": places.count(b"\n") - 1, **_digests(places)},
            "code": code,
            "sources": list(sources),
            "not_before": not_before.isoformat(),
            "committed_at": committed_at.isoformat(),
            "seals": list(seals),
            "rehearsal": rehearsal,
        }
    )


def revelation(
    commit: bytes,
    *,
    used: int,
    because: str,
    published: str,
    witnesses: Sequence[str],
    now: datetime,
    rehearsal: bool,
) -> bytes:
    """Return reveal.json. `used` is the place among the declared sources, `because` why not before.

    Raises DrawForbidden (too early, a source that was not declared, a witness too few or too many),
    DrawBroken (a witness's digits are not those he sealed).
    """
    said = json.loads(commit)
    if now < _moment(said["not_before"]):
        raise DrawForbidden(
            f"还没到揭晓的时间：公开源最早 {said['not_before']} 公布，现在是 {now.isoformat()}。"
        )
    if not 0 <= used < len(said["sources"]):
        raise DrawForbidden(f"承诺里只有 {len(said['sources'])} 个公开源，没有第 {used + 1} 个。")
    if used and not because.strip():
        raise DrawForbidden("改用备用源，要写明前一个源为什么没有公布（--because）。")
    value = source_value(published)
    if len(value) < SHORTEST_VALUE:
        raise DrawForbidden("公开源的数字太短，不像公布的结果，没有用它。")
    lines = _opened([witness_line(line) for line in witnesses], said["seals"])
    digest = sha256_hex(commit)
    seed = seed_of(digest, value, lines)
    start, direction = circle(seed)
    return canonical_json(
        {
            "schema": REVEAL,
            "commit": digest,
            "commit_sm3": sm3_hex(commit),
            "source": said["sources"][used],
            "missed": [{"source": text, "why": because} for text in said["sources"][:used]],
            "published": published,
            "value": value,
            "witnesses": lines,
            "balls": bool(lines) and not said["seals"],
            "seed": seed.hex(),
            "start": start.hex(),
            "direction": direction,
            "revealed_at": now.isoformat(),
            "rehearsal": rehearsal or said["rehearsal"],
        }
    )


def _opened(lines: list[str], seals: Sequence[str]) -> list[str]:
    """Return the witnesses' lines in the order that leaves nothing to choose."""
    if not seals:
        if any(len(line) < SHORTEST_DIGITS or not line.isdecimal() for line in lines):
            raise DrawForbidden(f"摇出的号码只能是数字，至少 {SHORTEST_DIGITS} 位。")
        return sorted(lines)
    found = {seal(line): line for line in lines}
    if strange := sorted(set(found) - set(seals)):
        which = [n for n, line in enumerate(lines, 1) if seal(line) in strange]
        raise DrawBroken(f"第 {which[0]} 个见证人的数字与事先封存的不一样，没有用它。")
    if missing := [n for n, one in enumerate(seals, 1) if one not in found]:
        raise DrawForbidden(
            f"第 {missing[0]} 份封存的见证数字没有打开，不能揭晓：少一个就等于让人最后挑选。"
            "请当众拆封；实在拆不了，只能重新承诺，次序号会加一，大家都看得见。"
        )
    return [found[one] for one in seals]


def seed_of(digest: str, value: str, witnesses: Sequence[str]) -> bytes:
    """Return the seed: SHA-256 over commitment, source and witnesses, one a line."""
    words = ["xueyou-seed/1", digest, value, *witnesses, ""]
    return hashlib.sha256("\n".join(words).encode()).digest()


def circle(seed: bytes) -> tuple[bytes, str]:
    """Return where a circular drawing starts (32 bytes) and its direction, "up" or "down"."""
    return keyed(seed, "start"), "up" if keyed(seed, "direction")[0] < 128 else "down"


def tickets_csv(seed: bytes, roster: bytes) -> bytes:
    """Return (group, ticket), smallest first, of a draw with one ticket for all options."""
    groups = {group for group, _ in read_roster(roster)}
    rows = sorted((keyed(seed, group, "*").hex(), group) for group in groups)
    return _csv(("group", "ticket"), [(group, ticket) for ticket, group in rows])


def read_draw(folder: Path) -> Draw:
    """Return the draw in a folder that `draw reveal` wrote. Raises DrawBroken."""
    try:
        commit = (folder / "commit.json").read_bytes()
        reveal = json.loads((folder / "reveal.json").read_bytes())
        roster = (folder / "roster.csv").read_bytes()
        said = json.loads(commit)
        digest = sha256_hex(commit)
        seed = seed_of(digest, reveal["value"], reveal["witnesses"])
        faults = [
            ("reveal.json 不是这份承诺的", reveal["commit"] != digest),
            ("reveal.json 的种子算不出来", reveal["seed"] != seed.hex()),
            ("公布的数字与算种子用的不同", source_value(reveal["published"]) != reveal["value"]),
            ("公开源不在承诺里", reveal["source"] not in said["sources"]),
            ("roster.csv 与承诺不同", _digests(roster) != _only_digests(said["roster"])),
            ("见证数字与封存的不同", _unsealed(said["seals"], reveal["witnesses"])),
        ]
        early = _moment(reveal["revealed_at"]) < _moment(said["not_before"])
        faults.append(("揭晓早于约定的时间", early))
        official = not (said["rehearsal"] or reveal["rehearsal"])
        found = Draw(seed, said["ordinal"], said["previous"], digest, official, said, reveal)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DrawBroken(f"抽签文件夹读不懂（{type(error).__name__}），没有用它。") from None
    for zh, wrong in faults:
        if wrong:
            raise DrawBroken(f"抽签不成立：{zh}。")
    return found


def hold_against(draw: Draw, *, rules_yaml: bytes, roster: Iterable[Pair], quotas: bytes) -> None:
    """Check that a draw was made for these rules, people and places; raises DrawDiffers."""
    for zh, data, name in (
        ("规则", rules_yaml, "rules"),
        ("名册", roster_csv(roster), "roster"),
        ("名额表", quotas, "places"),
    ):
        if _digests(data) != _only_digests(draw.commit[name]):
            raise DrawDiffers(f"{zh}与抽签承诺时的不一样：抽签之后不能再改，改了就要重新承诺。")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _unsealed(seals: Sequence[str], witnesses: Sequence[str]) -> bool:
    return bool(seals) and [seal(line) for line in witnesses] != list(seals)


def _digests(data: bytes) -> dict[str, str]:
    return {"sha256": sha256_hex(data), "sm3": sm3_hex(data)}


def _only_digests(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("sha256", "sm3")}


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    lines = [",".join(_quoted(cell) for cell in row) for row in (head, *rows)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text

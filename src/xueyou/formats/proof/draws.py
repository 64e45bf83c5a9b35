"""Owns the draw: what is committed before, what is revealed after, and the seed that comes of it.

Nobody moves last: rules, roster, places, options and the witnesses' sealed digits are fixed before
the public source speaks, and what the source says has one value by the form declared for it.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.proof.source_forms import FormNotKept, published_line, source_value
from xueyou.formats.sm3 import sm3_hex
from xueyou.keyed import keyed

COMMIT = "admission-draw-commit/1"
REVEAL = "admission-draw-reveal/1"
SHORTEST_DIGITS = 4
_CIRCLE = 1 << 256
LONG_ENOUGH = 20
"""Digits from which a seal cannot be opened by trying."""

_CITIZEN = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"
)

Pair = tuple[str, str]
COMMITTED_ZH = {"roster": "名册", "rules": "规则", "places": "名额表", "options": "选项表"}
_WHICH = "请给 draw reveal 写出的文件夹。"


class DrawBroken(Exception):
    """The files of a draw contradict one another (checked and false)."""


class DrawDiffers(Exception):
    """The draw was made for other rules, places, options or people (checked and false)."""


class DrawForbidden(Exception):
    """The protocol forbids it: too early, too late, unsealed, a second time."""


@dataclass(frozen=True, slots=True)
class Source:
    """A public source, and the declared form of what it publishes."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commitment fixes, in canonical bytes; `options` is None where no table was given."""

    roster: bytes
    rules: bytes
    places: bytes
    options: bytes | None

    def digests(self) -> dict[str, dict[str, Any] | None]:
        """Return what commit.json says of each: digests, and the rows of a table."""
        tables = {"roster": self.roster, "places": self.places, "options": self.options}
        return {
            "rules": _digests(self.rules),
            **{
                name: None if data is None else {"rows": data.count(b"\n") - 1, **_digests(data)}
                for name, data in tables.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Draw:
    """What `draw reveal` found. `digest` is the SHA-256 of commit.json; `official` is false where
    the clock had been moved by hand.
    """

    folder: Path
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
    return lines_csv(("group", "applicant"), rows)


def read_roster(data: bytes) -> list[Pair]:
    """Return the (group, applicant) of a canonical roster."""
    return [(row[0], row[1]) for row in csv.reader(io.StringIO(data.decode(), newline=""))][1:]


def places_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the canonical places of (batch, option, pool, places), as a run writes its quotas."""
    return lines_csv(("batch", "option", "pool", "places"), sorted(list(row) for row in rows))


def seal(line: str) -> str:
    """Return the sealed digest of a witness's line: 64 hex digits."""
    return sha256_hex(f"xueyou-witness/1\n{witness_line(line)}".encode())


def witness_line(line: str) -> str:
    """Return a witness's line in its one writing: letters and digits, nothing else."""
    folded = unicodedata.normalize("NFKC", line).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def commitment(
    *,
    ordinal: int,
    previous: str | None,
    repeats: Sequence[int],
    fixed: Committed,
    code: str,
    sources: Sequence[Source],
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
    return canonical_json(
        {
            "schema": COMMIT,
            "ordinal": ordinal,
            "previous": previous,
            "repeats": list(repeats),
            **fixed.digests(),
            "code": code,
            "sources": [asdict(source) for source in sources],
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
    DrawBroken (a witness's digits are not those he sealed), FormNotKept (not the declared form).
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
    line = published_line(published)
    value = source_value(said["sources"][used]["form"], line)
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
            "missed": [{"source": one, "why": because} for one in said["sources"][:used]],
            "published": line,
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


def tickets_csv(seed: bytes, roster: bytes, *, circular: bool) -> bytes:
    """Return (group, ticket) in the order of the drawing, with one ticket for all options.

    Smallest first; in a circular draw from its start on, in its direction.
    """
    groups = {group for group, _ in read_roster(roster)}
    drawn = {group: keyed(seed, group, "*") for group in groups}
    start, direction = circle(seed) if circular else (bytes(len(seed)), "up")
    begin, way = int.from_bytes(start, "big"), 1 if direction == "up" else -1

    def place(group: str) -> tuple[int, str]:
        return (int.from_bytes(drawn[group], "big") - begin) * way % _CIRCLE, group

    return lines_csv(("group", "ticket"), [(g, drawn[g].hex()) for g in sorted(groups, key=place)])


def read_draw(folder: Path) -> Draw:
    """Return the draw in a folder that `draw reveal` wrote. Raises DrawBroken."""
    if not folder.is_dir():
        raise DrawBroken(f"没有这个文件夹：{folder}。{_WHICH}")
    try:
        commit = (folder / "commit.json").read_bytes()
        reveal = json.loads((folder / "reveal.json").read_bytes())
        roster = (folder / "roster.csv").read_bytes()
        said = json.loads(commit)
        digest = sha256_hex(commit)
        seed = seed_of(digest, reveal["value"], reveal["witnesses"])
        sources = [*(one["source"] for one in reveal["missed"]), reveal["source"]]
        times = [_moment(said["committed_at"]), _moment(said["not_before"])]
        faults = [
            ("reveal.json 不是这份承诺的", reveal["commit"] != digest),
            ("reveal.json 的种子算不出来", reveal["seed"] != seed.hex()),
            ("公布的一行算不出用来算种子的数字", _value_of(reveal) != reveal["value"]),
            ("公开源不是承诺里依次声明的", sources != said["sources"][: len(sources)]),
            ("roster.csv 与承诺不同", _digests(roster) != _only_digests(said["roster"])),
            ("见证数字与封存的不同", _unsealed(said["seals"], reveal["witnesses"])),
            ("公开源的时间不晚于承诺", times[1] <= times[0]),
            ("揭晓早于约定的时间", _moment(reveal["revealed_at"]) < times[1]),
        ]
        official = not (said["rehearsal"] or reveal["rehearsal"])
        numbered = said["ordinal"], said["previous"]
        found = Draw(folder, seed, *numbered, digest, official, said, reveal)
    except OSError as error:
        raise DrawBroken(f"{folder} 里读不到 {Path(error.filename).name}。{_WHICH}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DrawBroken(f"{folder} 读不懂（{type(error).__name__}），没有用它。{_WHICH}") from None
    for zh, wrong in faults:
        if wrong:
            raise DrawBroken(f"摇号不成立：{zh}。")
    return found


def hold_against(draw: Draw, fixed: Committed) -> None:
    """Check that a draw was made for these rules, people, places and options; raises DrawDiffers.

    Options that were not committed to are not compared.
    """
    for name, now in fixed.digests().items():
        said = draw.commit[name]
        if said is None and name == "options":
            continue
        if now is None or _only_digests(now) != _only_digests(said):
            raise DrawDiffers(
                f"{COMMITTED_ZH[name]}与摇号承诺时的不一样：摇号之后不能再改，改了就要重新承诺。"
            )


def _value_of(reveal: Mapping[str, Any]) -> str | None:
    try:
        return source_value(reveal["source"]["form"], reveal["published"])
    except FormNotKept:
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _unsealed(seals: Sequence[str], witnesses: Sequence[str]) -> bool:
    return bool(seals) and [seal(line) for line in witnesses] != list(seals)


def _digests(data: bytes) -> dict[str, str]:
    return {"sha256": sha256_hex(data), "sm3": sm3_hex(data)}


def _only_digests(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("sha256", "sm3")}

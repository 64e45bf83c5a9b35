"""Owns `xueyou draw commit`, `draw seal` and `draw reveal`: a lottery nobody can steer."""

import argparse
import os
import shutil
from pathlib import Path

from xueyou.cli.console import Console
from xueyou.cli.draw_tables import read_pairs, read_places
from xueyou.cli.exits import DONE, FALSE, FORBIDDEN, REFUSED, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.moment import moment, now
from xueyou.cli.outputs import claim_all, write_errors, write_output
from xueyou.cli.version import code_digest
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof import draws, ledger
from xueyou.formats.sm3 import sm3_hex

_SEAL = 64


def commit(options: argparse.Namespace, console: Console) -> int:
    """Write c.json and enter it in the ledger; exit 6 where the source may be older."""
    for path in (options.roster, options.rules, options.places, *options.witness):
        require_file(path)
    claim_all((options.out,), force=options.force)
    seals = [*map(_seal, options.seal), *(draws.seal(_line(path)) for path in options.witness)]
    if len(set(seals)) != len(seals):
        raise Stop(USAGE, "两份封存的见证数字一样，分不清是谁的。请各给各的。")
    at, moved = now()
    kept = _ledger(options, options.out)
    try:
        known = ledger.entries(kept)
        files = {
            "roster.csv": draws.roster_csv(read_pairs(options, console)),
            "rules.yaml": options.rules.read_bytes(),
            "places.csv": draws.places_csv(read_places(options.places)),
        }
        data = draws.commitment(
            ordinal=len(known) + 1,
            previous=known[-1].digest if known else None,
            repeats=_repeats(known, files["roster.csv"]),
            roster=files["roster.csv"],
            rules=files["rules.yaml"],
            places=files["places.csv"],
            code=code_digest(),
            sources=[options.source, *options.fallback],
            not_before=moment(options.not_before, "--not-before"),
            committed_at=at,
            seals=seals,
            rehearsal=moved,
        )
        named = {"roster.csv": options.roster, "rules.yaml": options.rules}
        named["places.csv"] = options.places
        origin = {name: str(path.resolve()) for name, path in named.items()}
        entry = ledger.enter(kept, len(known) + 1, data, files, origin)
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise _stop(wrong) from None
    write_output(options.out, data)
    write_errors(options.errors, [])
    console.result("\n".join(_committed(entry, options, seals, moved)))
    return DONE


def seal(options: argparse.Namespace, console: Console) -> int:
    """Print the sealed digest of a witness's line, on his own machine."""
    require_file(options.witness)
    line = _line(options.witness)
    if len(draws.witness_line(line)) < draws.LONG_ENOUGH:
        console.say(
            f"这一行不到 {draws.LONG_ENOUGH} 位，封存的摘要可以一个个试出来。"
            "揭晓前怕人知道的话，请在数字后面再写一些字。"
        )
    console.result(draws.seal(line))
    return DONE


def reveal(options: argparse.Namespace, console: Console) -> int:
    """Write DIR with commit, reveal, roster and tickets; once for each commitment."""
    for path in (options.commit, options.randomness, *options.witness):
        require_file(path)
    if options.out.exists() and not options.force:
        raise Stop(USAGE, f"{options.out} 已经存在，没有动它。换个名字，或加 --force 覆盖。")
    if not options.out.parent.is_dir():
        raise Stop(USAGE, f"没有这个文件夹：{options.out.parent}。请先建好。")
    at, moved = now()
    data = options.commit.read_bytes()
    try:
        entry = ledger.find(_ledger(options, options.commit), data)
        _unchanged(entry, options)
        ledger.refuse_second(entry)
        found = draws.revelation(
            data,
            used=options.fallback_used,
            because=options.because,
            published=_line(options.randomness),
            witnesses=[_line(path) for path in options.witness],
            now=at,
            rehearsal=moved,
        )
        ledger.reveal(entry, found)
        _write(options.out, entry, found)
        draw = draws.read_draw(options.out)
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise _stop(wrong) from None
    console.result("\n".join(_revealed(draw, options.out)))
    return DONE


def _write(out: Path, entry: ledger.Entry, found: bytes) -> None:
    temporary = out.with_name(out.name + ".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    roster = entry.kept("roster.csv")
    (temporary / "commit.json").write_bytes(entry.commit)
    (temporary / "reveal.json").write_bytes(found)
    (temporary / "roster.csv").write_bytes(roster)
    seed = draws.read_draw(temporary).seed
    (temporary / "tickets.csv").write_bytes(draws.tickets_csv(seed, roster))
    shutil.rmtree(out, ignore_errors=True)
    temporary.replace(out)


def _unchanged(entry: ledger.Entry, options: argparse.Namespace) -> None:
    """Hold the committed files, and those they came from where they still lie, against c.json."""
    said, zh = entry.said, {"roster": "名册", "rules": "规则", "places": "名额表"}
    origin = {name: Path(path) for name, path in entry.origin().items()}
    for part, name in (("roster", "roster.csv"), ("rules", "rules.yaml"), ("places", "places.csv")):
        kept = entry.kept(name)
        if sha256_hex(kept) != said[part]["sha256"] or sm3_hex(kept) != said[part]["sm3"]:
            raise draws.DrawBroken(f"登记簿里的{zh[part]}与承诺不符，有人动过，没有揭晓。")
        if not origin[name].is_file():
            continue
        if part == "rules":
            now_there = origin[name].read_bytes()
        elif part == "roster":
            options.roster = origin[name]
            now_there = draws.roster_csv(read_pairs(options, None))
        else:
            now_there = draws.places_csv(read_places(origin[name]))
        if now_there != kept:
            pairs = zip(now_there.split(b"\n"), kept.split(b"\n"), strict=False)
            row = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), 1)
            raise draws.DrawBroken(
                f"{zh[part]} {origin[name]} 在承诺之后被改过（按编号排好后第 {row} 行起不同），"
                "没有揭晓。请恢复原来的文件；要改，只能重新承诺。"
            )


def _repeats(known: list[ledger.Entry], roster: bytes) -> list[int]:
    digest = sha256_hex(roster)
    return [entry.ordinal for entry in known if entry.said["roster"]["sha256"] == digest]


def _committed(
    entry: ledger.Entry, options: argparse.Namespace, seals: list[str], moved: bool
) -> list[str]:
    said = entry.said
    lines = [
        f"抽签承诺写进了 {options.out}，登记为第 {entry.ordinal} 号。"
        "请在公开源公布以前把它和下面两行一起公布。",
        f"SHA-256 {entry.digest}",
        f"SM3 {sm3_hex(entry.commit)}",
        f"名册 {said['roster']['rows']} 人；公开源：{'；再不行用：'.join(said['sources'])}；"
        f"不早于 {said['not_before']}。",
    ]
    if said["repeats"]:
        numbers = "、".join(map(str, said["repeats"]))
        lines.append(f"同一份名册以前承诺过：第 {numbers} 号。这一点写在承诺里，大家都看得见。")
    if seals:
        lines.append(f"见证人的数字已封存 {len(seals)} 份，揭晓时一份也不能少。")
    else:
        lines.append(
            "没有封存见证人的数字。揭晓时给的数字只能当作当众摇出的号码：程序看不出是摇的还是挑的，"
            "请在公开源公布以前当众摇完并录像；或者用 --seal、--witness 事先封存。"
        )
    return [*lines, *(["时钟是拨过的：这只是演练。"] if moved else [])]


def _revealed(draw: draws.Draw, out: Path) -> list[str]:
    said = draw.reveal
    missed = [f"没有用上的公开源：{one['source']}（{one['why']}）。" for one in said["missed"]]
    lines = [
        f"第 {draw.ordinal} 号承诺揭晓，结果在 {out}。前一号承诺：{draw.previous or '没有'}。",
        f"公开源：{said['source']}；公布的数字：{said['published']}。",
        *missed,
        f"种子 {said['seed']}",
    ]
    if said["balls"]:
        lines.append("见证数字没有事先封存，只能当作当众摇出的号码；请核对录像上的先后。")
    return [*lines, *([] if draw.official else ["时钟是拨过的：这只是演练。"])]


def _ledger(options: argparse.Namespace, beside: Path) -> Path:
    """Return the ledger: as given, in the data folder, or beside the commitment."""
    if options.ledger is not None:
        return Path(options.ledger)
    data = os.environ.get("XUEYOU_DATA")
    return Path(data) / "draws" if data else beside.resolve().parent / "draws-ledger"


def _line(path: Path) -> str:
    """Return the one line of a file."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise Stop(REFUSED, f"{path} 不是 UTF-8 的文字，没有读。") from None
    if len(lines) != 1:
        raise Stop(REFUSED, f"{path} 里应当正好有一行，现在有 {len(lines)} 行。")
    return lines[0].strip()


def _seal(text: str) -> str:
    if len(text) != _SEAL or set(text.lower()) - set("0123456789abcdef"):
        raise Stop(USAGE, "--seal 要给 64 位十六进制数，就是 draw seal 打印的那一行。")
    return text.lower()


def _stop(wrong: Exception) -> Stop:
    return Stop(FALSE if isinstance(wrong, draws.DrawBroken) else FORBIDDEN, str(wrong))

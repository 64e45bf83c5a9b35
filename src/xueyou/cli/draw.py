"""Owns `xueyou draw commit`, `draw seal` and `draw reveal`: a lottery nobody can steer."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from xueyou.cli.admit import refuse
from xueyou.cli.console import Console
from xueyou.cli.draw_tables import CITIZEN_NUMBER, Paths, committed, read_committed
from xueyou.cli.draw_words import committed_lines, revealed_lines
from xueyou.cli.exits import DONE, FALSE, FORBIDDEN, MISSING, REFUSED, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.moment import moment, now
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_output
from xueyou.cli.version import code_digest
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof import draws, ledger
from xueyou.formats.proof.source_forms import DEFAULT, FormNotKept, FormUnknown, check_form
from xueyou.formats.tables import TableRefused, find_table
from xueyou.formats.writing import folder_in_making
from xueyou.rulebook.allocation.run import asked_in
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import RULES

_SEAL = 64
_BACK = "请恢复原来的文件；要改，只能重新承诺。"


def commit(options: argparse.Namespace, console: Console) -> int:
    """Write c.json and enter it in the ledger; exit 6 where the source may be older."""
    paths = _given(options)
    for path in (*paths.values(), *options.witness):
        require_file(path)
    claim_all((options.out,), force=options.force)
    seals = [*map(_seal, options.seal), *(draws.seal(_line(path)) for path in options.witness)]
    if len(set(seals)) != len(seals):
        raise Stop(USAGE, "两份封存的见证数字一样，分不清是谁的。请各给各的。")
    sources = [_source(text) for text in (options.source, *options.fallback)]
    not_before = moment(options.not_before, "--not-before")
    at, moved = now()
    kept = _ledger(options, options.out)
    try:
        if options.folder is not None:
            asked_in(options.folder)  # tells every fault of all four tables
        fixed, _ = read_committed(paths)
        entry = _entered(kept, fixed, paths, sources, not_before, at, seals, moved)
    except InputRefused as refused:
        code = refuse(refused, options, console, folder=options.folder or Path())
        named = any(fault.code == CITIZEN_NUMBER for fault in refused.faults)
        return FORBIDDEN if named else code
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise _stop(wrong) from None
    try:
        write_output(options.out, entry.commit)
    except Stop as stop:
        raise Stop(
            MISSING,
            f"{stop.zh}承诺已经登记为第 {entry.ordinal} 号，"
            f"承诺文件在 {entry.folder / 'commit.json'}，可以复制出来。",
        ) from None
    write_errors(options.errors, [])
    console.result("\n".join(committed_lines(entry, options.out, paths)))
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
    claim_out(options.out, force=options.force)
    at, moved = now()
    data = options.commit.read_bytes()
    try:
        entry = ledger.find(_ledger(options, options.commit), data)
        kept = entry.kept()
        _unchanged(entry, kept)
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
        _write(options.out, entry, kept, found)
        draw = draws.read_draw(options.out)
    except FormNotKept as unfit:
        raise Stop(REFUSED, unfit.zh) from None
    except (draws.DrawForbidden, draws.DrawBroken) as wrong:
        raise _stop(wrong) from None
    console.result("\n".join(revealed_lines(draw, options.out)))
    return DONE


def _given(options: argparse.Namespace) -> dict[str, Path]:
    """Return the files to commit to, by name."""
    named = {name: getattr(options, name) for name in ("roster", "rules", "places", "options")}
    given = {name: path for name, path in named.items() if path is not None}
    if options.folder is not None:
        if given:
            raise Stop(USAGE, "--in 已经包含名册、规则、名额表和选项表，不要再分别给。")
        return _in_folder(options.folder)
    if missing := [f"--{name}" for name in ("roster", "rules", "places") if name not in given]:
        raise Stop(USAGE, f"还要给 {'、'.join(missing)}；或者用 --in 给出整个文件夹。")
    beside = _found(given["rules"].parent, "options") if "options" not in given else None
    return given if beside is None else {**given, "options": beside}


def _in_folder(folder: Path) -> dict[str, Path]:
    if not (folder / RULES).is_file():
        raise Stop(USAGE, f"{folder} 里没有 {RULES}。--in 要给 admit run 所用的文件夹。")
    names = {"roster": "applicants", "places": "quotas", "options": "options"}
    found = {name: _found(folder, table) for name, table in names.items()}
    for name in ("roster", "options"):
        if found[name] is None:
            raise Stop(USAGE, f"{folder} 里没有 {names[name]} 这张表。")
    return {"rules": folder / RULES, **{n: path for n, path in found.items() if path is not None}}


def _found(folder: Path, name: str) -> Path | None:
    try:
        return find_table(folder, name) if folder.is_dir() else None
    except TableRefused as refused:
        raise Stop(REFUSED, f"{folder}：{refused.faults[0].zh}") from None


def _source(text: str) -> draws.Source:
    """Return a source written as NAME=FORM, or NAME alone."""
    name, _, form = text.rpartition("=") if "=" in text else (text, "", DEFAULT)
    if not name.strip():
        raise Stop(
            USAGE, f"公开源要有名字：“{text}”。例如：双色球 2026130 期 红球=numbers:6:1:33:sorted"
        )
    try:
        check_form(form.strip())
    except FormUnknown as unknown:
        raise Stop(USAGE, unknown.zh) from None
    return draws.Source(name.strip(), form.strip())


def _entered(
    kept: Path,
    fixed: draws.Committed,
    paths: Paths,
    sources: list[draws.Source],
    not_before: datetime,
    at: datetime,
    seals: list[str],
    moved: bool,
) -> ledger.Entry:
    known = ledger.entries(kept)
    digest = sha256_hex(fixed.roster)
    data = draws.commitment(
        ordinal=len(known) + 1,
        previous=known[-1].digest if known else None,
        repeats=[one.ordinal for one in known if one.said["roster"]["sha256"] == digest],
        fixed=fixed,
        code=code_digest(),
        sources=sources,
        not_before=not_before,
        committed_at=at,
        seals=seals,
        rehearsal=moved,
    )
    origin = {name: str(path.resolve()) for name, path in paths.items()}
    return ledger.enter(kept, len(known) + 1, data, fixed, origin)


def _write(out: Path, entry: ledger.Entry, kept: draws.Committed, found: bytes) -> None:
    """Write the folder of a draw; it appears when the ledger holds the revelation, not before."""
    lottery = rulebook_of(kept.rules, RULES, framed=False).lottery
    circular = lottery is not None and lottery.order == "circular"
    with folder_in_making(out) as making:
        (making / "commit.json").write_bytes(entry.commit)
        (making / "reveal.json").write_bytes(found)
        (making / "roster.csv").write_bytes(kept.roster)
        seed = draws.read_draw(making).seed
        tickets = draws.tickets_csv(seed, kept.roster, circular=circular)
        (making / "tickets.csv").write_bytes(tickets)
        ledger.reveal(entry, found)


def _unchanged(entry: ledger.Entry, kept: draws.Committed) -> None:
    """Hold the files that were given, where they still lie, against what was committed."""
    paths = {
        name: entry.folder / file
        for name, file in ledger.FILES.items()
        if getattr(kept, name) is not None
    }
    given = {name: Path(path) for name, path in entry.origin().items() if name in paths}
    paths |= {name: path for name, path in given.items() if path.is_file()}
    if paths["rules"].read_bytes() != kept.rules:
        raise _changed("rules", paths, paths["rules"].read_bytes(), kept.rules)
    rulebook = rulebook_of(kept.rules, RULES, framed=False)
    try:
        again = committed(paths, rulebook)
    except InputRefused as refused:
        first = refused.faults[0]
        raise draws.DrawBroken(
            f"{first.file} 在承诺之后被改过（第 {first.row or 1} 行：{first.zh}），"
            f"没有揭晓。{_BACK}"
        ) from None
    for name in ("roster", "places", "options"):
        there, was = getattr(again, name), getattr(kept, name)
        if there != was:
            raise _changed(name, paths, there or b"", was or b"")


def _changed(name: str, paths: Paths, there: bytes, was: bytes) -> draws.DrawBroken:
    pairs = zip(there.split(b"\n"), was.split(b"\n"), strict=False)
    row = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), 1)
    return draws.DrawBroken(
        f"{draws.COMMITTED_ZH[name]} {paths[name]} 在承诺之后被改过"
        f"（按编号排好后第 {row} 行起不同），没有揭晓。{_BACK}"
    )


def _ledger(options: argparse.Namespace, beside: Path) -> Path:
    """Return the ledger: as given, in the data folder, or beside the commitment."""
    data = os.environ.get("XUEYOU_DATA")
    found = Path(data) / "draws" if data else beside.resolve().parent / "draws-ledger"
    found = options.ledger or found
    if found.exists() and not found.is_dir():
        raise Stop(USAGE, f"登记簿应当是文件夹，{found} 不是。请用 --ledger 指给它。")
    return found


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

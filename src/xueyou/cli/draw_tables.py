"""Owns the reading of what a draw commits to: roster, rules, places and options, with every fault
told at once, in the canonical bytes that a run compares."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from xueyou.formats.proof.draws import (
    Committed,
    Pair,
    like_a_citizen_number,
    places_csv,
    roster_csv,
)
from xueyou.formats.tables import Table, TableRefused, read_table
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.tables.canonical_inputs import options_csv, quotas_csv
from xueyou.rulebook.tables.inputs import HEADS, read_offers

CITIZEN_NUMBER = "citizen_number"
_CITIZEN_ZH = "这个编号像公民身份号码。名册是要公开的，不能用它，请换成报名号。"

Paths = Mapping[str, Path]
"""The given files by name: roster, rules, places, options; the last two may be absent."""


def read_committed(paths: Paths) -> tuple[Committed, Rulebook]:
    """Return what the given files fix, and the rules. Raises InputRefused with all faults."""
    faults: list[Fault] = []
    try:
        rulebook = read_rulebook(paths["rules"])
        faults += _useless(rulebook, paths)
    except InputRefused as refused:
        raise InputRefused([*refused.faults, *_faults_of_roster(paths["roster"])]) from None
    try:
        return committed(paths, rulebook, refuse=faults), rulebook
    except InputRefused as refused:
        raise InputRefused([*faults, *refused.faults]) from None


def committed(paths: Paths, rulebook: Rulebook, *, refuse: Iterable[Fault] = ()) -> Committed:
    """Return what files fix under rules that were read. Raises InputRefused with all faults."""
    faults = [*refuse, *_faults_of_roster(paths["roster"])]
    places, options = places_csv(()), None
    try:
        if "options" in paths:
            offers = read_offers(rulebook, paths["options"], paths.get("places"))
            places, options = quotas_csv(rulebook, offers), options_csv(rulebook, offers)
        elif "places" in paths:
            places = _places_alone(paths["places"], rulebook)
    except InputRefused as refused:
        faults += refused.faults
    if faults:
        raise InputRefused(faults)
    roster = roster_csv(_pairs(_table(paths["roster"], HEADS["applicants"])))
    return Committed(roster, paths["rules"].read_bytes(), places, options)


def _useless(rulebook: Rulebook, paths: Paths) -> list[Fault]:
    """Return why a draw for these rules would be of no use to a run."""
    file, found = paths["rules"].name, []
    if not rulebook.draws:
        zh = "这份规则不摇号，不用承诺。要摇号，请在 ties 或 tie_last 里写 lottery。"
        found.append(_fault(file, None, None, "draws_nothing", zh, "These rules draw no lots."))
    rest = [batch.id for batch in rulebook.batches for p in batch.pools if p.places == "rest"]
    if "options" not in paths and rest:
        zh = (
            f"批次“{rest[0]}”有名额取选项表里剩下的（places: rest），承诺里要有选项表。"
            "请用 --options 给出，或把它放在规则旁边，叫 options.csv。"
        )
        en = "A pool takes the rest of an option's places: give the options table."
        found.append(_fault(file, None, None, "options_missing", zh, en))
    return found


def _faults_of_roster(path: Path) -> list[Fault]:
    """Return what is wrong with a roster, and each id that looks like a citizen number."""
    try:
        table = _table(path, HEADS["applicants"])
    except InputRefused as refused:
        return list(refused.faults)
    pairs = _pairs(table)
    twice = {one for one, count in Counter(one for _, one in pairs).items() if count > 1}
    found: list[Fault] = []

    def tell(row: int, name: str, code: str, zh: str, en: str) -> None:
        found.append(_fault(table.file, row, table.columns[name].letter, code, zh, en))

    for row, (group, one) in zip(table.rows.tolist(), pairs, strict=True):
        if not one:
            tell(row, "applicant", "empty_id", "没有编号。", "No id.")
        if one in twice:
            tell(
                row, "applicant", "applicant_twice", "同一个编号写了两次。", "The id stands twice."
            )
        for name, text in (("group", group), ("applicant", one)):
            if like_a_citizen_number(text):
                en = "The id looks like a citizen number; a roster is public."
                tell(row, name, CITIZEN_NUMBER, _CITIZEN_ZH, en)
    if not pairs:
        zh = "名册里没有人。"
        found.append(_fault(table.file, None, None, "empty", zh, "The roster is empty."))
    return found


def _places_alone(path: Path, rulebook: Rulebook) -> bytes:
    """Return canonical places where no options are given: batches, pools and counts must hold."""
    table = _table(path, HEADS["quotas"])
    columns = [_cells(table, name) for name in HEADS["quotas"]]
    batches = {batch.id: batch for batch in rulebook.batches}
    found: list[Fault] = []
    for row, (batch, _, pool, places) in zip(
        table.rows.tolist(), zip(*columns, strict=True), strict=True
    ):
        known = batches.get(batch)
        named = known is not None and any(p.by is not None or p.id == pool for p in known.pools)
        for name, fine, zh, en in (
            ("batch", known is not None, "规则里没有这个批次。", "No such batch."),
            ("pool", known is None or named, "规则里没有这类名额。", "No such pool."),
            ("places", _count(places), "名额要写成整数。", "Not a whole number."),
        ):
            if not fine:
                letter = table.columns[name].letter
                found.append(_fault(table.file, row, letter, f"bad_{name}", zh, en))
    if found:
        raise InputRefused(found)
    columns[3] = [str(int(places)) for places in columns[3]]
    return places_csv(zip(*columns, strict=True))


def _count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _pairs(table: Table) -> list[Pair]:
    return list(zip(_cells(table, "group"), _cells(table, "applicant"), strict=True))


def _table(path: Path, names: Iterable[str]) -> Table:
    try:
        table = read_table(path)
    except TableRefused as refused:
        raise InputRefused(
            [
                Fault(f.file, f.sheet, f.row, f.column, f.code, None, f.zh, f.en)
                for f in refused.faults
            ]
        ) from None
    missing = [name for name in names if name not in table.columns]
    if missing:
        zh = f"缺少这些列：{'、'.join(missing)}。"
        en = f"Missing columns: {', '.join(missing)}."
        raise InputRefused([_fault(path.name, 1, None, "missing_column", zh, en)])
    return table


def _cells(table: Table, name: str) -> list[str]:
    column = table.columns[name]
    return [column.values[code] for code in column.codes.tolist()]


def _fault(file: str, row: int | None, column: str | None, code: str, zh: str, en: str) -> Fault:
    return Fault(file, None, row, column, code, None, zh, en)

"""The freeze as files: the input folder of the command line, written row by row.

applicants.csv, choices.csv, options.csv, quotas.csv, rules.yaml: what `xueyou admit run` reads.
The database is never the engine's input. Applicants are receipt numbers. Of a frozen round the
bytes are the same each time.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import Application, Choice, Option, Round, Rulebook
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import FILE, batch_named, rules_of
from xueyou.kernel.calls.services.capacity import Places, places_of
from xueyou.kernel.calls.services.freezing import applications_in
from xueyou.rulebook.language.model import Rulebook as Rules
from xueyou.rulebook.tables.inputs import HEADS

AT_ONCE = 2000
"""Applications in memory at a time: some megabytes, whatever the size of the call."""
TABLES = ("applicants", "choices", "options", "quotas")


@dataclass(frozen=True, slots=True)
class InputDigest:
    """What was written. `sha256` is the digest of the lines "digest  name" of the files by name."""

    sha256: str
    applicants: int
    choices: int
    options: int
    quotas: int


@dataclass(frozen=True, slots=True)
class Counting:
    """Who counts, the places there are for them, and the moment as of which facts are known."""

    applications: QuerySet[Application]
    places: Sequence[Places]
    at: datetime


def lanes_of(round_: Round) -> list[str]:
    """Return the lanes of a round, each to be run by itself; one empty name where there is one."""
    if not kind_of(round_.call.kind).many_lanes:
        return [""]
    rows = Option.objects.filter(call=round_.call_id, withdrawn_at=None)
    return sorted(set(rows.filter(lines__round=round_).values_list("lane", flat=True)))


def input_folder(round_: Round, lane: str, folder: Path) -> InputDigest:
    """Write the input folder of a frozen round into an existing, empty folder.

    Every lane's folder holds all applicants, options and quotas and the same rules, so that one
    draw serves them all; the choices are those of the lane. Raises CallRefused before the freeze.
    """
    if round_.frozen_at is None:
        raise CallRefused("这一轮还没有封存，不能运行。请先封存。")
    counting = Counting(applications_in(round_), places_of(round_), round_.frozen_at)
    return written_input(round_, lane, folder, counting)


def written_input(round_: Round, lane: str, folder: Path, counting: Counting) -> InputDigest:
    """Write the input folder of what counts in a round, or in one decision of a rolling one."""
    rules = rules_of(round_)
    assert round_.rulebook_id is not None
    text = Rulebook.objects.values_list("text", flat=True).get(pk=round_.rulebook_id)
    (folder / FILE).write_bytes(text.encode())
    options, quotas = _write_options(counting.places, rules, folder)
    applicants, choices = _write_people(round_, rules, lane, folder, counting)
    return InputDigest(_digest(folder), applicants, choices, options, quotas)


def _write_options(counted: Sequence[Places], rules: Rules, folder: Path) -> tuple[int, int]:
    """Write options.csv and quotas.csv; an option is offered in the batches it has lines for."""
    names = sorted(rules.attributes)
    places: dict[tuple[int, str], int] = {}
    pools: list[tuple[str, int, str, int]] = []
    for one in counted:
        batch = batch_named(rules, one.batch)
        assert batch is not None, "checked when the rules were announced"
        places[one.option_id, batch] = places.get((one.option_id, batch), 0) + one.count
        if one.pool:
            pools.append((batch, one.option_id, one.pool, one.count))
    found = Option.objects.filter(pk__in={option for option, _ in places})
    by_key = {option.pk: option for option in found}
    with _table(folder, "options", (*HEADS["options"], *names)) as writer:
        rows = sorted(places.items(), key=lambda row: (by_key[row[0][0]].code, row[0][1]))
        for (option_id, batch), count in rows:
            option = by_key[option_id]
            facts = [option.attributes.get(name, "") for name in names]
            writer.row([option.code, batch, str(count), *facts])
    with _table(folder, "quotas", HEADS["quotas"]) as writer:
        lines = sorted((batch, by_key[option].code, pool, n) for batch, option, pool, n in pools)
        for batch, code, pool, count in lines:
            writer.row([batch, code, pool, str(count)])
    return len(places), len(pools)


def _write_people(
    round_: Round, rules: Rules, lane: str, folder: Path, counting: Counting
) -> tuple[int, int]:
    kind, names = kind_of(round_.call.kind), sorted(rules.facts)
    applicants = choices = 0
    with ExitStack() as stack:
        people = stack.enter_context(_table(folder, "applicants", (*HEADS["applicants"], *names)))
        wishes = stack.enter_context(_table(folder, "choices", HEADS["choices"]))
        for some in _in_turn(counting.applications):
            for row in _people(kind, some, names, counting.at):
                people.row(row)
            applicants += len(some)
            for row in _wishes(kind, rules, round_, lane, some):
                wishes.row(row)
                choices += 1
    return applicants, choices


def _in_turn(counting: QuerySet[Application]) -> Iterator[list[Application]]:
    """Go through the applications that count, by receipt number, some thousand at a time."""
    after = ""
    rows = counting.order_by("receipt_no")
    rows = rows.only(
        "uid",
        "receipt_no",
        "person_id",
        "organisation_id",
        "applicant_class",
        "group_key",
        "item",
        "answers_enc",
        "enc_key_id",
    )
    while some := list(rows.filter(receipt_no__gt=after)[:AT_ONCE]):
        yield some
        after = some[-1].receipt_no


def _people(
    kind: CallKind, some: Sequence[Application], names: Sequence[str], at: datetime
) -> Iterator[list[str]]:
    drawn = applied(some)
    facts, groups = kind.facts(drawn, at), kind.groups(drawn)
    for one in some:
        own = facts.get(one.pk, {})
        yield [one.receipt_no, groups.get(one.pk, ""), *(own.get(name, "") for name in names)]


def _wishes(
    kind: CallKind, rules: Rules, round_: Round, lane: str, some: Sequence[Application]
) -> Iterator[list[str]]:
    numbers = {one.pk: one.receipt_no for one in some}
    rows = Choice.objects.filter(round=round_, application__in=list(numbers))
    if kind.many_lanes:
        rows = rows.filter(option__lane=lane)
    found = sorted(
        (numbers[application], batch_named(rules, batch) or batch, rank, code)
        for application, batch, rank, code in rows.values_list(
            "application_id", "batch", "rank", "option__code"
        )
    )
    for number, batch, rank, code in found:
        yield [number, batch, str(rank), code]


class _Rows:
    """A table being written."""

    def __init__(self, path: Path, heads: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self.row(heads)

    def __enter__(self) -> "_Rows":
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()

    def row(self, cells: Sequence[str]) -> None:
        """Write one row."""
        self._writer.writerow(cells)


def _table(folder: Path, name: str, heads: Sequence[str]) -> _Rows:
    return _Rows(folder / f"{name}.csv", heads)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name in sorted((*(f"{table}.csv" for table in TABLES), FILE)):
        with (folder / name).open("rb") as file:
            total.update(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n".encode())
    return total.hexdigest()

"""Whatever an owner of the database changes in sealed acts is found, and named."""

import random  # noqa: TID251 - seeded below
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from tests.platform.acts.writing import drop_triggers, seal_all, write_acts
from xueyou.formats.seal_digests import (
    GENESIS,
    act_digest,
    leaf,
    leaves_text,
    merkle_root,
    seal_digest,
)
from xueyou.formats.sealed import Verdict, verify_export
from xueyou.platform.acts.columns import exported_moment, stored_columns
from xueyou.platform.acts.exporting import write_export
from xueyou.platform.acts.models import Act, Seal
from xueyou.platform.acts.sealing import last_seal

pytestmark = pytest.mark.django_db
COLUMNS = [field.column for field in Act._meta.concrete_fields]


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., Verdict]:
    """Export the database as it is now and verify the export."""

    def verified(head: str | None = None) -> Verdict:
        path = tmp_path / "export.jsonl"
        write_export(path)
        return verify_export(path, head)

    return verified


@pytest.fixture
def unchecked() -> Iterator[None]:
    """Let SQLite store what a hex editor would: check constraints are not asked."""
    if connection.vendor != "sqlite":
        yield
        return
    run("PRAGMA ignore_check_constraints = ON")
    yield
    run("PRAGMA ignore_check_constraints = OFF")


def run(sql: str, *values: object) -> None:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def seal_of(act_id: int) -> int:
    """Return which seal holds an act, or should have held it."""
    return min(Seal.objects.filter(last_id__gte=act_id).values_list("seq", flat=True))


def test_untouched_acts_verify(verify: Callable[..., Verdict]) -> None:
    """No false alarm: sealed, unsealed, and with today's and yesterday's head."""
    write_acts(20)
    seal_all()
    head = last_seal()
    assert head is not None
    write_acts(5)
    verdict = verify(head.digest)
    assert verdict.ok, verdict.zh
    assert verdict.counts == {"seals": 3, "acts": 25, "sealed": 20, "unsealed": 5}
    seal_all()
    assert verify(head.digest).ok
    assert verify(f"{head.seq}:{head.digest.upper()}").ok
    assert verify().head != head.digest


def test_an_empty_log_verifies(verify: Callable[..., Verdict]) -> None:
    """Nothing was done: nothing is wrong."""
    assert verify().ok


@pytest.mark.usefixtures("unchecked")
def test_500_random_byte_flips_over_all_columns_are_found(verify: Callable[..., Verdict]) -> None:
    """One flipped byte of any stored column of a sealed act names that act and its seal."""
    ids = write_acts(40)
    seal_all()
    drop_triggers()
    chance = random.Random(20261121)
    flip = flip_on_sqlite if connection.vendor == "sqlite" else flip_on_postgresql
    rounds = 500
    flipped = 0
    for _ in range(20 * rounds):
        if flipped == rounds:
            break
        act_id, column = chance.choice(ids), chance.choice(COLUMNS)
        undo = flip(act_id, column, chance)
        if undo is None:
            continue
        flipped += 1
        verdict = verify()
        named = f"{column} of {act_id}: {verdict}"
        assert not verdict.ok, named
        assert verdict.first_bad_act == min(act_id, *undo.also), named
        assert verdict.first_bad_seal == seal_of(verdict.first_bad_act), named
        undo()
    assert flipped == rounds
    assert verify().ok


class Undo:
    """Puts a flipped column back; `also` are other acts the flip may rightly be seen at."""

    def __init__(self, sql: str, *values: object, also: tuple[int, ...] = ()) -> None:
        self.sql, self.values, self.also = sql, values, also or (2**63,)

    def __call__(self) -> None:
        run(self.sql, *self.values)


def flip_on_sqlite(act_id: int, column: str, chance: random.Random) -> Undo | None:
    """Flip bits of one byte of a stored value, whatever becomes of its meaning."""
    if column == "id":
        return flip_id(act_id, chance)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST({column} AS BLOB) FROM acts_act WHERE id = %s", [act_id])
        before = bytes(cursor.fetchone()[0])
        if not before:
            return None
        at, bits = chance.randrange(len(before)), chance.randrange(1, 256)
        after = before[:at] + bytes([before[at] ^ bits]) + before[at + 1 :]
        # Through hex: the value may be no text any more, and affinity must not tidy it.
        cursor.execute(
            f"UPDATE acts_act SET {column} = CAST(x'{after.hex()}' AS TEXT) WHERE id = {act_id}"
        )
        cursor.execute(f"SELECT CAST({column} AS BLOB) FROM acts_act WHERE id = {act_id}")
        assert bytes(cursor.fetchone()[0]) == after
    return Undo(
        f"UPDATE acts_act SET {column} = CAST(x'{before.hex()}' AS TEXT) WHERE id = {act_id}"
    )


def flip_on_postgresql(act_id: int, column: str, chance: random.Random) -> Undo | None:
    """Change one byte as far as the column's type lets anybody write it."""
    if column == "id":
        return flip_id(act_id, chance)
    row = Act.objects.filter(pk=act_id)
    before = row.values_list(column, flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM acts_act WHERE id = %s", [act_id])
        text = cursor.fetchone()[0]
    if not text:
        return None
    at = chance.randrange(len(text))
    new = text[:at] + chance.choice("0123456789abcdef") + text[at + 1 :]
    kind = {"at": "timestamptz", "business_at": "timestamptz", "data": "jsonb"}.get(column)
    kind = kind or ("uuid" if column.endswith("uid") else "text")
    try:
        with transaction.atomic():
            run(f"UPDATE acts_act SET {column} = %s::{kind} WHERE id = %s", new, act_id)
    except DatabaseError:
        return None
    if row.values_list(column, flat=True).get() == before:
        return None
    return Undo(f"UPDATE acts_act SET {column} = %s::{kind} WHERE id = %s", text, act_id)


def flip_id(act_id: int, chance: random.Random) -> Undo | None:
    """Flip one bit of the id."""
    other = act_id ^ 1 << chance.randrange(40)
    if other <= 0 or Act.objects.filter(pk=other).exists():
        return None
    run("UPDATE acts_act SET id = %s WHERE id = %s", other, act_id)
    return Undo("UPDATE acts_act SET id = %s WHERE id = %s", act_id, other, also=(other,))


@pytest.mark.parametrize("position", [0, 7, 8, 15, 23])
def test_a_deleted_act_is_named(verify: Callable[..., Verdict], position: int) -> None:
    """First, middle and last of a batch, and the last of all."""
    ids = write_acts(24)
    seal_all()
    drop_triggers()
    seal = seal_of(ids[position])
    run("DELETE FROM acts_act WHERE id = %s", ids[position])
    verdict = verify()
    assert (verdict.ok, verdict.first_bad_act) == (False, ids[position])
    assert verdict.first_bad_seal == seal


def test_two_swapped_acts_are_found(verify: Callable[..., Verdict]) -> None:
    """Each row is whole in itself; only its place is wrong, and the place is sealed."""
    ids = write_acts(24)
    seal_all()
    drop_triggers()
    first, second = ids[3], ids[19]
    for before, after in ((first, -1), (second, first), (-1, second)):
        run("UPDATE acts_act SET id = %s WHERE id = %s", after, before)
    verdict = verify()
    assert (verdict.first_bad_seal, verdict.first_bad_act) == (1, first)


def test_an_inserted_act_is_named(verify: Callable[..., Verdict]) -> None:
    """A forged act with a right digest has no place in any seal."""
    ids = write_acts(24)
    drop_triggers()
    gap = ids[10]
    run("DELETE FROM acts_act WHERE id = %s", gap)
    seal_all()
    forged = Act.objects.get(pk=ids[11])
    forged.pk, forged.uid = gap, type(forged.uid)(int=7)
    forged.digest = act_digest(stored_columns(forged))
    forged.save(force_insert=True)
    verdict = verify()
    assert (verdict.first_bad_seal, verdict.first_bad_act) == (2, gap)


def test_an_act_changed_with_its_digest_is_named(verify: Callable[..., Verdict]) -> None:
    """A forger who recomputes the digest of the act is betrayed by the seal."""
    ids = write_acts(24)
    seal_all()
    drop_triggers()
    forge(ids[9])
    verdict = verify()
    assert (verdict.first_bad_seal, verdict.first_bad_act) == (2, ids[9])


def forge(act_id: int) -> None:
    """Change who acted, and recompute the act's digest."""
    row = Act.objects.get(pk=act_id)
    row.actor = "user:somebody-else"
    row.digest = act_digest(stored_columns(row))
    row.save(update_fields=["actor", "digest"])


@pytest.mark.parametrize("column", ["seq", "first_id", "count", "root", "leaves", "prev", "at"])
def test_a_changed_seal_is_named(verify: Callable[..., Verdict], column: str) -> None:
    """Every column of a seal is bound by its digest."""
    write_acts(24)
    seal_all()
    drop_triggers()
    row = Seal.objects.get(seq=2)
    changed = {
        "seq": 9,
        "first_id": row.first_id - 1,
        "count": row.count + 1,
        "root": "0" * 64,
        "leaves": row.leaves.replace(":", ";", 1),
        "prev": GENESIS,
        "at": row.at.replace(year=2025),
    }
    Seal.objects.filter(seq=2).update(**{column: changed[column]})
    verdict = verify()
    assert not verdict.ok
    assert verdict.first_bad_seal == 2


def test_a_removed_seal_is_found(verify: Callable[..., Verdict]) -> None:
    """The row of seals is gapless."""
    write_acts(24)
    seal_all()
    drop_triggers()
    run("DELETE FROM acts_seal WHERE seq = 2")
    assert verify().first_bad_seal == 2


def test_a_cut_end_is_found_by_the_head(verify: Callable[..., Verdict]) -> None:
    """The last ten sealed acts and their seals gone: whole in itself, but not the published one."""
    ids = write_acts(40)
    seal_all(largest=5)
    head = last_seal()
    assert head is not None
    drop_triggers()
    run("DELETE FROM acts_act WHERE id > %s", ids[29])
    run("DELETE FROM acts_seal WHERE last_id > %s", ids[29])
    assert verify().ok
    assert not verify(head.digest).ok
    verdict = verify(f"{head.seq}:{head.digest}")
    assert (verdict.ok, verdict.first_bad_seal) == (False, head.seq)


def test_seals_rebuilt_from_the_fifth_on_are_found_by_the_head(
    verify: Callable[..., Verdict],
) -> None:
    """An owner who changes an act and reseals everything after it cannot reach the old head."""
    ids = write_acts(40)
    seal_all(largest=4)
    heads = {seal.seq: seal.digest for seal in Seal.objects.all()}
    drop_triggers()
    forge(ids[17])
    rebuild_from(5)
    assert verify().ok
    assert not verify(heads[10]).ok
    assert not verify(heads[5]).ok
    assert verify(heads[4]).ok


def rebuild_from(seq: int) -> None:
    """Compute every seal from `seq` on anew, as its owner could."""
    for seal in Seal.objects.filter(seq__gte=seq).order_by("seq"):
        acts = Act.objects.filter(id__gte=seal.first_id, id__lte=seal.last_id).order_by("id")
        leaves = {act.pk: leaf(act.pk, act.digest) for act in acts}
        before = Seal.objects.filter(seq=seal.seq - 1).first()
        seal.prev = before.digest if before else GENESIS
        seal.root, seal.leaves = merkle_root(list(leaves.values())), leaves_text(leaves)
        columns = {name: getattr(seal, name) for name in ("seq", "first_id", "last_id", "count")}
        columns |= {"root": seal.root, "leaves": seal.leaves, "prev": seal.prev}
        seal.digest = seal_digest(columns | {"at": exported_moment(seal.at)})
        seal.save()


def test_an_unsealed_act_that_was_changed_is_named(verify: Callable[..., Verdict]) -> None:
    """Before its seal an act is held by its own digest."""
    ids = write_acts(3)
    drop_triggers()
    run("UPDATE acts_act SET actor = 'user:other' WHERE id = %s", ids[1])
    verdict = verify()
    assert (verdict.first_bad_seal, verdict.first_bad_act) == (None, ids[1])

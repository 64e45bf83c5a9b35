"""No number stands in clear anywhere but in an answer to whoever may see it."""

import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.kernel.registry.people_world import (
    TODAY,
    child,
    citizen_number,
    claim,
    doing,
    family,
    found_places,
    guard,
    officer,
)
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.claims import settle_claim
from xueyou.kernel.registry.services.invitations import accept_invitation, invite_guardian
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.merging import erase_person, export_person, merge_people
from xueyou.kernel.registry.services.people import NumberTaken, add_person, confirm_identifier
from xueyou.kernel.registry.services.unmasking import unmask
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.db import uuid7

SERIALS = (1, 3, 5, 7)
NUMBERS = [citizen_number(serial) for serial in SERIALS]
NAME = "林小满"


def live_a_year() -> None:
    """Let every service of the registry handle the numbers once, also by refusing them."""
    places, mother, father = found_places(), family("m"), family("f")
    ward = child(NAME, 1)
    with doing() as a:
        twice = add_person(a, name=NAME)
        confirm_identifier(
            a, twice, kind="pupil_number", number="G" + NUMBERS[1], checked_by="x", on=TODAY
        )
    guard(mother, ward)
    claim(mother, 1)
    claim(family("stranger"), 1)
    waiting = claim(family("waiting"), 5)
    with doing() as a:
        settle_claim(a, waiting, person=None, by="x")
    claim(family("again"), 5)
    with pytest.raises(NumberTaken), doing() as a:
        confirm_identifier(a, twice, kind="citizen", number=NUMBERS[0], checked_by="x", on=TODAY)
    with pytest.raises(NumberRefused):
        claim(family("typo"), 1, number=NUMBERS[3] + "1")
    code = invite_guardian(actor=mother.actor, person_uid=ward.uid, key="i")
    accept_invitation(actor=father.actor, code=code, key="a")
    with doing() as a:
        enrol(a, ward, places.school_a, kind="pupil", on=TODAY, source=Ref("l", uuid7()))
        confirm_identifier(
            a, ward, kind="pupil_number", number="G" + NUMBERS[0], checked_by="x", on=TODAY
        )
    merge_people(actor=SYSTEM, keep_uid=ward.uid, gone_uid=twice.uid, ends=NUMBERS[0][-4:], key="m")
    clerk = officer("registry_officer", places.school_a)
    for row in ward.identifiers.all():
        unmask(actor=clerk, identifier_uid=row.uid, reason="document", key=str(row.uid))
    export_person(actor=mother.actor, person_uid=ward.uid)


def numbers_in(text: bytes) -> list[str]:
    """Return the numbers that stand in the bytes: whole, or the part that tells the person."""
    return [
        number for number in NUMBERS if number.encode() in text or number[6:17].encode() in text
    ]


def every_row() -> Iterable[bytes]:
    """Return the rows of every table of the deployment, as bytes and as text."""
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            yield b"\n".join(
                bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()
                for value in row
            )


@pytest.mark.django_db
@pytest.mark.usefixtures("business_clock")
def test_no_table_and_no_log_holds_a_number(caplog: Any, capfd: Any) -> None:
    """Every column of every table, acts, receipts and jobs included; all that was logged."""
    with caplog.at_level(logging.DEBUG):
        live_a_year()
    rows = list(every_row())
    assert [numbers_in(row) for row in rows if numbers_in(row)] == []
    assert any(NAME.encode() in row for row in rows), "the walk sees what is in clear"
    said = capfd.readouterr()
    logged = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert numbers_in("\n".join([*logged, said.out, said.err]).encode()) == []


def test_a_planted_number_is_found() -> None:
    """The search itself can fail."""
    assert numbers_in(b"x" + NUMBERS[1].encode() + b"y") == [NUMBERS[1]]
    assert numbers_in(f"({NUMBERS[2][6:17]})".encode()) == [NUMBERS[2]]


@pytest.mark.alone
def test_no_byte_of_the_database_file_holds_a_number(
    own_database: Any, business_clock: Any, tmp_path: Path
) -> None:
    """The file, its journal and its backup, searched as bytes; or PostgreSQL's own dump."""
    live_a_year()
    found = _bytes_of(own_database, tmp_path)
    assert NAME.encode() in found, "names are in clear (ADR 0016): the search sees the rows"
    assert numbers_in(found) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET name = %s", [NUMBERS[0]])
    assert numbers_in(_bytes_of(own_database, tmp_path)) == [NUMBERS[0]]


@pytest.mark.alone
def test_an_erased_name_is_gone_from_the_file(
    own_database: Any, business_clock: Any, tmp_path: Path
) -> None:
    """Overwritten, not only forgotten: on SQLite once the journal is written back."""
    ward = child("稀有之名")
    claim(family("a"), name="稀有之名")
    assert "稀有之名".encode() in _written_back(own_database, tmp_path)
    erase_person(actor=SYSTEM, person_uid=ward.uid, ground="asked", key="x")
    assert "稀有之名".encode() not in _written_back(own_database, tmp_path)


def _written_back(own: Any, folder: Path) -> bytes:
    if own.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return b"".join(path.read_bytes() for path in folder.glob("own.sqlite3*"))
    return _bytes_of(own, folder)


def _bytes_of(own: Any, folder: Path) -> bytes:
    if own.vendor == "sqlite":
        connection.connection.backup(sqlite3.connect(folder / "backup"))
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema='public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                found += [bytes(part) for part in copy]
    return b"".join(found)

"""What must hold of the store after every kill: database whole, log sealed, no file lost."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection

from xueyou.formats.sealed import verify_export
from xueyou.platform.acts.exporting import write_export
from xueyou.platform.acts.sealing import seal_due
from xueyou.platform.files.consistency import disagreements, remove_orphans
from xueyou.platform.files.places import FORGOTTEN_AFTER, store_folder
from xueyou.platform.time import wall_now


def faults_of_store(folder: Path) -> list[str]:
    """Return everything that is wrong with the database, the log and the files; empty is well."""
    return [*_database(), *_log(folder), *_files()]


def _database() -> list[str]:
    connection.check_constraints()  # PostgreSQL: deferred ones; SQLite: foreign_key_check
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]


def _log(folder: Path) -> list[str]:
    """Seal all acts, as they would be some minutes later, and verify an export of them."""
    seal_due(wall_now() + timedelta(minutes=5))
    path = folder / "acts.jsonl"
    write_export(path)
    verdict = verify_export(path)
    return [] if verdict.ok else [verdict.zh]


def _files() -> list[str]:
    """Look at the files as the sweep leaves them an hour later: what a kill left behind is gone."""
    past = time.time() - FORGOTTEN_AFTER - 60
    for path in store_folder().rglob("*"):
        if path.is_file():
            os.utime(path, (past, past))
    remove_orphans()
    return [one.zh for one in disagreements()]


def faults_of_sync() -> list[str]:
    """Return why a commit on this connection might not survive a power cut; empty is well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            found = cursor.fetchone()[0]
            return [] if found >= 2 else [f"synchronous={found}"]
        wrong = []
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            found = cursor.fetchone()[0]
            if found != "on":
                wrong.append(f"{name}={found}")
        return wrong

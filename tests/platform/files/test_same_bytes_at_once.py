"""Several people hand in the same bytes at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import OwnDatabase
from tests.platform.files.conftest import FileIt
from tests.waiting import PATIENCE
from xueyou.platform.files.consistency import disagreements
from xueyou.platform.files.models import Attachment, Blob

pytestmark = pytest.mark.alone
AT_ONCE = 6


def test_one_blob_one_file_six_filings(
    own_database: OwnDatabase, data: Path, file_all: FileIt
) -> None:
    """Nobody sees an error, nothing is stored twice, nothing is left over."""
    together = threading.Barrier(AT_ONCE)

    def hand_in(number: int) -> int:
        together.wait(timeout=PATIENCE)
        try:
            return file_all(b"the same", f"{number}.txt").blob_id
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        blobs = set(pool.map(hand_in, range(AT_ONCE)))
    assert len(blobs) == Blob.objects.count() == 1
    assert Attachment.objects.count() == AT_ONCE
    assert len([path for path in data.rglob("*") if path.is_file() and "blobs" in path.parts]) == 1
    assert list(disagreements()) == []

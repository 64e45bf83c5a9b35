"""While twenty write and two seal, every act lands in exactly one of a gapless row of seals."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.platform.acts.writing import later, seal_all, write_act
from tests.platform.threads import at_once
from tests.waiting import PATIENCE
from xueyou.formats.seal_digests import read_leaves
from xueyou.formats.sealed import verify_export
from xueyou.platform.acts.exporting import write_export
from xueyou.platform.acts.models import Act, Seal
from xueyou.platform.acts.sealing import seal_due

pytestmark = [pytest.mark.alone, pytest.mark.usefixtures("own_database")]
WRITERS, SEALERS, EACH = 20, 2, 15


def work(number: int) -> int:
    """Write fifteen acts, or seal again and again with no waiting age at all."""
    if number < WRITERS:
        for each in range(EACH):
            write_act(each)
        return 0
    made = 0
    for _ in range(40):
        made += seal_due(later(), largest=7)
    return made


def test_every_act_in_exactly_one_seal(tmp_path: Path) -> None:
    """No act twice, none left out, no gap in the numbers, and the export verifies."""
    at_once(WRITERS + SEALERS, work)
    seal_all()
    sealed = [
        each.act_id for seal in Seal.objects.order_by("seq") for each in read_leaves(seal.leaves)
    ]
    assert sealed == list(Act.objects.order_by("id").values_list("id", flat=True))
    assert len(sealed) == WRITERS * EACH
    seqs = list(Seal.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    write_export(tmp_path / "export")
    verdict = verify_export(tmp_path / "export", Seal.objects.get(seq=seqs[-1]).digest)
    assert verdict.ok, verdict.zh


def test_a_late_commit_is_waited_for() -> None:
    """An act inserted but not yet committed holds back the seal of the acts behind it."""
    inserted, written = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            row = Act.objects.get()
            row.pk, row.uid = None, type(row.uid)(int=1)
            row.save(force_insert=True)
            inserted.set()
            if connection.vendor == "postgresql":
                written.wait(timeout=PATIENCE)

    def quick() -> None:
        inserted.wait(timeout=PATIENCE)
        write_act(2)
        threading.Timer(0.3, written.set).start()
        seal_due(later())

    write_act(1)
    at_once(2, lambda number: (slow, quick)[number]())
    sealed = sum(Seal.objects.values_list("count", flat=True))
    assert sealed == Act.objects.count() == 3

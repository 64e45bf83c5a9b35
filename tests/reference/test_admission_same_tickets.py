"""Where tickets are cut to eight bits, so that many are alike, applicant ids decide in both."""

import hmac
from types import SimpleNamespace
from typing import Any

import pytest

from tests.reference import admission_given
from tests.reference.admission_product import differences, product, reference
from tests.reference.admission_worlds import made_from
from xueyou.engines import drawing

MODES = ("deferred", "parallel", "sequential", "banded", "single")


def short(ticket: bytes) -> bytes:
    return bytes(31) + ticket[-1:]


@pytest.mark.parametrize("mode", MODES)
def test_ids_decide_between_equal_tickets(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drawing.tickets

    def cut(*asked: Any, **more: Any) -> list[bytes]:
        return [short(ticket) for ticket in whole(*asked, **more)]

    monkeypatch.setattr(drawing, "tickets", cut)
    cut_digest = SimpleNamespace(digest=lambda *asked: short(hmac.digest(*asked)))
    monkeypatch.setattr(admission_given, "hmac", cut_digest)
    shown = set()
    for seed in range(40):
        case = made_from(seed, 40, 5, (mode, mode), ("lottery", "lottery"))
        ours = reference(case)
        assert not differences(ours, product(case)), seed
        if not isinstance(ours, str):
            shown |= {found.last_key[-1] for found in ours.cutoffs.values() if found.last_key}
    assert any(key.startswith("00" * 31) for key in shown)  # the cut is in what was compared

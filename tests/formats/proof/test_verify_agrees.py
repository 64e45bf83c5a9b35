"""verify.py, written from the rule text alone, comes to what the run wrote."""

import pytest

from tests.formats.proof.bundles import CODE, said_of, write_inputs
from tests.reference.admission_worlds import MODES, made_from
from xueyou.formats.proof import verify
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.allocation.tickets import Tickets

WORLDS = 20


@pytest.mark.parametrize("first", MODES)
def test_made_instances_hold_sealed_and_public(first, tmp_path):
    """Tests places, cut-offs, last keys, reasons, problem.json byte by byte on made instances."""
    ran = 0
    for number in range(WORLDS):
        made = made_from(
            1000 + number, 2 * number + 2, 1 + number % 8, modes=(first, MODES[number % 5])
        )
        folder = write_inputs(made, tmp_path / f"in{number}")
        try:
            run(folder, tmp_path / f"out{number}", code=CODE, seed=made.seed)
        except NoSolution:
            continue
        ran += 1
        assert said_of(tmp_path / f"out{number}") == "", number
        assert said_of(tmp_path / f"out{number}" / "public") == "", number
    assert ran >= WORLDS // 2


def test_tickets_that_collide_are_told_apart_as_in_the_run(tmp_path, monkeypatch):
    """Tests draws whose tickets were cut to 8 bits: ids decide, here as there."""
    whole = Tickets.drawn

    def cut(self, groups, option):
        return [ticket[:1] + bytes(31) for ticket in whole(self, groups, option)]

    uncut = verify._mac

    def cut_too(key, *parts):
        named = parts[0] in {"pseudonym", "salt", "pool", "file", "bundle", "start", "direction"}
        found = uncut(key, *parts)
        return found if named else found[:1] + bytes(31)

    monkeypatch.setattr(Tickets, "drawn", cut)
    shared = 0
    for number in range(40):
        made = made_from(number, 40, 4, modes=("parallel", "deferred"), ties=("lottery", "lottery"))
        folder = write_inputs(made, tmp_path / f"in{number}")
        try:
            run(folder, tmp_path / f"out{number}", code=CODE, seed=made.seed)
        except NoSolution:
            continue
        monkeypatch.setattr(verify, "_mac", cut_too)
        assert said_of(tmp_path / f"out{number}") == "", number
        monkeypatch.setattr(verify, "_mac", uncut)
        shared += said_of(tmp_path / f"out{number}") != ""
    assert shared > 10, "whole tickets should have come to something else"

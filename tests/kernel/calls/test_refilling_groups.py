"""Bound applications are refilled from the desk as the rulebook does it on the sealed bundle."""

from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import RULES, Results, frozen_round, receipt
from tests.kernel.calls.test_offers import call, say
from xueyou.kernel.calls.models import Application, Offer, Run
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.outcomes import vacant_options
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.rulebook.answers import refill_tables
from xueyou.rulebook.answers.refilling import EVERY_BATCH, Withdrawal
from xueyou.rulebook.answers.sealed import open_sealed

BOUND = """batches:
  - id: main
    zh: 招生
    choices: {mode: parallel, max: 6}
    rank: [score desc]
    tie_last: stable_id
    group: {bind: true, straddle: STRADDLE}
    refill: next
"""
PLACES = {"S1": 3, "S2": 3}
WISHES = [
    (99, ["S1", "S2"]), (98, ["S1"]), (97, ["S2"]), (96, ["S2"]),  # 0-3
    (90, ["S1", "S2"]), (90, ["S1", "S2"]),  # 4, 5: twins
    (85, ["S1", "S2"]), (80, ["S1"]), (80, ["S1"]),  # 6; 7, 8: twins
    (70, ["S2", "S1"]), (60, ["S1", "S2"]),  # 9, 10
]  # fmt: skip
TWINS = ((4, 5), (7, 8))


def results(straddle: str, folder: Path, settings: Any) -> tuple[Results, Run]:
    """Publish a round with two pairs of twins."""
    settings.DATA = folder
    made = frozen_round(
        PLACES, WISHES, text=RULES + BOUND.replace("STRADDLE", straddle), guardians=len(WISHES)
    )
    for pair in TWINS:
        keys = [made.applications[receipt(n)].pk for n in pair]
        Application.objects.filter(pk__in=keys).update(group_key=f"twins {pair[0]}")
    return made, published(made)


def held() -> dict[str, str]:
    """Return who holds which place now."""
    rows = Offer.objects.filter(holds_place=True)
    return dict(rows.values_list("application__receipt_no", "option__code"))


def by_rulebook(run: Run, folder: Path, given_up: list[list[int]]) -> dict[str, str]:
    """Return what the rulebook makes of the sealed run, round by round of withdrawals."""
    assert run.sealed_bundle is not None
    folders.unpack_sealed(run.sealed_bundle, folder, label=folders.SEALED, uid=run.uid)
    sealed = open_sealed(folder / "0")
    numbers = {id: n for n, id in enumerate(sealed.inputs.applicants)}
    rounds = [[Withdrawal(numbers[receipt(n)], EVERY_BATCH) for n in some] for some in given_up]
    found = refill_tables.refilled(sealed, rounds)
    return {str(row[0]): str(row[2]) for row in refill_tables.placements(sealed, found)}


def refill_all(made: Results) -> None:
    """Press every button that the desk shows until nobody is called."""
    codes = {option.uid: code for code, option in made.options.items()}
    while any(
        [call(made, codes[one.uid]) for one in vacant_options(made.office.enroller, made.round.uid)]
    ):
        pass


@pytest.mark.parametrize("straddle", ["expand", "skip"])
@pytest.mark.parametrize("rounds", [[[0, 1]], [[2], [0], [4]], [[1, 3], [0, 2]]])
def test_the_desk_calls_whom_the_rulebook_calls(
    db: None,
    settings: Any,
    tmp_path: Path,
    business_clock: object,
    straddle: str,
    rounds: list[list[int]],
) -> None:
    """Tests rounds of places given up, by twins among others: place for place the same."""
    made, run = results(straddle, tmp_path, settings)
    gone = []
    for some in rounds:
        gone.append([number for number in some if receipt(number) in held()])
        for number in gone[-1]:
            say(made, number, accept=False)
        refill_all(made)
    assert held() == by_rulebook(run, tmp_path / "sealed", gone)


def test_twins_are_called_together(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """Tests that both are called, or passed over where they do not fit and the rules say so."""
    made, _ = results("skip", tmp_path, settings)
    assert held() == {
        **dict.fromkeys(map(receipt, (0, 1, 6)), "S1"),
        **dict.fromkeys(map(receipt, (2, 3, 9)), "S2"),
    }
    say(made, 0, accept=False)
    assert [Offer.objects.get(uid=uid).application.receipt_no for uid in call(made, "S1")] == [
        receipt(10)
    ]
    say(made, 2, accept=False)
    say(made, 3, accept=False)
    called = [Offer.objects.get(uid=uid).application.receipt_no for uid in call(made, "S2")]
    assert sorted(called) == [receipt(4), receipt(5)]


def test_where_the_rules_may_split_them_the_desk_says_who_can(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """Tests the refusal: consent lies in the sealed data."""
    made, _ = results("expand", tmp_path, settings)
    book = made.round.rulebook
    assert book is not None
    text = book.text.replace("straddle: expand", "straddle: split, consent: agrees")
    text = text.replace("facts:\n", "facts:\n  agrees: {zh: 同意分开, type: flag}\n")
    type(book).objects.filter(pk=book.pk).update(text=text, sha256="0" * 64)
    type(made.round).objects.filter(pk=made.round.pk).update(rulebook_sha256="0" * 64)
    say(made, 0, accept=False)
    say(made, 1, accept=False)
    with pytest.raises(CallRefused, match="admit refill"):
        call(made, "S1", key=key())

"""What the parts of a rulebook must be to one another."""

import pytest

from tests.rulebook.language.rules_text import faults, line_of, read

LOTTERY = ("tie_last: admit_all", "tie_last: lottery")
PER_OPTION = ("lottery: {ticket: one}", "lottery: {ticket: per_option}")


def grouped(straddle: str) -> tuple[str, str]:
    """Return the change that binds groups in the first batch."""
    group = f"group: {{bind: true, straddle: {straddle}, consent: agreed}}"
    return ("    leftover: {to: 统招}", f"    {group}\n    leftover: {{to: 统招}}")


@pytest.mark.parametrize("straddle", ["skip", "split"])
def test_groups_may_be_passed_over_where_all_rank_alike(straddle: str) -> None:
    """Tests a parallel batch with lots, hard pools and no ranks of pools."""
    assert read(LOTTERY, grouped(straddle)).batches[0].group.straddle == straddle


@pytest.mark.parametrize("straddle", ["skip", "split"])
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([], "tie_last"),
        ([("tie_last: admit_all", "tie_last: refuse")], "tie_last"),
        ([LOTTERY, ("mode: parallel", "mode: deferred")], "deferred"),
        ([LOTTERY, ("by: junior, hard: true", "by: junior, hard: false")], "hard: false"),
        ([LOTTERY, ("hard: true", "hard: true, rank: [years desc]")], "rank"),
        (
            [LOTTERY, ("mode: parallel", "mode: sequential"), ("[score desc]", "[distance asc]")],
            "因学校而不同",
        ),
    ],
)
def test_groups_are_not_passed_over_elsewhere(
    straddle: str, changes: list[tuple[str, str]], why: str
) -> None:
    """Tests each thing that makes one pass by key impossible."""
    told = [f for f in faults(*changes, grouped(straddle)) if f.code == "skip_not_alike"]
    assert len(told) == 1
    assert why in told[0].zh
    assert f"straddle: {straddle}" in told[0].zh


def test_a_ticket_for_each_option_ranks_differently() -> None:
    """Tests a parallel batch whose last tie, and whose term, is drawn option by option."""
    (fault,) = faults(LOTTERY, PER_OPTION)
    assert fault.code == "option_differs"
    assert fault.row == line_of("tie_last: lottery", LOTTERY, PER_OPTION)
    ties = ("moral desc]", "moral desc, lottery]")
    (fault,) = faults(ties, PER_OPTION)
    assert (fault.code, fault.row) == ("option_differs", line_of("ties:", ties, PER_OPTION))


@pytest.mark.parametrize("mode", ["deferred", "sequential"])
def test_other_modes_may_rank_by_option(mode: str) -> None:
    """Tests that distance and tickets by option are taken where no common order is promised."""
    read(("mode: parallel", f"mode: {mode}"), ("[score desc]", "[distance asc]"), PER_OPTION)


def test_whether_a_lottery_decides_anything() -> None:
    """Tests the question that makes an official run need a draw."""
    assert read().draws
    assert not read(
        ("lottery: {ticket: one}\n", ""), ("tie_last: lottery", "tie_last: refuse")
    ).draws


@pytest.mark.parametrize(
    ("stage", "limit", "code"),
    [
        ("primary", 45, None),
        ("primary", 46, "class_size"),
        ("junior", 50, None),
        ("junior", 51, "class_size"),
        ("primary", 56, "big_class"),
        ("senior", 55, None),
        ("senior", 56, "big_class"),
        ("kindergarten", 36, "class_size"),
    ],
)
def test_classes_are_held_to_the_law(stage: str, limit: int, code: str | None) -> None:
    """Tests the last lawful size of a stage and the first that is not."""
    changes = (("stage: senior", f"stage: {stage}"), ("limit: 50", f"limit: {limit}"))
    if code is None:
        assert read(*changes).class_size
    else:
        assert [fault.code for fault in faults(*changes)] == [code]


def test_leftover_flows_to_a_later_batch_only() -> None:
    """Tests a flow back from the last batch to the first."""
    back = ("    tie_last: lottery", "    tie_last: lottery\n    leftover: {to: 到校}")
    assert [fault.code for fault in faults(back)] == ["not_later"]

"""A county's rules are held to its city's frame."""

from pathlib import Path

import pytest

from tests.rulebook.language.rules_text import changed
from xueyou.rulebook.language.faults import Fault, RulebookRefused
from xueyou.rulebook.language.frame import read_frame
from xueyou.rulebook.language.reading import read_rulebook, rulebook_of

FRAME = """\
schema: xueyou-frame/1
title: 全市框架
jurisdiction: {code: 310000, name: 试点市}
stage: senior
bounds:
  - {path: batches.*.tie_last, among: [lottery, admit_all], zh: 末位同分只有两种办法}
  - {path: batches.统招.choices.max, at_most: 15}
  - {path: class_size.limit, at_most: 50}
  - {path: batches.*.refill, among: [none]}
  - {path: batches.到校.leftover.to, present: true}
  - {path: facts.score.max, among: [750.0]}
"""
COUNTY = ("code: 310000, name: 试点市", "code: 310117, name: 试点县")
NAMED = ("stage: senior", "stage: senior\nframe: city.yaml")


def faults(frame: str, *changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Return what is said of changed rules within a frame; empty when they are taken."""
    text = changed(COUNTY, NAMED, *changes)
    try:
        rulebook_of(text.encode(), "rules.yaml", frame=frame.encode())
    except RulebookRefused as refused:
        return refused.faults
    return ()


def test_rules_within_the_frame_are_taken() -> None:
    """Tests the small rulebook against bounds it keeps."""
    assert faults(FRAME) == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "tie_last: admit_all",
            "tie_last: refuse",
            "lottery、admit_all之一（末位同分只有两种办法）",
        ),
        ("max: 15", "max: 16", "不高于 15（框架第 7 行）"),
        ("tie_last: admit_all", "tie_last: admit_all\n    refill: next", "是none"),
        ("    leftover: {to: 统招}\n", "", "必须写明"),
        ("max: 750", "max: 800", "是750.0"),
        ("stage: senior", "stage: vocational", "是senior"),
    ],
)
def test_what_lies_outside_is_refused(old: str, new: str, says: str) -> None:
    """Tests one step over each kind of bound; the frame's line is named."""
    (fault,) = faults(FRAME, (old, new))
    assert fault.code == "outside_frame"
    assert says in fault.zh


def test_the_line_of_the_rules_is_named() -> None:
    """Tests that the fault points at the county's rules."""
    (fault,) = faults(FRAME, ("max: 15", "max: 16"))
    text = changed(COUNTY, NAMED, ("max: 15", "max: 16"))
    assert fault.row == text[: text.index("max: 16")].count("\n") + 1


def test_what_may_not_stand_there_is_refused() -> None:
    """Tests `present: false`."""
    frame = FRAME + "  - {path: siblings, present: false}\n"
    (fault,) = faults(frame)
    assert "不得有这一项" in fault.zh


def test_a_default_counts_as_written() -> None:
    """Tests that leaving `refill` out means none, which another frame may forbid."""
    frame = FRAME.replace("among: [none]", "among: [next]")
    assert [fault.code for fault in faults(frame)] == ["outside_frame"] * 2


def test_what_is_absent_breaks_only_what_must_be_there() -> None:
    """Tests that a bound on the tickets of a lottery asks for no lottery."""
    frame = FRAME + "  - {path: lottery.order, among: [circular]}\n"
    no_lottery = (("lottery: {ticket: one}\n", ""), ("tie_last: lottery", "tie_last: admit_all"))
    assert faults(frame, *no_lottery) == ()
    assert [fault.code for fault in faults(frame)] == ["outside_frame"]


def test_another_citys_frame_is_refused() -> None:
    """Tests a county that lies elsewhere."""
    frame = FRAME.replace("code: 310000", "code: 320000")
    assert [fault.code for fault in faults(frame)] == ["frame_other_place"]


def test_a_faulty_frame_refuses_the_rules() -> None:
    """Tests that a frame that cannot be read is no frame that is kept."""
    (fault,) = faults(FRAME.replace("stage: senior", "stage: no"))
    assert fault.code == "frame_faulty"
    assert "第 4 行" in fault.zh


@pytest.mark.parametrize("path", ["batches.*.tielast", "facts.score.maximum", "lottery.seed"])
def test_a_path_that_leads_nowhere_is_told(path: str) -> None:
    """Tests that a misspelt bound is not kept in silence."""
    data = FRAME.replace("batches.*.tie_last", path).encode()
    with pytest.raises(RulebookRefused) as raised:
        read_frame(data, "city.yaml")
    assert [fault.code for fault in raised.value.faults] == ["frame_path"]


def test_the_frame_is_read_from_beside_the_rules(tmp_path: Path) -> None:
    """Tests the file the rules name, its absence, and rules taken from a bundle without it."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(changed(COUNTY, NAMED), encoding="utf-8")
    with pytest.raises(RulebookRefused) as raised:
        read_rulebook(rules)
    assert [fault.code for fault in raised.value.faults] == ["frame_missing"]
    assert read_rulebook(rules, framed=False).frame == "city.yaml"
    (tmp_path / "city.yaml").write_text(FRAME, encoding="utf-8")
    assert read_rulebook(rules).frame == "city.yaml"


def test_a_frame_elsewhere_on_the_machine_is_not_opened(tmp_path: Path) -> None:
    """Tests that rules cannot make the reader open a file by its full path."""
    frame = tmp_path / "city.yaml"
    frame.write_text(FRAME, encoding="utf-8")
    text = changed(COUNTY, ("stage: senior", f"stage: senior\nframe: {frame}"))
    rules = tmp_path / "rules.yaml"
    rules.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookRefused):
        read_rulebook(rules)

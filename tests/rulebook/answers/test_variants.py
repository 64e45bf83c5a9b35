"""A variant is the same rulebook with single values replaced, and held to the same checks."""

import pytest

from tests.paths import ROOT
from xueyou.rulebook.answers.variants import Variant, read_variants
from xueyou.rulebook.language.compiled import compiled
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.reading import rulebook_of

RULES = (ROOT / "tests/rulebook/language/rules.yaml").read_bytes()
BASE = rulebook_of(RULES, "rules.yaml")
LAST = BASE.batches[-1]


def variants(text: str) -> tuple[Variant, ...]:
    """Read variants of the common rulebook."""
    return read_variants(text.encode(), "V.yaml", RULES)


def refused(text: str) -> list[tuple[str, int | None]]:
    """Return (code, line) of everything wrong."""
    with pytest.raises(InputRefused) as found:
        variants(text)
    return [(fault.code, fault.row) for fault in found.value.faults]


def test_an_empty_variant_is_the_rulebook_itself() -> None:
    """Tests that nothing changed keeps even the file's digest."""
    (same,) = variants("现行: {}\n")
    assert same.rulebook.digest == BASE.digest
    assert same.data == RULES


def test_a_rewritten_rulebook_means_what_it_meant() -> None:
    """Tests that writing a changed tree out again alters nothing but the change."""
    (same,) = variants(f'same: {{title: "{BASE.title}"}}\n')
    assert same.data != RULES
    assert compiled(same.rulebook) == compiled(BASE)


def test_a_path_goes_by_id_and_by_number() -> None:
    """Tests elements of lists, named either way, and several variants in their order."""
    text = (
        f"by_id: {{batches.{LAST.id}.refill: next}}\n"
        f"by_number: {{batches.{len(BASE.batches) - 1}.refill: next}}\n"
    )
    first, second = variants(text)
    assert (first.name, second.name) == ("by_id", "by_number")
    assert first.rulebook.batches[-1].refill == "next" != LAST.refill
    assert compiled(first.rulebook) == compiled(second.rulebook)


def test_a_path_that_leads_nowhere_is_told_with_its_line() -> None:
    """Tests a batch nobody wrote, and a step below a single value."""
    text = "a: {}\nb:\n  batches.没有.refill: next\n  title.x: z\n"
    assert refused(text) == [("variant_path", 3), ("variant_path", 4)]


def test_a_variant_is_held_to_the_rules_checks() -> None:
    """Tests a value that no rulebook may have."""
    assert refused(f"a: {{batches.{LAST.id}.tie_last: whatever}}\n")[0][0] == "not_among"


def test_faults_of_all_variants_are_told_where_they_were_written() -> None:
    """Tests values of two variants in V.yaml, each with its line, its path and its name."""
    text = (
        "现行: {}\n"
        f"甲:\n  batches.{LAST.id}.tie_last: whatever\n"
        f"乙:\n  title: 另一种\n  batches.{LAST.id}.choices.max:\n    0\n"
    )
    with pytest.raises(InputRefused) as found:
        variants(text)
    told = [(fault.file, fault.row, fault.code) for fault in found.value.faults]
    assert told == [("V.yaml", 3, "not_among"), ("V.yaml", 7, "out_of_bounds")]
    first, second = (fault.zh for fault in found.value.faults)
    assert first.startswith(f"改法“甲”的 batches.{LAST.id}.tie_last：")
    assert second.startswith(f"改法“乙”的 batches.{LAST.id}.choices.max：")


def test_a_consequence_is_told_at_its_line_of_the_rules() -> None:
    """Tests a line of rules.yaml that only a variant makes wrong, and two that make it so."""
    row = next(n for n, line in enumerate(RULES.decode().splitlines(), 1) if "lottery:" in line)
    text = f"甲: {{batches.{LAST.id}.tie_last: stable_id}}\n"
    with pytest.raises(InputRefused) as found:
        variants(text + text.replace("甲", "乙"))
    (one, two) = found.value.faults
    assert {(f.file, f.row, f.code) for f in (one, two)} == {("rules.yaml", row, "idle_lottery")}
    assert {fault.zh[:14] for fault in (one, two)} == {
        "按改法“甲”改了以后：写了 ",
        "按改法“乙”改了以后：写了 ",
    }


def test_faults_the_rules_have_themselves_are_told_once() -> None:
    """Tests rules that are wrong before anything is changed."""
    wrong = RULES.replace(b"stage: senior", b"stage: nowhere")
    assert wrong != RULES
    with pytest.raises(InputRefused) as found:
        read_variants(b"a: {}\nb: {title: x}\nc: {year: 1}\n", "V.yaml", wrong)
    assert [(f.file, f.code) for f in found.value.faults] == [
        ("V.yaml", "out_of_bounds"),
        ("rules.yaml", "not_among"),
    ]


def test_what_is_no_variant_is_refused() -> None:
    """Tests a name with a comma, a variant that is a list, a file without any."""
    assert refused('"a,b": {}\nc: [x]\n') == [("variant_name", 1), ("variant_shape", 2)]
    assert refused("{}\n") == [("no_variants", 1)]

"""The declared form of a source: one published result, one value, whoever types it."""

import pytest

from xueyou.formats.proof.source_forms import (
    FormNotKept,
    FormUnknown,
    check_form,
    published_line,
    source_value,
)

BALLS = "numbers:6:1:33:sorted"


@pytest.mark.parametrize(
    ("form", "lines", "value"),
    [
        (
            BALLS,
            ("03 12 18 22 25 31", "31,25，22、18 3 12", "０３.12-18:22+25|31"),
            "3 12 18 22 25 31",
        ),
        ("numbers:5:0:9", ("0 3 3 1 0", "0,3,3,1,0", "00-03-03-01-00"), "0 3 3 1 0"),
        ("digits:7", ("0012345", "001 2345", " ００１，２３４５ "), "0012345"),
        ("hex:8", ("00ABcdef", "00ab cdef"), "00abcdef"),
        ("digits", ("0012", "00 12", "00+12"), "0012"),
    ],
)
def test_one_result_has_one_value(form, lines, value):
    """Tests that blanks, signs between, widths, leading zeros and declared order choose nothing."""
    assert {source_value(form, published_line(line)) for line in lines} == {value}


@pytest.mark.parametrize(
    ("form", "line"),
    [
        (BALLS, "03 12 18 22 25"),
        (BALLS, "03 12 18 22 25 31 07"),
        (BALLS, "03 12 18 22 25 34"),
        (BALLS, "00 12 18 22 25 31"),
        (BALLS, "03 12 18 22 25 25"),
        (BALLS, "03 12 18 22 25 x31"),
        (BALLS, "031218222531"),
        ("numbers:5:0:9", "0 3 3 1 ٣"),
        ("digits:7", "012345"),
        ("digits:7", "O012345"),
        ("hex:8", "00abcdeg"),
        ("digits", "第1234期"),
        ("digits", "123"),
        ("digits", ""),
    ],
)
def test_a_line_that_does_not_fit_is_refused(form, line):
    """Tests counts, ranges, repeats and strange signs; the sentence says what was expected."""
    with pytest.raises(FormNotKept) as refused:
        source_value(form, published_line(line))
    assert "应当是" in refused.value.zh


@pytest.mark.parametrize(
    "form",
    [
        "digits:4", "digits:07", "digits:0", "digits:x", "digits:", "digits:7:8", "hex", "hex:4",
        "numbers", "numbers:6:1", "numbers:6:1:33:", "numbers:6:1:33:desc", "numbers:6:33:1",
        "numbers:6:1:5:sorted", "numbers:3:0:9", "numbers:06:1:33", "words:3", "",
        "digits:" + "9" * 5000,
    ],
)  # fmt: skip
def test_a_text_that_is_no_form_is_refused(form):
    """Tests mistyped forms, and forms with so few values that rosters could be tried on them."""
    with pytest.raises(FormUnknown):
        check_form(form)


@pytest.mark.parametrize("form", [BALLS, "digits:5", "hex:64", "numbers:5:0:9", "digits"])
def test_forms_of_real_sources_are_taken(form):
    """Tests lotteries, drand and what counts where nothing is declared."""
    check_form(form)

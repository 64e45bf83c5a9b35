"""Numbers: one canonical form, the checks a number can carry, and masks."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kernel.registry.people_world import citizen_number
from xueyou.kernel.registry.documents import (
    NumberRefused,
    born_on,
    canonical_number,
    check_character,
    masked_number,
    sex,
)
from xueyou.kernel.registry.models import DocumentKind

EXAMPLE = "11010519491231002X"
"""The example that GB 11643 itself prints."""
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 11, 20))
serials = st.integers(min_value=0, max_value=999)


@given(days, serials, st.sampled_from(["110105", "350504", "659004"]))
def test_a_made_number_is_accepted_and_tells_what_it_carries(
    day: date, serial: int, region: str
) -> None:
    """Birth day and sex come back out of every valid number."""
    number = citizen_number(serial, day, region)
    assert canonical_number("citizen", number) == number
    assert born_on(number) == day
    assert sex(number) == ("male" if serial % 2 else "female")


@given(days, serials, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(day: date, serial: int, at: int, wrong: str) -> None:
    """The check finds each single wrong digit."""
    number = citizen_number(serial, day)
    assume(number[at] != wrong and (wrong != "X" or at == 17))
    with pytest.raises(NumberRefused):
        canonical_number("citizen", number[:at] + wrong + number[at + 1 :])


@given(days, serials, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_found(day: date, serial: int, at: int) -> None:
    """The commonest slip of a hand."""
    number = citizen_number(serial, day)
    assume(number[at] != number[at + 1])
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assume("X" not in swapped[:17])
    with pytest.raises(NumberRefused):
        canonical_number("citizen", swapped)


def test_the_standards_own_example() -> None:
    """As printed in the standard."""
    assert check_character(EXAMPLE[:17]) == "X"
    assert canonical_number("citizen", EXAMPLE) == EXAMPLE


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "110105\u200b19491231002X\ufeff",
        "110105\u3000194912310021X"[:-3] + "2×",
        "11010519491231002Х",
    ],
    ids=["small x", "full width", "blanks", "hyphens", "invisible", "cross", "cyrillic"],
)
def test_ways_of_typing_are_one_number(typed: str) -> None:
    """Nobody is refused for a keyboard."""
    assert canonical_number("citizen", typed) == EXAMPLE


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "要写"),
        ("1.10105E+17", "科学记数"),
        ("1.10105194912310E+17", "科学记数"),
        ("1E17", "科学记数"),
        ("110105194912310000", "000"),
        ("1101051949123100", "18位"),
        ("110105491231002", "15位"),
        ("11010519491231OO2X", "字母O"),
        ("110105194912310021", "校验"),
        (citizen_number(1, region="999999"), "省份"),
        (citizen_number(1, region="810000"), "港澳居民居住证"),
        (citizen_number(1, region="830000"), "台湾居民居住证"),
    ],
)
def test_what_is_wrong_is_said(typed: str, words: str) -> None:
    """Each sentence names the fault, and never the number."""
    with pytest.raises(NumberRefused) as refused:
        canonical_number("citizen", typed)
    assert words in refused.value.zh
    assert not typed or typed not in refused.value.zh
    assert refused.value.zh.endswith("没有保存。")


def test_a_true_number_may_end_in_three_noughts() -> None:
    """Only the check decides whether a table damaged it."""
    found = [n for s in range(0, 1000, 10) if (n := citizen_number(s)).endswith("000")]
    assert found
    assert all(canonical_number("citizen", number) == number for number in found)


def test_a_day_that_never_was_is_refused() -> None:
    """The thirtieth of February passes the check of digits, not the calendar."""
    seventeen = "35050420200230001"
    with pytest.raises(NumberRefused, match="出生日期"):
        canonical_number("citizen", seventeen + check_character(seventeen))


GOOD = [
    ("hk_macao_residence", citizen_number(2, region="810000"), None),
    ("hk_macao_residence", citizen_number(2, region="820000"), None),
    ("taiwan_residence", citizen_number(2, region="830000"), None),
    ("hk_macao_permit", "h12345678", "H12345678"),
    ("hk_macao_permit", "M1234567801", "M12345678"),
    ("taiwan_permit", "01234567", "01234567"),
    ("taiwan_permit", "0123456702(B)", "01234567"),
    ("passport", "e1234 5678", "E12345678"),
    ("passport", "123456789", "123456789"),
    ("foreign_residence", "USA310000010101", "USA310000010101"),
    ("foreign_residence", citizen_number(2, date(1980, 5, 6), "931840"), None),
    ("pupil_number", "G" + citizen_number(2), None),
    ("pupil_number", "g" + citizen_number(2).lower(), "G" + citizen_number(2)),
    ("pupil_number", "L350504202003051234", None),
    ("pupil_number", "J350504202003051234", None),
]
BAD = [
    ("hk_macao_residence", citizen_number(2)),
    ("hk_macao_residence", citizen_number(2, region="830000")),
    ("taiwan_residence", citizen_number(2, region="810000")),
    ("hk_macao_permit", "A12345678"),
    ("hk_macao_permit", "H1234567"),
    ("hk_macao_permit", "H123456789"),
    ("taiwan_permit", "0123456"),
    ("passport", "ABCDEFGH"),
    ("passport", "E1"),
    ("passport", "E" * 16 + "1"),
    ("foreign_residence", "US310000010101"),
    ("foreign_residence", citizen_number(2)),
    ("pupil_number", citizen_number(2)),
    ("pupil_number", "G" + citizen_number(2)[:17] + "A"),
    ("pupil_number", "G350504202003051234"),
    ("pupil_number", "S350504202003051234"),
    ("none_yet", "123"),
    ("unheard_of", "123"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_other_documents_are_accepted(kind: str, typed: str, kept: str | None) -> None:
    """Renewals of a permit are the same number; a pupil number keeps its letter."""
    assert canonical_number(kind, typed) == (kept or typed)


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_numbers_of_another_kind_are_refused(kind: str, typed: str) -> None:
    """In a sentence that says how such a number looks."""
    with pytest.raises(NumberRefused):
        canonical_number(kind, typed)


@given(st.sampled_from(DocumentKind.values), st.text(max_size=40))
def test_any_text_is_answered_or_refused(kind: str, text: str) -> None:
    """Nothing else happens, whatever is typed; and a canonical number stays what it is."""
    try:
        number = canonical_number(kind, text)
    except NumberRefused:
        return
    assert number.isascii()
    assert canonical_number(kind, number) == number


@given(days, serials)
def test_a_mask_hides_birth_day_and_serial(day: date, serial: int) -> None:
    """Two characters at each end, as many stars as there were characters between."""
    number = citizen_number(serial, day)
    mask = masked_number("citizen", number)
    assert mask == "35" + "*" * 14 + number[-2:]
    assert f"{day:%m%d}" not in mask


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_every_kind_is_masked(kind: str, typed: str, kept: str | None) -> None:
    """No mask shows more than two characters at an end, none shows half of the number."""
    number = kept or typed
    mask = masked_number(kind, number)
    assert len(mask) == len(number)
    assert mask.count("*") > len(number) / 2
    assert sum(a == b for a, b in zip(mask, number, strict=True)) <= 4


def test_short_numbers_show_nothing() -> None:
    """Both ends of a short number would be the number."""
    assert masked_number("passport", "E1") == "***"
    assert masked_number("passport", "AB12") == "****"

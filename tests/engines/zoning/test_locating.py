"""An address finds the zone its table gives it, or the question that is open; never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.engines.zoning import RowRefused, ZoneRow, ZoneTable, locate, plain_address

TABLE = ZoneTable.of(
    [
        ZoneRow("1", "柳荫街", "文澜", low=1, high=119, parity="odd"),
        ZoneRow("2", "柳荫街", "柳荫", low=2, high=200, parity="even"),
        ZoneRow("3", "柳荫街", "柳荫", low=121, high=399, parity="odd"),
        ZoneRow("4", "桂园小区", "文澜"),
        ZoneRow("5", "桥头村", "桥头", unit="组", low=1, high=6),
        ZoneRow("6", "桥头村", "东岸", unit="组", low=7, high=12),
        ZoneRow("7", "长乐路", "长乐", unit="弄", low=1, high=99),
        ZoneRow("8", "长乐路", "长乐"),
        ZoneRow("9", "东柳荫街", "东岸"),
        ZoneRow("10", "锦绣家园", "锦绣", unit="幢", low=1, high=8),
        ZoneRow("11", "锦绣家园", "长乐", unit="幢", low=9, high=20),
    ]
)


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("柳荫街117号", "文澜"),
        ("临澄市澄东区柳荫街118号7幢2单元501室", "柳荫"),
        ("柳荫街 １１９ 號", "文澜"),
        ("柳荫街一百二十一号", "柳荫"),
        ("柳荫街118-501", "柳荫"),
        ("柳荫街118号之3", "柳荫"),
        ("柳荫街（桂园小区）117号", "文澜"),
        ("东柳荫街117号", "东岸"),
        ("桂园小区7栋501", "文澜"),
        ("桥头村3组34号", "桥头"),
        ("桥头村十一组", "东岸"),
        ("长乐路12弄5号", "长乐"),
        ("长乐路500号", "长乐"),
        ("锦绣家园9号楼1单元302", "长乐"),
        ("锦绣家园8座", "锦绣"),
        ("柳荫街道柳荫街118号", "柳荫"),
        ("柳荫街东段118号", "柳荫"),
        ("锦绣家园（人民路9号）3幢", "锦绣"),
    ],
)
def test_addresses_as_people_write_them(address: str, zone: str) -> None:
    """One zone each, and the rows that say so."""
    located = locate(address, TABLE)
    assert (located.outcome, located.zone) == ("found", zone)
    assert {row.zone for row in located.rows} == {zone}


@pytest.mark.parametrize(
    ("address", "outcome", "unit"),
    [
        ("柳荫街", "number_needed", "号"),
        ("桥头村34号", "number_needed", "组"),
        ("锦绣家园", "number_needed", "幢"),
        ("柳荫街401号", "out_of_range", ""),
        ("桥头村13组", "out_of_range", ""),
        ("人民路1号", "unknown", ""),
        ("柳荫街道人民路118号", "unknown", ""),
        ("柳荫街人民路118号", "number_needed", "号"),
        ("柳荫街与人民路口人民路118号", "number_needed", "号"),
        ("", "unknown", ""),
    ],
)
def test_what_is_open_is_asked(address: str, outcome: str, unit: str) -> None:
    """A place without its number, a number no row holds, a place no row names."""
    located = locate(address, TABLE)
    assert (located.outcome, located.zone, located.unit) == (outcome, "", unit)


def test_two_places_that_disagree_are_ambiguous() -> None:
    """Road and estate in different zones: a person decides."""
    assert locate("桂园小区（柳荫街118号）", TABLE).outcome == "ambiguous"


def test_contradicting_rows_are_told() -> None:
    """One number in two zones. Two sides of a road are none, a whole beside a range neither."""
    odd = ZoneRow("a", "中山路", "甲", low=1, high=99, parity="odd")
    even = ZoneRow("b", "中山路", "乙", low=2, high=98, parity="even")
    both = ZoneRow("c", "中山路", "丙", low=98, high=120)
    whole = ZoneRow("d", "中山路", "丁")
    found = ZoneTable.of([odd, even, both, whole]).contradictions()
    assert {(one.key, other.key) for one, other in found} == {("a", "c"), ("b", "c")}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"place": "（）"}, "地名"),
        ({"zone": ""}, "片区"),
        ({"unit": "层"}, "单位"),
        ({"parity": "both"}, "单双"),
        ({"low": 3}, "两头"),
        ({"low": 9, "high": 3}, "小的在前"),
    ],
)
def test_rows_that_say_nothing_are_refused(row: dict[str, object], words: str) -> None:
    """The sentence says why."""
    with pytest.raises(RowRefused, match=words):
        ZoneRow(**{"key": "k", "place": "中山路", "zone": "甲", **row})  # type: ignore[arg-type]


def expected(number: int, rows: list[ZoneRow]) -> set[str]:
    """Return the zones that hold a number, row by row, from the notice's words alone."""
    zones = set()
    for row in rows:
        assert row.low is not None
        assert row.high is not None
        side = {"": True, "odd": number % 2 == 1, "even": number % 2 == 0}[row.parity]
        if side and row.low <= number <= row.high:
            zones.add(row.zone)
    return zones


ROWS = st.lists(
    st.builds(
        lambda low, span, parity, zone: ZoneRow(
            "k", "中山路", zone, low=low, high=low + span, parity=parity
        ),
        st.integers(0, 30),
        st.integers(0, 12),
        st.sampled_from(["", "odd", "even"]),
        st.sampled_from("甲乙丙"),
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS, st.integers(0, 45))
def test_every_number_of_a_road(rows: list[ZoneRow], number: int) -> None:
    """Equal to reading the rows one by one; contradictions are found where there are some."""
    table = ZoneTable.of(rows)
    located = locate(f"中山路{number}号", table)
    zones = expected(number, rows)
    if not zones:
        assert located.outcome == "out_of_range"
    elif len(zones) == 1:
        assert (located.outcome, {located.zone}) == ("found", zones)
    else:
        assert located.outcome == "ambiguous"
    doubled = any(len(expected(each, rows)) > 1 for each in range(50))
    assert bool(table.contradictions()) == doubled


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    """No text breaks it, and a plain address is plain."""
    assert locate(text, TABLE).outcome in {
        "found",
        "number_needed",
        "out_of_range",
        "ambiguous",
        "unknown",
    }
    assert plain_address(plain_address(text)) == plain_address(text)

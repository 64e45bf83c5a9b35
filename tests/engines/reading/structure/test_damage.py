"""Damage that cannot be mended is named with its place."""

from xueyou.engines.reading.damage import damage_notes


def test_lost_characters_are_named() -> None:
    """A question mark inside a word stands for a character that was lost."""
    (note,) = damage_notes("全市新建学?12所，学生满意吗?是的。")
    assert note.startswith("有1处字符无法辨认")
    assert "建学?12" in note or "新建学?" in note


def test_symbols_turned_into_letters_are_named() -> None:
    """A lone letter between words, or digits in quotes set apart, was a symbol once."""
    (note,) = damage_notes("推动“改革 f 创新”项目，形成“2 5 N”格局。")
    assert note.startswith("有2处符号")


def test_half_a_pair_of_quotation_marks_is_named() -> None:
    """An opening mark that its line does not close is named; pairs are not."""
    (note,) = damage_notes("1.实施“强校行动。支持办学。\n2.推进“双减”工作。\n")
    assert note == "有1处引号只有一半（“强校行动。支”），按原样保留"


def test_sound_text_has_no_notes() -> None:
    """Ordinary text is not complained about."""
    assert damage_notes("实施“强校行动”，新建学校12所。学生满意吗?满意。\n") == []

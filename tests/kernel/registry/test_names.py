"""Names are kept whole, searched without ornament, masked by whole written characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.kernel.registry.names import clean_name, masked_name, name_key, written_characters
from xueyou.kernel.registry.refusals import RegistryRefused

UYGHUR = "阿卜杜热依木江·买买提吐尔逊江·阿卜力克木江·艾合买提江·吐尔洪江尼亚孜"
IVS = "葛\U000e0100城太郎"
RARE = [
    "𠮷野",
    "李㐂",
    "王䶮",
    "㐱𤩽",
    IVS,
    UYGHUR,
    "欧阳𬸣",
    "扎西·ཁ",
    "Anna-Maria O'Neil",
    "〇一",
]


def test_the_long_name_is_as_long_as_the_cases_say() -> None:
    """Thirty-six characters with dots."""
    assert len(UYGHUR) == 36


@pytest.mark.parametrize("name", RARE)
def test_rare_names_stay_whole(name: str) -> None:
    """Not one character is replaced, composed or dropped."""
    assert clean_name(name) == name
    assert clean_name(f"  {name}\u3000") == name


def test_compatibility_characters_are_not_replaced() -> None:
    """NFC would turn U+FA30 into another character than the household book's."""
    assert clean_name("侮\ufa30") == "侮\ufa30"


@pytest.mark.parametrize("dot", "•‧∙⋅・･.．·")
def test_every_dot_between_names_becomes_one(dot: str) -> None:
    """Keyboards differ; the name does not."""
    assert clean_name(f"阿卜杜{dot}热依木") == "阿卜杜·热依木"


@pytest.mark.parametrize(
    "text",
    ["", "  ", "林\x00", "林1", "林@明", "林\ue000", "<b>", "林" * 121, "林\u202e明", "\ud800"],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """Digits, signs, direction marks, private characters, nothing at all."""
    with pytest.raises(RegistryRefused, match="没有保存"):
        clean_name(text)


def test_a_private_character_is_told_as_such() -> None:
    """The family learns that it is the character, not the name."""
    with pytest.raises(RegistryRefused, match="自造字"):
        clean_name("林\ue815")


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("林明", "林*"),
        ("林小明", "林**"),
        ("𠮷野家", "𠮷**"),
        (IVS, "葛\U000e0100**"),
        (UYGHUR, "阿**"),
        ("e\u0301mile", "e\u0301**"),
        ("林", "林*"),
        ("", ""),
    ],
)
def test_masks(name: str, mask: str) -> None:
    """The first written character, whole; at most two stars, so that length is not told."""
    assert masked_name(name) == mask


@given(st.text(max_size=60))
def test_written_characters_are_the_text(text: str) -> None:
    """Nothing is lost in splitting, and no piece is empty."""
    pieces = written_characters(text)
    assert "".join(pieces) == text
    assert all(pieces)


def test_search_passes_over_ornament() -> None:
    """Who types without dot, variant or in traditional characters finds the person."""
    assert name_key("阿卜杜·热依木") == name_key("阿卜杜热依木")
    assert name_key(IVS) == name_key("葛城太郎")
    assert name_key("陳小滿") == name_key("陈小满")
    assert name_key("𠮷野") != name_key("吉野")

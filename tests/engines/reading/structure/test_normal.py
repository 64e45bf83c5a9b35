"""Normal text changes the form of the words and never loses their place."""

from hypothesis import given
from hypothesis import strategies as st

from xueyou.engines.reading.normal import fold, normalise

SENTENCE = "到２０２７年，新增學位 3.3 万个（含公辦 2 万个），著力推進羣眾滿意的教育。"


def test_full_width_and_traditional_become_normal() -> None:
    """Full-width forms, Traditional characters and blanks inside a number are made normal."""
    text = normalise(SENTENCE).text
    assert text == "到2027年,新增学位3.3万个(含公办2万个),着力推进群众满意的教育。"


def test_every_normal_span_quotes_its_raw_words() -> None:
    """A normal span leads back to the raw words, what was dropped inside it included."""
    normal = normalise(SENTENCE)
    start = normal.text.index("3.3万个")
    first, last = normal.raw_span(start, start + len("3.3万个"))
    assert SENTENCE[first:last] == "3.3 万个"
    assert normal.printed(start, start + len("3.3万个")) == "3.3万个"


def test_pinyin_in_brackets_is_passed_over() -> None:
    """Pinyin that a web page put behind a character is no part of the sentence."""
    normal = normalise("建设儋(dān)州市实验学校3所。")
    assert normal.text == "建设儋州市实验学校3所。"


def test_a_raw_position_finds_its_normal_one() -> None:
    """Raw positions map onto the next kept character."""
    normal = normalise(SENTENCE)
    at = SENTENCE.index("著力")
    assert normal.text[normal.normal_index(at) :].startswith("着力")


@given(st.text(alphabet="一二学學（）()，,。1２ \n\r\t三.万個\u3000\u200b|—", max_size=200))
def test_no_text_breaks_the_map(raw: str) -> None:
    """Whatever the text, folding keeps its length and the map stays in order."""
    folded = fold(raw)
    normal = normalise(raw, folded=folded)
    assert len(folded) == len(raw)
    assert list(normal.map) == sorted(set(normal.map))
    assert len(normal.map) == len(normal.text)

"""A hostile text costs no more than its length."""

import time

import pytest

from xueyou.engines.reading.facts import find_facts
from xueyou.engines.reading.layout import BlockKind, Layout, Sentence
from xueyou.engines.reading.normal import Normal
from xueyou.engines.reading.result import DocumentHead

LENGTH = 1_000_000
MOST_SECONDS = 5.0
HEAD = DocumentHead(
    title="教育工作要点", doc_type="工作要点", kind="work_points", default_status="target",
    default_period="2026", script="simplified", chars=LENGTH,
)  # fmt: skip


def layout_of(text: str, step: int) -> Layout:
    """Take a text for one paragraph, cut into sentences of equal length."""
    sentences = tuple(
        Sentence(
            at, min(at + step, len(text)), 0, BlockKind.PARAGRAPH, None, None, "2026", "target"
        )
        for at in range(0, len(text), step)
    )
    normal = Normal(text, text, tuple(range(len(text))))
    return Layout(
        source=None, normal=normal, head=HEAD, blocks=(), sentences=sentences,  # type: ignore[arg-type]
        sections=(), tasks=(), responsible_units=(), tables=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,111",
        "(",
        "()",
        "“",
        "十",
        "第一、",
        "1%",
        "10个",
        "《",
        "小学、",
        "由",
        "周盘点、",
        " ",
    ],
)
@pytest.mark.parametrize("step", [LENGTH, 7_000])
def test_a_megabyte_of_anything_is_read_in_time(unit: str, step: int) -> None:
    """Digits, brackets and quotations without end, as one sentence and as many."""
    text = (unit * (LENGTH // len(unit) + 1))[:LENGTH]
    start = time.process_time()
    find_facts(layout_of(text, step))
    assert time.process_time() - start < MOST_SECONDS


def test_what_is_not_read_is_said() -> None:
    """A run without a full stop that is too long for prose is named in the noise."""
    found = find_facts(layout_of("新建学校10所," * 4000, 40_000))
    assert found.facts == ()
    assert any("没有句号" in said for said in found.noise)

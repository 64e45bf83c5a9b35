"""Prose against the tables of the same document."""

import pytest

from tests.engines.reading.structure.made import Made
from xueyou.engines.reading import read

TABLE = (
    "江口区教育事业发展规划(2024—2026年)\n一、发展目标\n{}\n主要指标\n"
    "序号\n指标\n2024\n2025\n2026\n1\n公办园在园幼儿占比(%)\n56\n58\n60\n2\n新增学位(个)\n1200\n"
    "1500\n1800\n二、重点任务\n1.扩大资源。推进学校建设。(责任单位:区教育局、区财政局)\n"
    "2.建强队伍。加强教师培养。(责任单位:区教育局)\n"
)
PROSE = [
    ("到2026年,公办园在园幼儿占比达到60%以上。", []),
    ("到2026年,公办园在园幼儿占比达到65%以上。", ["amount"]),
    ("到2025年,公办园在园幼儿占比达到60%。", ["amount"]),
    ("到2030年,公办园在园幼儿占比达到65%。", []),
    ("到2026年,新增学位4500个。", []),
    ("到2026年,新增学位1800个。", []),
    ("到2026年,新增学位4800个。", ["sum"]),
    ("到2026年,民办园在园幼儿占比达到20%。", []),
]


@pytest.mark.parametrize(("sentence", "kinds"), PROSE)
def test_prose_against_cells(sentence: str, kinds: list[str]) -> None:
    """One name, one year, two values: a note; the sum of a row's years is no other value."""
    notes = read(Made(TABLE.format(sentence))).as_json()["consistency_notes"]
    assert [note["kind"] for note in notes] == kinds

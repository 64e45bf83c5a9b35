"""The deadlines that a table of work gives are milestones."""

import pytest

from tests.engines.reading.structure.made import Made
from xueyou.engines.reading import read

TABLE = (
    "关于印发《江口区教育局2026年重点工作任务清单》的通知\n\n"
    "序号\t工作任务\t目标要求\t完成时限\t责任科室\n"
    "1\t校舍维修\t维修校舍6栋\t{}\t规划科\n2\t教师培训\t培训教师260名\t全年\t人事科\n"
)
CELLS = [
    ("12月底", "2026-12-31"),
    ("2月底", "2026-02-28"),
    ("9月", "2026-09"),
    ("2026年8月15日", "2026-08-15"),
    ("年底", "2026-12-31"),
    ("长期", "recurring"),
]


@pytest.mark.parametrize(("cell", "date"), CELLS)
def test_a_deadline_cell(cell: str, date: str) -> None:
    """The end of a month is its last day; what goes on comes round again."""
    milestones = read(Made(TABLE.format(cell))).as_json()["milestones"]
    assert [m["date"] for m in milestones] == [date, "recurring"]

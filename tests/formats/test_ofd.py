"""OFD: text objects in the order of the page, joined to paragraphs like those of a PDF."""

from pathlib import Path

from tests.formats import made
from xueyou.formats.load import load


def test_lines_in_the_order_of_the_page(tmp_path: Path) -> None:
    """Objects may be stored in any order; runs on one baseline make one line."""
    file = tmp_path / "a.ofd"
    file.write_bytes(
        made.ofd(
            [[(20, 60, "二、任务"), (20, 40, "一、目标"), (60, 40, "（续）")], [(20, 20, "尾页")]]
        )
    )
    document = load(file)
    assert document.text.splitlines() == ["一、目标 （续）", "二、任务", "尾页"]
    assert [document.text[p : p + 2] for p in document.pages] == ["一、", "尾页"]
    assert document.media == "ofd"


def test_prose_runs_on(tmp_path: Path) -> None:
    """A line that reaches the right margin goes on in the next one."""
    full = "全市公办幼儿园在园幼儿占比稳步提高，新增学位三千六百个"
    lines = [(20.0, 40.0 + 10 * n, full if n % 3 else full[:25]) for n in range(6)]
    placed = [(x + (11.2 if n % 3 == 0 else 0), y, text) for n, (x, y, text) in enumerate(lines)]
    file = tmp_path / "a.ofd"
    file.write_bytes(made.ofd([placed]))
    assert load(file).text.splitlines() == [full[:25] + full + full] * 2

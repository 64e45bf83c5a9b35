"""Reading as a whole: one result, in order, with ids, in linear time, or a clear no."""

import contextlib
import time

import pytest

from tests.engines.reading.structure.made import Made
from xueyou.engines.reading import NoPlan, read

PLAN = (
    "江口区教育事业发展规划(2024—2026年)\n一、发展目标\n到2026年,全区教育质量提升。\n"
    "——学前教育普及普惠。公办园在园幼儿占比达到60%以上。\n主要指标\n"
    "序号\n指标\n2024\n2025\n2026\n1\n公办园在园幼儿占比(%)\n56\n58\n60\n2\n新增学位(个)\n1200\n"
    "1500\n1800\n"
    "二、重点任务\n1.扩大资源。新建幼儿园3所，新增学位4500个。(责任单位:区教育局、区财政局)\n"
    "2.配齐教师。招聘教师120名。(责任单位:区教育局)\n三、保障措施\n(一)加强领导。建立月调度机制。\n"
)


def test_one_reading_with_ids_in_order() -> None:
    """Facts of prose and cells stand in document order under running ids, each on its words."""
    shape = read(Made(PLAN)).as_json()
    assert shape["schema"] == "edu-plan/1"
    assert [fact["id"] for fact in shape["facts"]] == [
        f"F{n:03d}" for n in range(1, len(shape["facts"]) + 1)
    ]
    starts = [fact["number"]["start"] for fact in shape["facts"]]
    assert starts == sorted(starts)
    for kind in ("facts", "sections", "tasks", "responsible_units", "milestones", "projects"):
        for thing in shape[kind]:
            assert PLAN[thing["start"] : thing["end"]] == thing["quote"]
    assert [cell["value"] for row in shape["tables"][0]["rows"] for cell in row["cells"]] == [
        56, 58, 60, 1200, 1500, 1800,
    ]  # fmt: skip


def test_prose_that_restates_a_row_is_linked_to_it() -> None:
    """A goal in words that a table row repeats names the row."""
    facts = read(Made(PLAN)).facts
    (goal,) = [fact for fact in facts if fact.source != "table" and fact.unit_canonical == "%"]
    assert goal.table_row == 1


def test_the_same_source_gives_the_same_reading() -> None:
    """Reading twice gives equal results."""
    assert read(Made(PLAN)) == read(Made(PLAN))


def test_progress_never_falls_and_ends_full() -> None:
    """Progress rises to its total."""
    seen: list[tuple[int, int]] = []
    read(Made(PLAN), progress=lambda done, total: seen.append((done, total)))
    shares = [done for done, _ in seen]
    assert shares == sorted(shares)
    assert seen[-1] == (100, 100)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "红烧肉的做法\n1.五花肉500克切块。\n2.冰糖20克炒色。\n3.小火炖60分钟。\n",
        "The quick brown fox jumps over the lazy dog. It was 12 years old.\n",
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
        "甲方：张三\n乙方：李四\n一、租金每月3000元。\n二、租期2年。\n三、押金6000元。\n",
        "def main():\n    return 42\n",
        "12\n34\n56\n78\n90\n11\n",
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    """Recipes, poems, contracts and code are not read as plans."""
    with pytest.raises(NoPlan):
        read(Made(text))


def spent(copies: int) -> float:
    """Give the processor seconds of one reading of so many copies, best of three."""
    source = Made((PLAN + "\n") * copies)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read(source)
        best = min(best, time.process_time() - start)
    return best


def test_time_grows_in_step_with_length() -> None:
    """Fifty copies take at most sixty times the time of one."""
    spent(1)
    assert spent(50) <= 60 * spent(1)


@pytest.mark.parametrize(
    "unit",
    [
        "1.",
        "(责任单位:",
        "—",
        "、教育",
        "a|b\n",
        "序号\n",
        "\n",
        "2024年\n",
        "一是学校。",
        "“",
        "教育局印发",
    ],
)
def test_hostile_texts_cost_no_more_than_their_length(unit: str) -> None:
    """Endless repetition of what opens things costs in step with its length."""

    def cost(length: int) -> float:
        source = Made("云津市教育要点\n一、学校教师工作\n" + unit * (length // len(unit)))
        start = time.process_time()
        with contextlib.suppress(NoPlan):
            read(source)
        return time.process_time() - start

    cost(1000)
    assert cost(20_000) <= 10 * cost(5_000) + 0.2

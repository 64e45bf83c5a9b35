"""What holds in the parts of a report: looks back and ahead, faults, a foot that is a sentence."""

import pytest

from tests.engines.reading.structure.made import Made, structure
from xueyou.engines.reading import NoPlan, read

REPORT = (
    "松溪县人民政府2026年工作报告\n一、2025年工作回顾\n过去一年，新建学校4所，全县教育经费增长。\n"
    "二、2026年民生实事\n1.新增公办学位800个，服务全县城乡学生。\n"
)
FAULTS = (
    "松溪区教育督导反馈问题整改方案\n各学校要加强教师和学生工作，推进整改。\n二、整改任务\n（一）队伍方面\n问题3：56人以上大班额仍有21个，"
    "缺编教师86名。\n整改措施：招聘教师60名，大班额全部清零。\n整改时限：2025年8月底前\n"
)
TOLD = (
    "松溪晚报讯（记者 何晓）2025年，全市新建学校14所，新增学位9600个，工作扎实推进。\n"
    "提升质量\n全市教师培训覆盖率达到97%，学校食堂检测合格率达到99%。\n"
    "展望明年，全市将新建学校26所，新增学位不少于2万个，推动教育优质均衡发展。"
    "（来源：松溪晚报 责任编辑：林一）\n"
)
STATISTICS = (
    "2021年全国教育事业发展统计公报[1]\n一、综合\n共有各级各类学校52.9万所，在校学生2.9亿人，"
    "教师1844万人。\n二、学前教育\n共有幼儿园29.4万所，学前教育毛入园率88.1%。\n"
)


def test_a_later_year_after_a_look_back_lies_ahead() -> None:
    """What stands under a heading of the year after the one looked back on is promised."""
    facts = {fact.value: (fact.status, fact.period) for fact in read(Made(REPORT)).facts}
    assert facts[4] == ("achieved", "2025")
    assert facts[800] == ("target", "2026")


def test_a_fault_is_what_is_and_a_remedy_what_shall_be() -> None:
    """Behind 问题3： stand found facts, behind 整改措施： targets; the label names nothing."""
    facts = {fact.value: fact for fact in read(Made(FAULTS)).facts}
    assert {v: f.status for v, f in facts.items()} == {
        21: "achieved", 86: "achieved", 60: "target", 0: "target",
    }  # fmt: skip
    assert facts[21].quote == "56人以上大班额仍有21个"
    assert not any("问题" in fact.name for fact in facts.values())


def test_a_last_sentence_with_its_source_behind_it_is_read() -> None:
    """A source and an editor in brackets do not make a sentence a foot."""
    facts = {fact.value: fact.status for fact in read(Made(TOLD)).facts}
    assert facts[26] == facts[20000 if 20000 in facts else 2] == "target"


def test_a_bare_foot_is_still_a_foot() -> None:
    """A line that only tells source and editor is left out."""
    found = structure(TOLD.replace("。（来源", "。\n（来源"))
    assert not any(
        "责任编辑" in TOLD[sentence.start : sentence.end] for sentence in found.layout.sentences
    )


@pytest.mark.parametrize("mark", ["", "[1]"])
def test_statistics_with_a_footnote_at_the_title_are_a_report(mark: str) -> None:
    """A bulletin of figures is read though it asks nothing of anybody."""
    text = STATISTICS.replace("[1]", mark)
    assert len(read(Made(text)).facts) == 5


def test_statistics_of_another_trade_are_none_of_ours() -> None:
    """A bulletin without a word of education is refused."""
    text = STATISTICS
    for word in ("教育", "学校", "学生", "教师", "幼儿园"):
        text = text.replace(word, "车辆")
    with pytest.raises(NoPlan):
        read(Made(text))


def test_a_look_back_is_no_work() -> None:
    """2025年工作回顾 and the dashes below it tell what was done; they are no tasks."""
    text = REPORT.replace("过去一年，", "——学位更加充足。过去一年，")
    assert [task.title for task in read(Made(text)).tasks] == [
        "新增公办学位800个，服务全县城乡学生"
    ]


def test_a_headline_behind_its_column_is_the_title() -> None:
    """【年终盘点】 before a headline is no column of a digest."""
    head = "【年终盘点】松溪：让孩子上好学"
    assert structure(f"{head}\n{TOLD}").layout.head.title == head

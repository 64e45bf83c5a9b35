"""The evidence of a fact is the shortest stretch that carries name and value."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in, said

EVIDENCE = [
    ("创成示范县,新建学校12所,成效明显。", ["新建学校12所"]),
    ("推广50个教法、179项成果。", ["推广50个教法", "179项成果"]),
    ("名师12人、名校长3人,特级教师5人。", ["名师12人", "名校长3人", "特级教师5人"]),
    ("投入16亿元,新建幼儿园50所,新增学位1万个。",
     ["投入16亿元,新建幼儿园50所", "新建幼儿园50所", "新增学位1万个"]),
    ("引进社会资金96亿元来青设立25个教育项目。",
     ["引进社会资金96亿元", "来青设立25个教育项目"]),
    ("实施学校项目15个,总投资15亿元。", ["实施学校项目15个", "实施学校项目15个,总投资15亿元"]),
    ("包括加强党的领导、深化改革、优化服务、强化要素保障等6个方面的28项工作要点。",
     ["6个方面的28项工作要点"]),
    ("(1)入园率达96%。", ["入园率达96%"]),
    ("——新建学校12所;", ["新建学校12所"]),
    ("实现18个镇社区学校全覆盖。", ["实现18个镇社区学校", "实现18个镇社区学校全覆盖"]),
    ("年初确定的31项任务完成29项。",
     ["年初确定的31项任务完成", "年初确定的31项任务完成29项"]),
    ("3所城区园与17所村级园结对。",
     ["3所城区园与17所村级园结对", "3所城区园与17所村级园结对"]),
    ("完成7所小学和9所幼儿园改扩建项目。",
     ["完成7所小学和9所幼儿园改扩建项目", "完成7所小学和9所幼儿园改扩建项目"]),
    ("基地累计完成总投资4.2亿元的31%。",
     ["基地累计完成总投资4.2亿元的31%", "基地累计完成总投资4.2亿元的31%"]),
    ("1,248个学校食堂全部接入系统。", ["1,248个学校食堂全部接入系统"]),
    ("建设项目(占地210亩,总投资6.8亿元)年内开工。", ["占地210亩", "总投资6.8亿元"]),
    ("新建学校52所(含改扩建18所)。", ["新建学校52所", "含改扩建18所"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), EVIDENCE, ids=[s for s, _ in EVIDENCE])
def test_evidence_is_short_and_whole(sentence: str, wanted: list[str]) -> None:
    """List items stand alone; money reaches to what it is spent on."""
    found = facts_in(sentence, status="achieved")
    assert [said(sentence, candidate) for candidate in found] == wanted


def test_every_number_lies_inside_its_evidence() -> None:
    """Nothing exists without its span."""
    for sentence, _ in EVIDENCE:
        for c in facts_in(sentence):
            assert c.start <= c.mention.start < c.mention.end <= c.end

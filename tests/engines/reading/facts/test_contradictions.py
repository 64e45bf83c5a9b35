"""Where the numbers of a text disagree, and where they only seem to."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.contradictions import disagreements
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.find import all_mentions
from xueyou.engines.reading.facts.sentence import read_sentence
from xueyou.engines.reading.normal import normalise

SUMS = [
    ("五年新增学位2.6万个,其中幼儿园6000个、小学9000个、初中8000个、高中4000个。", ["sum"]),
    ("新增学位9000个,其中幼儿园3000个,小学3000个,初中3000个。", []),
    ("新增学位9000个,其中幼儿园2000个,小学3000个,初中3000个。", ["sum"]),
    ("新建学校9所,其中城区4所、乡镇6所;迁建幼儿园3所。", ["sum"]),
    ("新建学校9所,其中城区4所、乡镇5所;迁建幼儿园3所。", []),
    ("招聘教师80人,其中研究生20人;交流教师50人,培训60人。", []),
    ("招一年级800名,其中公办700名、民办100名;招七年级750名。", []),
    ("有幼儿园173所(81所民办),小学322所(含60个教学点),初中9所。", []),
    ("有学校398所,其中小学334所、初中63所、特教学校1所,农村374所、城区24所。", []),
    ("资金9000万元,其中上级5000万元,包括甲项目3000万元、乙项目2000万元;县级4000万元。", []),
    ("有幼儿园100所(公办60所,民办50所)。", ["sum"]),
    ("培训教师不少于50人,其中校长20人、骨干教师40人。", []),
]
AMOUNTS = [
    ("建设物理实验室30间。", "建设物理实验室32间。", ["amount"]),
    ("建设物理实验室30间。", "新建物理实验室32间。", ["amount"]),
    ("建设物理实验室30间。", "建设化学实验室32间。", []),
    ("建设物理实验室30间。", "物理实验室。总投资90万元,建设实验室32间。", ["amount"]),
    ("建设物理实验室30间。", "2027年建设物理实验室32间。", []),
    ("投入90万元。", "投入80万元。", []),
]


@pytest.mark.parametrize(("sentence", "kinds"), SUMS)
def test_sums(sentence: str, kinds: list[str]) -> None:
    """Only parts of one level, one unit and one kind are added up."""
    text = normalise(sentence).text
    found = disagreements(text, facts_in(sentence), (2026, 2026), False)
    assert [note.kind for note in found] == kinds


def two_places(first: str, second: str) -> tuple[str, list[Candidate]]:
    """Read two lines as two tasks."""
    text = normalise(f"{first}\n{second}").text
    found: list[Candidate] = []
    at = 0
    for number, line in enumerate((first, second), 1):
        mentions = all_mentions(text, Excluded(text), at, at + len(line))
        made = read_sentence(
            text, at, at + len(line), mentions,
            default_status="target", default_period="2026", since=2026,
        )  # fmt: skip
        for fact in made:
            fact.task_id = f"T{number}"
        found += made
        at += len(line) + 1
    return text, found


@pytest.mark.parametrize(("first", "second", "kinds"), AMOUNTS)
def test_amounts(first: str, second: str, kinds: list[str]) -> None:
    """One thing with two numbers in two places, however the second is headed."""
    text, found = two_places(first, second)
    assert [note.kind for note in disagreements(text, found, (2026, 2026), False)] == kinds

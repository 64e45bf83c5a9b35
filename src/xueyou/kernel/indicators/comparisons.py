"""What no list of schools, counties or departments may be ordered by: results of examinations.

Rules as dated data with their source. They hold for the open comparison and for what is published.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RefusedWords:
    """Words in an indicator's name that may not be compared, since when and by what."""

    pattern: re.Pattern[str]
    sentence: str
    in_force_from: date
    source: str


_SOURCE = "中共中央、国务院《深化新时代教育评价改革总体方案》（2020年10月），第一部分"
_SINCE = date(2020, 10, 13)

_PROMOTION = "升学情况不能拿来排名、晾晒或公布：{source}。这一项没有放进来，其他指标照常。"
_EXAMS = "考试分数和名次不能拿来排名、晾晒或公布：{source}。这一项没有放进来，其他指标照常。"

RULES = (
    RefusedWords(
        re.compile(
            r"升学率|升学人数|升学比例|升入?(?:重点|普通高|普高|优质高|示范|本科|一本|名校|大学)|"
            r"升重率|重点率|普高率|一本率|二本率|本科率|双一流率|"
            r"达线|压线生|切线率|清北|名校录取|录取(?:率|人数|比例)|"
            r"(?:考取|考入|考上)|状元|探花|榜眼"
        ),
        _PROMOTION.format(source=_SOURCE),
        _SINCE,
        _SOURCE,
    ),
    RefusedWords(
        re.compile(r"^(?!.*(?:平台|系统|应用|资源|课程|网站|软件|项目|服务)).*上线"),
        _PROMOTION.format(source=_SOURCE),
        _SINCE,
        _SOURCE,
    ),
    RefusedWords(
        re.compile(
            r"平均分(?!配|布|摊|担|散|流|开|区|班|组)|均分(?!配|布|摊|担|散|流|开|区|班|组)|"
            r"高分段|高分(?:率|人数|层)|分数段|总分(?!校|部|馆|店|园)|最高分|优分率|尖子生|"
            r"(?:中考|高考|会考|学考|统考|联考|月考|期中|期末|模拟考试?|学业水平考试)"
            r"[^，、]{0,8}?(?:成绩|分数|得分|名次|排名|合格率|及格率|优秀率|优良率|增值)|"
            r"(?:考试|考生|学科|文化课?|学业)(?:成绩|分数|名次|排名|及格率|优秀率|合格率)|"
            r"成绩(?:排名|名次|优秀率|及格率)|校际排名|年级排名|班级排名|全市名次|全省名次|"
            r"(?<!健康)(?<!体质)(?<!体育)(?<!体能)及格率"
        ),
        _EXAMS.format(source=_SOURCE),
        _SINCE,
        _SOURCE,
    ),
)

_SILENT = re.compile(r"[\W_]+")


def refused_in_comparison(name: str, *, on: date | None = None) -> str | None:
    """Return the sentence that refuses an indicator by this name, None where it may be compared.

    Spaces, signs and full-width letters between the characters hide nothing. `on`: the rules in
    force that day; without it all of them.
    """
    plain = _SILENT.sub("", unicodedata.normalize("NFKC", name))
    for rule in RULES:
        if (on is None or rule.in_force_from <= on) and rule.pattern.search(plain):
            return rule.sentence
    return None

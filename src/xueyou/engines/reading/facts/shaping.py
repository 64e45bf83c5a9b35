"""Shape a candidate from a piece: its claim, kind, scope and hedge, and whether it stands."""

import re
from dataclasses import replace

from xueyou.engines.reading.facts import units
from xueyou.engines.reading.facts.candidate import Candidate, Context, Piece
from xueyou.engines.reading.facts.comparators import Claim, claim, hedge
from xueyou.engines.reading.facts.wording import strip_tail, tidy

_EACH_COUNTY = re.compile(
    r"(各(?:县(?:\(市、区\)|市区|区|市)?|区县|市县|区\(县\)|地|市州|乡镇|街道))[^,;。]{0,24}(均|都)"
)
_PER = re.compile(
    r"(?:每|年均|生均|人均|校均|月均|班均|周均)(?:个|名|所|位|家)?(学年|学期|年|月|周|天|日|生|人|校|所|班|户|次|期|个[\u4e00-\u9fff]{2,4})?"
)
_PER_MEAN = {
    "年均": "年",
    "生均": "生",
    "人均": "人",
    "校均": "校",
    "月均": "月",
    "班均": "班",
    "周均": "周",
}
_COMPLETION = re.compile(r"(?:完成率|开工率|竣工率|完工率)$")
_STRUCTURAL = re.compile(
    r"^(?:工作要点|重点工作|重点任务|任务|重点项目|项目|措施|举措|清单|具体指标|指标|责任|行动|工程|制度|内容)"
)
_REFERENCE = re.compile(
    r"(?:比|较|高出|高于|低于)(国家|全国|全省|全市|省|市)?(要求|平均水平|平均|标准|目标|规定)"
)
_MEASURED_TIME = re.compile(
    r"时间|时长|课时|学时|锻炼|睡眠|工期|年均|人均|生均|平均|每[天日周月生人名]|总"
)
_PAPERS = re.compile(r"复印件|照片|材料|证件|报名表|申请表|一式|印发|共印|原件|附件|户口|页")


def claim_of(piece: Piece) -> Claim:
    """Judge what kind of claim a piece makes; implicit quantities carry their own."""
    if piece.mention.rank:
        return Claim("rank", len(piece.before))
    if piece.mention.implicit == "全覆盖":
        return Claim("all", len(piece.before))
    if piece.mention.implicit == "清零":
        return Claim("zero", len(piece.before))
    if piece.mention.implicit == "翻番":
        return Claim("delta_up", len(piece.before))
    said = claim(piece.before, piece.mention)
    if said.comparator == "eq" and not piece.first_in_clause:
        whole = claim(piece.clause_before, piece.mention)
        if whole.comparator in {"delta_up", "delta_down"}:
            return Claim(whole.comparator, len(piece.before))
    if piece.mention.upper is not None and said.comparator in {"eq", "reach"}:
        return Claim("ge", said.start)
    return said


def kind_of(piece: Piece, said: Claim) -> str:
    """Give the kind of a fact from its unit, its comparator and the words around it."""
    unit = piece.mention.unit_canonical
    if piece.mention.rank or unit == "名次":
        return "rank"
    if said.comparator in {"delta_up", "delta_down"}:
        return "growth_rate" if unit in {"%", "倍", "‰"} else "delta"
    if unit == "元" or unit == "美元":
        return "money"
    if unit in units.AREAS:
        return "area"
    if unit == "年":
        return "years"
    if unit in {"%", "‰"}:
        return "completion_rate" if _COMPLETION.search(strip_tail(piece.before)) else "ratio"
    if unit == "百分点":
        return "delta"
    if unit in units.SPANS_OF_TIME:
        return "duration"
    if unit == "项" and _STRUCTURAL.match(piece.after.removeprefix("的")):
        return "structural"
    return "count"


def candidate_of(piece: Piece, name: str, said: Claim, kind: str) -> Candidate:
    """Make a candidate; an implicit quantity gets the name and unit it implies."""
    mention = piece.mention
    if mention.implicit == "全覆盖" and name and not re.search(r"(?:率|比例|占比|面)$", name):
        name = tidy(re.sub(r"(?:已经|已|基本|全面|实现|达到|做到|要)+$", "", name) + "覆盖率")
    if mention.implicit == "清零" and not re.search(r"人数|失学|辍|学生|人员|人口", name):
        mention = replace(mention, unit="个", unit_canonical="个")
    return Candidate(
        start=piece.start, end=piece.end, mention=mention, name=name,
        comparator=said.comparator, kind=kind, clause=piece.clause,
    )  # fmt: skip


def finish(made: Candidate, piece: Piece, context: Context) -> None:
    """Add scope, quantifier, per, of, reference and hedge."""
    county = _EACH_COUNTY.search(piece.clause_before) or (
        _EACH_COUNTY.search(context.lead) if not piece.first_in_clause else None
    )
    if county:
        made.scope, made.quantifier = county[1] + county[2], "each_county"
    elif context.names and piece.before.strip().endswith(("均达", "均达到", "均")):
        last = context.names[-1]
        made.scope, made.quantifier = last.scope, last.quantifier
    repeated = list(_PER.finditer(piece.before))
    if repeated:
        per = repeated[-1]
        made.per = _PER_MEAN.get(per.group()[:2]) or per[1]
    reference = _REFERENCE.search(piece.before)
    if reference:
        made.reference = (reference[1] or "") + reference[2]
    if made.kind in {"delta", "growth_rate"}:
        level = context.last()
        made.of = level.name if level and level.name != made.name else None
    made.hedge = hedge(piece.clause_before)


def stands(text: str, candidate: Candidate) -> bool:
    """Tell a statement from a number that merely occurs (how long a walk took, papers to bring)."""
    unit = candidate.mention.unit_canonical
    lead = text[candidate.start : candidate.mention.start]
    if unit in {"天", "周", "月"}:
        said = candidate.comparator in {"ge", "gt", "reach"} or candidate.baseline
        return said and not lead.endswith("为期")
    if re.match(r"的[\u4e00-\u9fff]{2,8}(?:动态|全部)?清零", text[candidate.mention.end :][:14]):
        return False
    if unit in {"小时", "分钟"}:
        if re.search(r"考试|面试|笔试|考生", text[candidate.clause[0] : candidate.clause[1]]):
            return False
        return candidate.comparator != "eq" or bool(_MEASURED_TIME.search(lead))
    if unit == "个" and text[candidate.mention.end : candidate.end].lstrip("的平行院校").startswith(
        "志愿"
    ):
        return "志愿者" in text[candidate.mention.end : candidate.end]
    if re.search(r"选报|填报|限报|报考|兼报", lead):
        return False
    if unit in {"份", "张"}:
        return not _PAPERS.search(text[candidate.start : candidate.end])
    return True

"""Names of money: what it is called, else what it is spent on."""

import re

from xueyou.engines.reading.facts.candidate import Context, Piece
from xueyou.engines.reading.facts.wording import (
    after_inner_verb,
    split_verb,
    strip_lead,
    strip_tail,
    tidy,
)

_EMPTY = re.compile(
    r"^(?:共|累计|计划|总|完成|年度|已|预计|再|新增|实际|每年|市|区|县|省|财政|专项|投入|投资|安排|筹措|筹集|争取|下达|拨付|落实|"
    r"统筹|资金|经费|专项资金|财政资金|各类|合计|约|近|用于|将|各级|上级|中央|省级|市级|县级|本级|教育|发放|额|达|项目)*$"
)
_FUND = re.compile(
    r"(?:争取|到位|安排|下达)?(?:中央|省级|市级|区级|县级|镇级|本级|上级|财政|社会|企业|专项|自筹|地方|中央财政|省级财政|市级财政|县级财政)+"
    r"(?:专项|财政|补助|配套)*(?:资金|经费)"
)
_WHAT_IT_IS = re.compile(r"(?:总投资|完成投资|年度投资|总投入|投资)(?:额)?$")
_SPENDS = re.compile(r"(?:投入|投资|安排|筹措|拨付)(?:资金|专项资金|经费)?$|^$")
_COUNTED = re.compile(
    r"[\d.,]+(?:余|多)?[万亿]?(?:余|多)?(?:个|所|项|名|家|座|栋|间|处|人次|人|套|台|平方米|亩|亿元|万元|元)"
)


MEASURED = re.compile(r"(?:占地|可?提供|可?容纳)[^的]{1,16}的")
"""What measures a building before its name: 占地30亩的, 可提供学位3000个的."""


def money_name(piece: Piece, before: str, after_clause: str, context: Context) -> str:
    """Name an amount of money; `after_clause` is what follows it in the sentence."""
    cleaned = _clean(before)
    bought = re.search(r"(?:配置|配备|购置|采购|添置|更新|安装)了?$", cleaned)
    if bought and piece.after.startswith("的") and len(piece.after) > 2:
        return tidy(bought.group().removesuffix("了") + piece.after[1:], 30)
    share = _share_of_total(cleaned, context)
    if share:
        return share
    fund = _FUND.fullmatch(strip_lead(strip_tail(before)))
    if fund and not piece.after.strip() and not spends(piece, before, after_clause):
        return tidy(fund.group())
    if not _EMPTY.match(cleaned) or re.search(r"教育经费|经费投入|财政投入", cleaned):
        _, rest = split_verb(cleaned)
        rest = rest or cleaned
        inner = after_inner_verb(rest)
        chosen = inner if len(inner) >= 2 and not _EMPTY.match(inner) else rest
        if not (_EMPTY.match(chosen) and piece.after.startswith("的") and len(piece.after) > 3):
            return tidy(chosen)
    what = _WHAT_IT_IS.search(cleaned)
    if context.title and not piece.after.strip() and piece.first_in_clause and not context.names:
        own = (
            money_object("", after_clause) if not what or _spent_next(cleaned, after_clause) else ""
        )
        if not own:
            return tidy(context.title + (what.group() if what else strip_lead(cleaned)), 30)
    target = money_object(piece.after, after_clause)
    if len(target) >= 2:
        return tidy(target + "投入", 30)
    before_it = context.names[-1] if context.names else None
    if not cleaned and before_it is not None and before_it.kind == "money":
        return before_it.name
    counted = [c for c in context.names if c.kind == "count"]
    owner = built_thing(context) or (counted[-1].name if counted else "") or context.topic
    owner = re.sub(r"(?:总投资|总投入|投入|投资)$", "", owner)
    spent = _SPENT.search(strip_lead(context.lead))
    if spent and not what and not counted and not context.names:
        return tidy(spent.group())
    return tidy(owner + (what.group() if what else "投入"), 30)


_SPENT = re.compile(r"[\u4e00-\u9fff]{2,16}(?:支出|经费|投入)(?=$|只增|逐年|稳步|持续|不断|继续)")
_SOURCE = re.compile(
    r"(?:(?:中央|省|市|县|区|镇|本)级?(?:财政|配套|补助)|财政|社会|企业|自筹|债券|捐赠|配套|其余|剩余)"
    r"[\u4e00-\u9fff]{0,4}"
)


def is_source(words: str) -> bool:
    """Tell the bare name of one who gives money (县级配套, 其余) from a clause of its own."""
    return _SOURCE.fullmatch(_clean(words)) is not None


def _share_of_total(cleaned: str, context: Context) -> str:
    """Name a source's share of the total before it: 其中市级财政安排1.35亿元, 其余2.2亿元."""
    total = context.total
    if total is None or total.kind != "money" or not _SOURCE.fullmatch(cleaned):
        return ""
    return tidy(re.sub(r"(?:总投资|总投入|投入|投资)$", "", total.name) + cleaned, 30)


def _spent_next(cleaned: str, after_clause: str) -> bool:
    """Tell 投资200万元,完成某中心建设: what is built stands behind, not in the item's title."""
    return cleaned == "投资" and _BUILT.search(after_clause.strip(" ,。")) is not None


_NO_PURPOSE = re.compile(
    r"同比|比上|比20|较|增长|下降|占|完成率|其中|[\d一二三四五六七八九十]{1,3}月|年底|年内|主体"
)


def spends(piece: Piece, before: str, following: str) -> bool:
    """Tell money that is named by the clause after it (投入3亿元,新建小学6所)."""
    head = _clean(before)
    if re.search(r"\d[\d.]*(?:余|多)?[万亿]*(?:余|多)?元", following):
        return False
    if _NO_PURPOSE.match(strip_lead(following.lstrip(",的 "))):
        return False
    return not piece.after.strip() and len(head) <= 8 and bool(_SPENDS.search(head))


_INVESTED = re.compile(r"^(?:计划|年度|项目|概算|估算)*(?:总投资|投资|总投入|概算)(?:额)?$")
_BUILT = re.compile(r"(?:校区|学校|中学|小学|幼儿园|项目|工程|中心|园区|学院|基地|大楼|建设)$")


def belongs_before(
    piece: Piece, before: str, context: Context, lead_is_near: bool, fact_is_near: bool
) -> bool:
    """Tell money of what stands before it (实施学校建设项目15个,总投资15.6亿元)."""
    if piece.after.startswith("的") or not _INVESTED.match(_clean(before)):
        return False
    last = context.last()
    if fact_is_near and last is not None:
        return last.kind == "count"
    return lead_is_near and bool(_BUILT.search(context.lead.strip(" ,")))


def built_thing(context: Context) -> str:
    """Give the project that the clause before names without a number, or ""."""
    lead = context.lead.strip(" ,;:")
    if not _BUILT.search(lead):
        return ""
    _, rest = split_verb(strip_lead(lead))
    return tidy(after_inner_verb(rest), 20)


def money_object(after: str, after_clause: str) -> str:
    """Give what money is spent on: the words after it, else the clause that follows."""
    own = re.sub(r"^(?:的|用于|来[省市区县]?|,)+", "", after.strip(" ,、;"))
    source = own if len(own) >= 3 else after_clause
    if source is after_clause and _NO_PURPOSE.match(strip_lead(source.lstrip(",的 "))):
        return ""
    if source is after_clause and re.search(r"\d[\d.]*(?:余|多)?[万亿]*(?:余|多)?元", source):
        return ""
    source = re.sub(
        r"^(?:用于|支持|主要用于|重点用于|全面|全力|加快|推进|实施|完成|建设了|的)+",
        "",
        strip_lead(source.lstrip(",的 ")),
    )
    source = MEASURED.sub("", source)
    source = re.sub(r"(?:已|已经)?(?:建成投用|竣工|投入使用|开工建设|开工|正式开学)$", "", source)
    return tidy(_COUNTED.sub("", source), 24)


def _clean(before: str) -> str:
    return strip_lead(strip_tail(strip_lead(before)))

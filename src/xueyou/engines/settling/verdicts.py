"""Was the promise kept? The answer, the difference, and both said in one sentence."""

import re
from dataclasses import dataclass
from fractions import Fraction

from xueyou.engines.settling.figures import Figure
from xueyou.engines.settling.pairing import Pair
from xueyou.engines.settling.reports import is_over_years

ABOUT = Fraction(5, 100)
"""By how much of it an "about" may fall short before it is plainly missed."""

_AT_LEAST = frozenset({"eq", "reach", "ge", "gt", "keep", "all", "approx", "approx_ge"})
_AT_MOST = frozenset({"le", "lt", "approx_le", "zero"})
_LESS_IS_BETTER = re.compile(r"近视率|辍学|投诉|事故|欠[费薪账]|缺口|流失|超标|违规|时限|负担")
_TURNS_IT = re.compile(r"消除|减少|下降|压减|降低|化解|整改|查处|取缔|缩短")
_FAILED = re.compile(
    r"推迟|延期|延至|顺延|结转|未能|未完成|未达|未通|没有完成|尚未|滞后|暂缓|受阻|搁置|初稿|正在|推进中"
)
_DONE = re.compile(
    r"完成|建成|竣工|交付|投用|投入使用|开园|挂牌|揭牌|成立|出台|印发|发布|公布|启动|开工|动工|封顶|举办|举行|召开|"
    r"开展|落实|到位|实现|全部|全面|全覆盖|运行|上线|通过|发放|修订|制定|形成|建立|设立|组建|改造|开发|执行|实行|清零|无一"
)
# Stages of a building, from the first paper to its use.
_STAGES = (
    "立项|可研|选址",
    "征地|用地审批|拆迁",
    "开工|动工|奠基",
    "封顶|主体完工|主体结构",
    "完工|竣工|建成|完成建设",
    "交付|投用|投入使用|开园|启用|试运行|上线|招生",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """met: yes | no | unclear. `difference` is reported less promised, exact, in `unit`."""

    met: str
    difference: Fraction | None
    unit: str
    sentence: str


def verdict_of(pair: Pair) -> Verdict:
    """Judge a pair that has a report or a deed."""
    figure, report = pair.promise.figure, pair.report
    if figure is not None and report is not None:
        return _of_figures(figure, report)
    assert pair.deed is not None
    return _of_deed(pair.promise.steps, pair.deed.words)


def _of_figures(promise: Figure, report: Figure) -> Verdict:
    difference = report.value - promise.value
    met = _met(promise, report)
    doubt = _doubt(promise, report, met)
    if doubt:
        met = "unclear" if met != "no" or doubt.startswith("约数") else met
    return Verdict(met, difference, promise.unit, _sentence(promise, report, met, doubt))


def _met(promise: Figure, report: Figure) -> str:
    if promise.comparator == "gt":
        kept = report.value > promise.value
    elif promise.comparator == "lt":
        kept = report.value < promise.value
    elif promise.comparator in _AT_MOST or _wants_less(promise):
        kept = report.value <= promise.value
    else:
        kept = report.value >= promise.value
    return "yes" if kept else "no"


def _wants_less(promise: Figure) -> bool:
    """Tell an indicator of which less is better, unless the promise is to lessen it."""
    return bool(
        promise.comparator not in {"delta_up", "delta_down", "ge", "approx_ge"}
        and _LESS_IS_BETTER.search(promise.name)
        and not _TURNS_IT.search(promise.name + str(promise.fact["quote"]))
    )


def _doubt(promise: Figure, report: Figure, met: str) -> str:
    """Say why two figures cannot simply be compared; empty where they can."""
    if met == "no" and promise.comparator in {"approx", "approx_ge"}:
        if report.value >= promise.value * (1 - ABOUT):
            return "约数，差得不多，算不算完成请您定"
        return ""
    if promise.fact.get("per") != report.fact.get("per"):
        return "一处按每校、每月或每学期说，一处说总数，请您核对"
    if promise.place != report.place:
        return "两处说的范围不同，请您核对"
    if promise.unit in {"人", "名"} and report.unit == "人次":
        return "一处数人，一处数人次，请您核对"
    if is_over_years(report) and not is_over_years(promise):
        return "总结说的可能是多年累计，请您核对"
    if promise.is_change != report.is_change:
        return "一处说水平，一处说变化，请您核对"
    return ""


def _sentence(promise: Figure, report: Figure, met: str, doubt: str) -> str:
    said = f"计划{_printed(promise)}，总结{_printed(report)}"
    gap = report.value - promise.value
    if gap == 0:
        told = "，数目相同"
    else:
        told = f"，{'多' if gap > 0 else '少'} {_amount(abs(gap), promise.unit)}"
        if promise.value > 0 and not promise.is_rate:
            told += f"，为计划的 {_number(report.value * 100 / promise.value, 1)}%"
    word = {"yes": "做到了", "no": "没有做到", "unclear": "拿不准"}[met]
    return f"{said}{told}：{word}{f'（{doubt}）' if doubt else ''}。"


def _printed(figure: Figure) -> str:
    return str(figure.fact["number"]["text"]).strip()


def _amount(value: Fraction, unit: str) -> str:
    """Write a difference with its unit; large money as offices write it."""
    if unit == "%":
        return f"{_number(value)} 个百分点"
    for size, word in ((10**8, "亿元"), (10**4, "万元")):
        if unit == "元" and value >= size:
            return f"{_number(value / size)} {word}"
    return f"{_number(value)} {unit}"


def _number(value: Fraction, places: int = 4) -> str:
    """Write a number with at most so many places, rounded half up, without idle zeros."""
    scaled = value * 10**places
    whole = int(scaled + Fraction(1, 2))
    digits = f"{whole // 10**places:,}"
    rest = f"{whole % 10**places:0{places}d}".rstrip("0")
    return f"{digits}.{rest}" if rest else digits


def _of_deed(steps: str, told: str) -> Verdict:
    """Judge a promise by the words of a sentence: what was to happen, and what did."""
    wanted, reached = _stage(steps), _stage(told)
    if _FAILED.search(told):
        met, why = "no", "总结说还没有办成"
    elif wanted and reached:
        met = "yes" if reached >= wanted else "no"
        why = "总结说到了这一步" if met == "yes" else "总结说的还没有到这一步"
    elif _DONE.search(told):
        met, why = "yes", "总结说办了"
    else:
        met, why = "unclear", "总结提到了，没有说办成没有，请您核对"
    return Verdict(met, None, "", f"{why}。")


def _stage(words: str) -> int:
    """Return the latest stage that is named, from 1; 0 where none is."""
    return max((n for n, stage in enumerate(_STAGES, 1) if re.search(stage, words)), default=0)

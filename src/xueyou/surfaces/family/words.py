"""What a page says to a family of where it stands: one head line, who moves next, the track."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.kernel.calls.selectors.results import ResultView
from xueyou.kernel.calls.selectors.standing import Standing
from xueyou.kernel.calls.views import FamilySees

_DOUBLE = frozenset({
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫",
    "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台",
    "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容",
    "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘",
    "令狐", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "左丘",
    "西门", "第五", "拓跋",
})  # fmt: skip
"""Surnames of two characters."""

SENTENCES = {
    "filling": ("还没有交", "填好一页就存一页，换手机也能接着填。"),
    "returned": ("还差几样，补上就行", "要补什么写在下面，补好再交一次。受理号不变。"),
    "checking": ("正在核对信息", "您现在不用做什么。先交后交，结果一样。"),
    "frozen": ("报名已经截止，正在录取", "您现在不用做什么。公布以后，这里能看到结果和原因。"),
    "withdrawn": ("已经撤回", "想再申请，报名时间里可以重新开始，填过的会带出来。"),
}
"""Stage → head line, and what the family has to do. What was published has words of its own."""

DECIDING = ("核对好了，正在定结果", "您现在不用做什么。签发以后，这里能看到结果和原因。")
CHECKING = ("正在核对信息", "您现在不用做什么。核对完就按规则定，同时在等的一起定。")
"""The same where nothing is frozen: what is complete is decided as it comes."""

OFFERED = {
    "open": ("等您答复", "请在期限前选择接受或者放弃。"),
    "accepted": ("已经接受", "{place}留好了。"),
    "declined": ("已经放弃", "这个{place}已经让出来了。"),
    "lapsed": ("过期没有答复", "这个{place}没有留住。有特殊情况，请联系受理单位。"),
    "ended": ("已经结束", "这个{place}已经退回。"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One square of the track. `at`: past, now or "" for what is to come."""

    name: str
    at: str
    when: object


@dataclass(frozen=True, slots=True)
class Board:
    """The dark block of a page: whose, what, what next."""

    row: FamilySees
    head: str
    next: str
    track: Sequence[Mark]


def given_name(name: str) -> str:
    """Return how a child is called: 知夏 of 林知夏; names of two characters and long ones whole."""
    if "·" in name or " " in name or len(name) not in (3, 4):
        return name
    if len(name) == 3:
        return name[1:]
    return name[2:] if name[:2] in _DOUBLE else name


def place_in(lane: str) -> str:
    """Return what is given: 学位 at a school, 名额 in a weekday slot of clubs."""
    return "名额" if lane else "学位"


def board(row: FamilySees, standing: Standing, results: Sequence[ResultView]) -> Board:
    """Return what the board says."""
    head, onward = SENTENCES.get(standing.stage, ("", ""))
    if standing.rolling and standing.stage in ("checking", "frozen"):
        head, onward = CHECKING if standing.stage == "checking" else DECIDING
    if standing.stage == "published":
        head, onward = _published(results)
    return Board(row, head, onward, _track(row, standing, results))


def _published(results: Sequence[ResultView]) -> tuple[str, str]:
    offers = [one.offer for one in results if one.offer is not None]
    place = place_in(results[0].lane if results else "")
    waiting = any(one.verdict == "waiting" for one in results)
    if len(offers) == 1:
        head, onward = OFFERED[offers[0].state]
        return f"{offers[0].option}：{head}", onward.format(place=place)
    if offers:
        return "结果出来了", "每一项的结果和原因，请点开看。"
    if waiting:
        return "正在候补", f"有人让出{place}，按候补的先后递补。您现在不用做什么。"
    return "结果出来了", "这一次没有轮到。原因和还能怎么办，请点开看。"


def _track(row: FamilySees, standing: Standing, results: Sequence[ResultView]) -> tuple[Mark, ...]:
    stage = standing.stage
    if stage == "withdrawn":
        return ()
    order = ["filling", "checking", "frozen", "published"]
    here = order.index("checking" if stage == "returned" else stage)
    handed_in = Mark("提交", "past" if here else "now", row.submitted_at or standing.closes_at)
    marks = [
        handed_in,
        Mark("核对", _at(1, here), None),
        Mark("录取", _at(2, here), standing.published_at),
    ]
    offers = [one.offer for one in results if one.offer is not None]
    if offers and standing.reply_by is not None:
        replied = all(one.state != "open" for one in offers)
        marks.append(Mark("答复", "past" if replied else _at(3, here), standing.reply_by))
    return tuple(marks)


def _at(place: int, here: int) -> str:
    return "past" if here > place else ("now" if here == place else "")

"""Owns where a round stands and what is next: five stations, one main action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from xueyou.kernel.calls.run_views import RunRow
from xueyou.kernel.calls.selectors.desk import RoundDesk
from xueyou.kernel.draws.selectors import DrawRow
from xueyou.kernel.papers.views import PaperRow
from xueyou.platform.time import CITY
from xueyou.surfaces.shell.call_links import LinkOnCall

STATIONS = ("准备", "报名", "封存", "运行", "公布")
ROLLING = "rolling"
TAGS = {
    "": ("none", "还没有轮次"),
    "draft": ("none", "正在准备"),
    "announced": ("wait", "已公布，按时报名"),
    "frozen": ("wait", "已封存"),
    "run": ("wait", "已运行，等公布"),
    "published": ("done", "结果已公布"),
    "cancelled": ("none", "已取消"),
    "closed": ("none", "已结束"),
    "withdrawn": ("none", "没有公布就撤了"),
}
"""State of a round, or of a call that is over → how its tag looks, and its words."""


def tag_of(
    state: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
    mode: str = "",
) -> tuple[str, str]:
    """Return how the tag of a round looks at the moment, and its words."""
    if state != "announced" or opens_at is None or closes_at is None:
        return TAGS[state]
    if now < opens_at:
        return "wait", "已公布，还没开始"
    if mode == ROLLING:
        return ("good", "随到随办") if now < closes_at else ("slow", "已截止，办完就结束")
    return ("good", "正在报名") if now < closes_at else ("slow", "已截止，等封存")


def tag_left(tag: tuple[str, str], untold: int) -> tuple[str, str]:
    """Return the tag, which is not green while somebody without a place knows of nothing next."""
    return ("slow", f"结果已公布，{untold}人没有下一步") if untold else tag


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the way; `state` is past, now or empty."""

    name: str
    state: str
    says: str


@dataclass(frozen=True, slots=True)
class Next:
    """What is next. `form` names the part that holds the main action's form; a link has a `url`
    only. Without both somebody else, or the clock, has the next move. `needs` names the page that
    a link leads to, where not everybody who sees the call may open it.
    """

    title: str
    says: str
    label: str = ""
    url: str = ""
    form: str = ""
    needs: str = ""


def way(desk: RoundDesk, now: datetime) -> tuple[Station, ...]:
    """Return the stations of a round; a rolling one that is announced stands at none."""
    if desk.row.mode == ROLLING and desk.row.state == "announced":
        return ()
    here = _station(desk, now)
    says = (
        f"{desk.places}个名额" if desk.offered else "",
        _span(desk),
        f"{desk.counted.handed_in}份" if desk.row.frozen_at else "",
        _ran(desk),
        day(desk.row.published_at) if desk.row.published_at else "",
    )
    return tuple(
        Station(name, "past" if n < here else "now" if n == here else "", said)
        for n, (name, said) in enumerate(zip(STATIONS, says, strict=True))
    )


def next_of(
    desk: RoundDesk,
    now: datetime,
    menu: str,
    links: Sequence[LinkOnCall],
    appeals: int,
    untold: int = 0,
) -> Next:
    """Return what is next in a round. `menu` says where options are kept, if not on this desk;
    `appeals` wait for this person's answer; `untold` have no place and do not know what next.
    """
    state, uid = desk.row.state, desk.row.uid
    if state == "draft":
        return _prepare(desk, menu, links)
    if state == "announced" and desk.row.mode == ROLLING:
        return _rolling(desk, now)
    if state == "announced":
        return _asking(desk, now)
    if state == "frozen":
        return _running(desk, now)
    if state == "run":
        return _ordering(desk)
    if state == "published" and appeals:
        return Next(
            f"有{appeals}份复核等答复",
            "看过原来的理由和家长的话再答复。复核成立就增加名额，别人的不动。",
            "看复核",
            reverse("calls:appeals", args=[desk.row.call]),
        )
    if state == "published" and untold:
        return Next(
            f"还有{untold}个孩子没有学位，家长不知道下一步",
            "再办一轮补录，或者写明下一步、签发以后告诉他们。都告诉了，这一项报名才能结束。",
            "看是哪些孩子",
            reverse("calls:left", args=[desk.row.call]),
            needs="left",
        )
    if state == "published":
        return Next(
            "结果已经公布",
            "家长能看到结果和理由。有人放弃，就从候补中递补；有人申请复核，就在期限内答复。",
            "看结果",
            reverse("calls:results", args=[uid]),
        )
    return Next("这一轮已经取消", "已经收到的内容都留着，可以查。要重来，请再加一轮。")


def official(desk: RoundDesk) -> RunRow | None:
    """Return the newest official run that has not failed."""
    runs = (run for run in desk.runs if run.purpose == "official" and run.state != "failed")
    return next(runs, None)


def under_way(desk: RoundDesk) -> RunRow | None:
    """Return the run that is queued or running."""
    return next((run for run in desk.runs if run.state in ("prepared", "running")), None)


def drawn(desk: RoundDesk) -> DrawRow | None:
    """Return the official draw that stands."""
    return next((one for one in desk.drawn if one.official and not one.void_reason), None)


def order_of(desk: RoundDesk) -> PaperRow | None:
    """Return the newest order about the runs of the round."""
    return next(iter(desk.orders), None)


def _station(desk: RoundDesk, now: datetime) -> int:
    state = desk.row.state
    if state == "announced":
        return 2 if now >= desk.last_moment else 1
    return {"draft": 0, "frozen": 3, "run": 4, "published": 5}.get(state, 0)


def _prepare(desk: RoundDesk, menu: str, links: Sequence[LinkOnCall]) -> Next:
    uid = desk.row.uid
    if not desk.offered:
        if menu:
            there = next(iter(links), LinkOnCall("", ""))
            says = f"{menu}。有了至少一门，才能公布规则。"
            return Next("先把菜单排好", says, there.label, there.url)
        return Next(
            "登记选项和名额",
            "每个选项有多少名额、因为什么，一笔一笔写清楚；公布以后家长看得到。",
            "登记选项和名额",
            reverse("calls:places", args=[uid]),
        )
    return Next(
        "公布这一轮和规则",
        f"已经登记{desk.offered}个选项、{desk.places}个名额。公布以后，规则不能再改，时间只能放宽。",
        "看规则，准备公布",
        reverse("calls:rules", args=[uid]),
    )


def _rolling(desk: RoundDesk, now: datetime) -> Next:
    if now < desk.row.opens_at:
        return Next("等着开始", f"{_moment(desk.row.opens_at)}开始，到时自动打开，不用再办什么。")
    counted = desk.counted
    return Next(
        "随到随办",
        f"一共交来{counted.handed_in}份。核对完的一起按规则定，签发以后公布；不用等截止，也不用封存。",
        "核对、定结果",
        reverse("calls:rolling", args=[desk.row.uid]),
    )


def _asking(desk: RoundDesk, now: datetime) -> Next:
    row = desk.row
    if now < row.opens_at:
        return Next("等着开始报名", f"{_moment(row.opens_at)}开始，到时自动打开，不用再办什么。")
    if now < desk.last_moment:
        return Next(
            "正在报名",
            f"到{_moment(desk.last_moment)}截止，先交后交结果一样。截止以后由您封存。",
            "看报名名单",
            reverse("calls:applications", args=[row.call]),
            needs="applications",
        )
    if desk.counted.contested:
        return Next(
            "先认定是谁的孩子",
            f"有{desk.counted.contested}份申请，两个账号报了同一个孩子。学籍经办人认定以后再封存。",
            "看这几份",
            reverse("calls:applications", args=[row.call]) + "?state=contested",
            form="freeze",
        )
    return Next(
        "封存这一轮",
        f"收到{desk.counted.handed_in}份。封存以后，申请、名额都不能再改，后面按封存的来算。",
        form="freeze",
    )


def _running(desk: RoundDesk, now: datetime) -> Next:
    uid, running = desk.row.uid, under_way(desk)
    if running is not None:
        return Next("正在运行", "可以关掉页面，跑完会留在运行登记里。")
    if not any(run.state == "done" for run in desk.runs):
        return Next(
            "先演练一次",
            "演练照正式的样子从头跑一遍，结果不算数；同时把输入封存好，后面都用这一份。",
            form="rehearse",
        )
    draw = drawn(desk)
    if desk.draws and draw is None:
        return Next(
            "公开承诺抽签",
            "先把名册、规则、名额的校验码和要用的公开号码公布出去，号码出来以前谁也改不了。",
            "承诺抽签",
            reverse("calls:draw", args=[uid]),
            needs="draw",
        )
    if desk.draws and draw is not None and draw.revealed_at is None:
        says = f"{_moment(draw.not_before)}以后，等公开号码出来，照抄进来就揭晓。"
        if now < draw.not_before:
            return Next("等公开号码", says)
        return Next("揭晓抽签", says, "录入公开号码", reverse("calls:drawn", args=[draw.uid]))
    return Next(
        "正式运行", "按公布的规则和封存的输入跑一遍。结果先不公布，要有签发的决定。", form="run"
    )


def _ordering(desk: RoundDesk) -> Next:
    run, order = official(desk), order_of(desk)
    if under_way(desk) is not None:
        return Next("正在运行", "可以关掉页面，跑完会留在运行登记里。")
    if run is None:
        return Next("正式运行", "上一次没有跑成，没有结果。请看原因，再运行一次。", form="run")
    if run.ordered_at is not None:
        opens = desk.row.embargo_until
        when = f"{_moment(opens)}公布" if opens else "正在公布，通常不到一分钟"
        return Next("已经下令公布", f"{when}。公布以前谁也看不到，公布的一刻家长一起看到。")
    if order is None:
        return Next(
            "起草公布决定",
            f"正式运行好了：{run.applicants}份申请，录取{run.placed}人次。先看结果，再起草决定。",
            form="order",
        )
    if order.signed_at is None:
        return Next(
            "等核稿、签发",
            f"公布决定现在在“{order.state_zh}”这一步。起草的人不能自己核、自己签。",
            "看公布决定",
            reverse("bureau:papers:paper", args=[order.uid]),
        )
    return Next("公布结果", "公布决定已经签发。可以马上公布，也可以定一个时间。", form="publish")


def _ran(desk: RoundDesk) -> str:
    run = official(desk)
    return f"第{run.ordinal}次" if run is not None and run.state == "done" else ""


def _span(desk: RoundDesk) -> str:
    return f"{day(desk.row.opens_at)}—{day(desk.row.closes_at)}"


def day(moment: datetime | None) -> str:
    """Return the day of a moment in the city, in words."""
    if moment is None:
        return ""
    here = moment.astimezone(CITY)
    return f"{here.month}月{here.day}日"


def _moment(moment: datetime) -> str:
    here = moment.astimezone(CITY)
    return f"{here.month}月{here.day}日{here:%H:%M}"

"""Owns the words of today's five things: why it stands here, and what to do about it."""

from dataclasses import dataclass

from django.urls import reverse

from xueyou.domains.plans.selectors.today_views import Thing, Today

PAGES = {
    "task": "bureau:board:task",
    "project": "bureau:board:project",
    "paper": "bureau:papers:paper",
    "sheet": "bureau:papers:sheet",
}
TAGS = {"overdue": "bad", "red": "bad", "sign": "wait", "sheet": "slow", "soon": "slow"}


@dataclass(frozen=True, slots=True)
class Errand:
    """A thing of today as it is shown. `tag` is the class of its shape and colour."""

    thing: Thing
    tag: str
    why: str
    to_do: str
    url: str


def errands_of(today: Today) -> tuple[Errand, ...]:
    """Return what is to be done today, in order."""
    return tuple(
        Errand(
            thing=thing,
            tag=TAGS[thing.kind],
            why=_why(thing),
            to_do=_to_do(thing),
            url=reverse(PAGES[thing.about], args=[thing.uid]),
        )
        for thing in today.things
    )


def _why(thing: Thing) -> str:
    day = f"{thing.on.month}月{thing.on.day}日" if thing.on else ""
    return {
        "overdue": f"过期{thing.days}天" if thing.days else "过期",
        "red": f"{day}转为滞后",
        "sign": "等您签发" if not thing.days else f"等您签发，第{thing.days + 1}天",
        "sheet": f"交办单过期{thing.days}天",
        "soon": f"{day}上墙",
    }[thing.kind]


def _to_do(thing: Thing) -> str:
    return {
        "overdue": "问清卡在哪一步，定下改到哪天，写明原因",
        "red": "点开看差在哪，定下怎么赶、谁来赶",
        "sign": "看稿，签发或者写明意见退回",
        "sheet": f"给{thing.who}去电话；三天内不回，再发一次",
        "soon": "数报错了，上墙以前还能改；没错就先想好怎么赶",
    }[thing.kind]

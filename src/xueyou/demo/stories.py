"""What families and schools did, beside the year's plan: stories, told by jobs one after another.

The small ones come first: a call that anybody can file in, a result that waits for replies, clubs.
Then the rest of the city moves in, while the front page says how far that has come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from xueyou.demo.replay.after import after_autumn, after_summer
from xueyou.demo.replay.check_desk import check_desk
from xueyou.demo.replay.club_days import clubs
from xueyou.demo.replay.crowds import season
from xueyou.demo.replay.enrolment_done import enrolment_done
from xueyou.demo.replay.enrolment_open import enrolment_open, open_crowd
from xueyou.demo.replay.enrolment_reply import enrolment_reply
from xueyou.demo.replay.finished import cx_done, tx_done
from xueyou.demo.replay.moving import moving
from xueyou.demo.replay.schools import the_others
from xueyou.demo.replay.stage import Event
from xueyou.demo.year.moving import ROLLING
from xueyou.demo.year.seasons import CD_JUNIOR, CD_SMALL, SEASONS, TX_JUNIOR


@dataclass(frozen=True, slots=True)
class Story:
    """Events in the order in which they are told, and what it is about."""

    zh: str
    events: Callable[[], list[Event]]


STORIES: Mapping[str, Story] = {
    "enrolment-open": Story("澄东区2027年入学报名", enrolment_open),
    "clubs": Story("文澜小学的课后服务", clubs),
    "enrolment-reply": Story("桐溪县秋季的结果", partial(enrolment_reply, crowd=None)),
    "check-desk": Story("澄西区2027年报名和核对", check_desk),
    "enrolment-done": Story("澄东区2026年小学报名", partial(enrolment_done, crowd=None)),
    "open-crowd": Story("澄东区的家长", open_crowd),
    "cx-done": Story("澄西区2026年小学报名", cx_done),
    "tx-done": Story("桐溪县2026年小学报名", tx_done),
    "tx-junior": Story("桐溪县2026年初中报名", partial(season, TX_JUNIOR)),
    "cd-junior": Story("澄东区2026年初中报名", partial(season, CD_JUNIOR)),
    "cd-small": Story("澄东区2026年幼儿园报名", partial(season, CD_SMALL)),
    "others": Story("其余的学校和幼儿园", the_others),
    "after-summer": Story("新生报到、编班和学籍", after_summer),
    "moving": Story("人才子女和转学", moving),
    "after-autumn": Story("转来的学生报到", after_autumn),
}
APPLICATIONS = sum(one.crowd.count for one in (*SEASONS, *ROLLING))
"""About so many applications the whole city has."""

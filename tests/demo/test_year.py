"""The year of the demonstration city ends with the wall that was designed for it.

A shorter history is replayed here (routine reports of the last weeks only): it must end as the
whole one does. Each part of it is a job, as in a running site.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from tests.databases import world_in_memory
from xueyou.demo.handlers import REPLAY
from xueyou.demo.replay.history import WORK_POINTS, events, outstanding
from xueyou.demo.replay.stage import Steered, person
from xueyou.demo.world import HANDED_IN, found_city, hand_in
from xueyou.domains.plans.models import Release
from xueyou.domains.plans.selectors.wall import wall
from xueyou.domains.plans.selectors.wall_views import Wall
from xueyou.kernel.papers.models import Paper
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import enqueue, work_off
from xueyou.platform.jobs.models import Job

BEGINS = date(2026, 11, 1)
BY_HAND = {
    "新增公办学位": ("bad", "2,640", "4,200"),
    "新建改扩建学校": ("good", "11", "12"),
    "随迁子女公办就读": ("slow", "98.6", "100"),
    "教共体覆盖": ("done", "92", "90"),
    "课后服务参加率": ("good", "91.4", "90"),
    "明厨亮灶": ("good", "1,202", "1,248"),
    "校长教师交流": ("done", "271", "265"),
    "长学制招生占比": ("slow", "52", "55"),
    "教师培训": ("slow", "428", "511"),
}
COUNTIES = {
    "澄东区": (16, 3, 1, 4, 0),
    "澄西区": (14, 5, 1, 3, 1),
    "桐溪县": (15, 4, 2, 3, 0),
    "石梁县": (11, 6, 4, 2, 1),
}
"""By light: good, slow, bad, done, none."""


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[Wall]:
    """Replay the year once; return its wall as the chief sees it on the morning of the demo."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        for handed_in in HANDED_IN:
            hand_in(*handed_in)
        enqueue(REPLAY, {"routine_from": BEGINS.isoformat(), "part": 0}, actor=SYSTEM)
        work_off()
        assert settings.XUEYOU_ENV == "test"
        yield wall(person("zhoumingyuan"), Steered(WORK_POINTS).plan.uid)


def test_everything_has_happened(year: Wall) -> None:
    """Every job ended well, and nothing is left to be replayed."""
    assert not Job.objects.exclude(state="done").exists()
    assert outstanding(BEGINS) == []


def test_the_wall_is_that_of_the_design(year: Wall) -> None:
    """28 tasks, 18 projects, nine indicators with their figures, week 47 sealed."""
    assert year.counts == {"good": 15, "slow": 6, "bad": 3, "done": 3, "none": 1}
    assert {one.name: (one.light, one.actual, one.target) for one in year.featured} == BY_HAND
    assert len(year.projects) == 18
    assert year.seal is not None
    assert year.seal.week == 47


def test_the_counties_stand_as_designed(year: Wall) -> None:
    """24 targets each; their lights add up."""
    found = {one.name: tuple(one.counts.values()) for one in year.counties}
    assert found == COUNTIES
    assert {one.total for one in year.counties} == {24}


def test_what_is_to_be_watched_has_somebody_to_ask(year: Wall) -> None:
    """The three red tasks, each with a post and its holder."""
    assert [one.task.number for one in year.watched] == [22, 4, 9]
    assert [one.holder for one in year.watched] == ["倪书远", "陆岚", "丁昉"]


def test_papers_went_their_way(year: Wall) -> None:
    """One circular and one hand-over sheet were sent, one release was published."""
    sent = {paper.number for paper in Paper.objects.filter(state="served")}
    assert sent == {"临教督〔2026〕11号", "临教办〔2026〕36号"}
    assert Release.objects.get().published_at is not None


def test_every_event_has_a_key_of_its_own() -> None:
    """An event that shared a key with another would not happen."""
    keys = [event.key for event in events()]
    assert len(keys) == len(set(keys))

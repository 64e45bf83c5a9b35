"""A worker killed in the middle of reading: one draft, with the bytes of an undisturbed reading."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import OwnDatabase
from tests.domains.plans.conftest import WORK_POINTS, HandIn, found_city
from tests.platform.jobs import workplace as workplaces
from tests.platform.jobs.workplace import Workplace
from tests.waiting import until
from xueyou.domains.plans.models import Reading
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.models import FINAL, Job

pytestmark = pytest.mark.alone

KILLS = 20
PARAGRAPHS = 60
CALLS = 7
"""How often a reading of plain text tells its progress, at least."""


@pytest.fixture
def place(
    own_database: OwnDatabase,
    tmp_path: Path,
    settings: object,
    business_clock: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workplace]:
    """Give a database of its own on which workers are started that know how to die."""
    monkeypatch.setattr(workplaces, "PROGRAM", "tests.domains.plans.worker_under_test")
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    found = Workplace(tmp_path, own_database.url)
    yield found
    found.end()


def test_twenty_kills_leave_one_equal_draft_each(place: Workplace, hand_in: HandIn) -> None:
    """Tests twenty readings killed at moments all over them, beside one that nobody disturbs."""
    city = found_city()
    text = WORK_POINTS * PARAGRAPHS
    undisturbed = hand_in(city.officer, text, key="undisturbed")
    killed = [hand_in(city.officer, text, key=f"k{n}") for n in range(KILLS)]
    moments = {str(uid): 1 + n % CALLS for n, uid in enumerate(killed)}
    (place.data / "moments.json").write_text(json.dumps(moments))

    place.start(processes=2, lease=1.0)
    jobs = Job.objects.filter(kind="plans.read")
    until(lambda: jobs.filter(state__in=FINAL).count() == KILLS + 1, "all to be read")

    assert set(jobs.values_list("state", flat=True)) == {"done"}
    attempts = {job.payload["document"]: job.attempts for job in jobs.all()}
    assert attempts.pop(str(undisturbed)) == 1
    assert set(attempts.values()) == {2}
    assert Reading.objects.count() == KILLS + 1
    assert Reading.objects.values("result_sha256").distinct().count() == 1
    assert Act.objects.filter(verb="plans.document.read").count() == KILLS + 1

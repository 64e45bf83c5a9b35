"""The pages of a roll: handing in, looking, confirming, undoing; errors keep what was there."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.roll.files import Rolls, pupil, written
from tests.surfaces.registry.conftest import Browser
from xueyou.domains.roll.models import RollImport
from xueyou.domains.roll.services import recording
from xueyou.kernel.registry.models import Membership
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import wall_now


def posted(client: Client, address: str, **fields: Any) -> Any:
    """Post a form with a key of its own."""
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def handed_in(client: Client, rolls: Rolls, rows: list[dict[str, Any]]) -> Any:
    """Post a roll."""
    written(rolls.path, rows)
    with rolls.path.open("rb") as file:
        address = f"/registry/rolls/{rolls.places.school_a.uid}/"
        return posted(client, address, file=file, counts_from="2026-11-20")


def test_from_the_file_to_the_class_and_back(clerk: Client, rolls: Rolls) -> None:
    """Preview, confirmation, the class with its pupils, undone."""
    page = clerk.get("/registry/rolls/").content.decode()
    assert "甲小学的名册" in page
    answer = handed_in(clerk, rolls, [pupil(1), pupil(2, "王知夏", "2班")])
    assert answer.status_code == 302
    preview = clerk.get(answer.url).content.decode()
    assert "确认，写入2人" in preview
    assert "林小满" not in preview
    assert posted(clerk, f"{answer.url}take-in/").status_code == 302
    work_off()
    assert "已经导入" in clerk.get(answer.url).content.decode()
    address = f"/registry/rolls/{rolls.places.school_a.uid}/"
    assert "一年级2班" in clerk.get(address).content.decode()
    one = clerk.get(f"{address}pupils/?class=primary:1:2班").content.decode()
    assert "王知夏" in one
    assert "林小满" not in one
    assert posted(clerk, f"{answer.url}undo/").status_code == 302
    assert "撤销了这次导入" in clerk.get(answer.url).content.decode()
    assert not Membership.objects.exists()


def test_a_roll_that_broke_off_says_how_far_it_came(
    clerk: Client, rolls: Rolls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands, going on, and undoing: while its job has given up, and where it had to stop."""
    monkeypatch.setattr(recording, "PART", 1)
    record = recording._record_part

    def first_alone(run: Any, found: Any, parts: Any, number: int, lines: Any) -> None:
        if number:
            raise OSError("gone")
        record(run, found, parts, number, lines)

    with monkeypatch.context() as patched:
        patched.setattr(recording, "_record_part", first_alone)
        answer = handed_in(clerk, rolls, [pupil(1), pupil(2, "王知夏", "2班")])
        posted(clerk, f"{answer.url}take-in/")
        work_off()
    assert "正在导入" in clerk.get(answer.url).content.decode()
    Job.objects.update(state="failed", error="机器停了。", finished_at=wall_now())
    page = clerk.get(answer.url).content.decode()
    assert "写到一半停下了：名册里前1人写好了，后面的没有动" in page
    assert ("机器停了" in page, "从断的地方接着写" in page, "撤销已经写的" in page) == (True,) * 3
    RollImport.objects.update(state="partly")
    page = clerk.get(answer.url).content.decode()
    assert ("前1人写好了" in page, "重新交一次" in page, "接着写" in page) == (True, True, False)
    RollImport.objects.update(state="applying")
    assert posted(clerk, f"{answer.url}take-in/").status_code == 302
    work_off()
    assert "已经导入" in clerk.get(answer.url).content.decode()
    assert Membership.objects.count() == 2


def test_wrong_cells_are_told_where_they_stand(clerk: Client, rolls: Rolls) -> None:
    """422, each cell with its sentence, and the file to put right."""
    answer = handed_in(clerk, rolls, [pupil(1, 姓名="林1满")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A2" in page
    link = re.search(r'href="(/registry/rolls/imports/[^"]+/wrong\.xlsx)"', page)
    assert link is not None
    assert clerk.get(link[1]).headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_kind_is_refused_in_words(clerk: Client, rolls: Rolls) -> None:
    """No roll, no file, no day: said above the form, nothing kept."""
    address = f"/registry/rolls/{rolls.places.school_a.uid}/"
    answer = posted(clerk, address, counts_from="2026-11-20")
    assert (answer.status_code, "还没有选文件" in answer.content.decode()) == (422, True)
    written(rolls.path, [], heads=("项目", "金额"))
    with rolls.path.open("rb") as file:
        answer = posted(clerk, address, file=file, counts_from="2026-11-20")
    assert "没有找到名册" in answer.content.decode()
    assert answer.status_code == 422


def test_a_pupil_leaves(clerk: Client, rolls: Rolls) -> None:
    """Off the roll from that day; the page of him is gone with it."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    one = Membership.objects.get()
    address = f"/registry/rolls/pupils/{one.uid}/"
    assert "138****0001" in clerk.get(address).content.decode()
    refused = posted(clerk, f"{address}leave/", on="2026-11-21", why="finished")
    assert refused.status_code == 422
    done = posted(clerk, f"{address}leave/", on="2026-11-20", why="finished")
    assert done.status_code == 302
    assert clerk.get(address).status_code == 404


def test_another_schools_clerk_finds_nothing(rolls: Rolls, browser: Browser) -> None:
    """Every address of a foreign school answers as if there were none."""
    done = rolls.take_in(rolls.hand_in([pupil(1)]))
    stranger = browser(rolls.other)
    school, one = rolls.places.school_a.uid, Membership.objects.get().uid
    for address in (
        f"/registry/rolls/{school}/",
        f"/registry/rolls/{school}/pupils/",
        f"/registry/rolls/{school}/template.xlsx",
        f"/registry/rolls/imports/{done.uid}/",
        f"/registry/rolls/imports/{done.uid}/wrong.xlsx",
        f"/registry/rolls/pupils/{one}/",
    ):
        assert stranger.get(address).status_code == 404, address
    assert posted(stranger, f"/registry/rolls/imports/{done.uid}/undo/").status_code == 404


def test_the_roster_is_a_file_of_the_schools_own(clerk: Client, rolls: Rolls) -> None:
    """The clerk takes the package from the page of the roll; the button needs a class."""
    address = f"/registry/rolls/{rolls.places.school_a.uid}/"
    assert f"{address}roster/" not in clerk.get(address).content.decode()
    rolls.take_in(rolls.hand_in([pupil(1)]))
    assert f'action="{address}roster/"' in clerk.get(address).content.decode()
    answer = posted(clerk, f"{address}roster/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    before = Act.objects.filter(verb="roll.export").count()
    for _ in range(2):  # a second click of the same page is a second taking away
        clerk.post(f"{address}roster/", {"idempotency_key": "k" * 36})
    assert Act.objects.filter(verb="roll.export").count() == before + 2

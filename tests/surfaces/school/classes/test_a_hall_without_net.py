"""A lot drawn on the school's laptop: committed, taken, drawn and handed in with forms alone."""

from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.test import Client

from tests.cli.run import xueyou
from tests.domains.classes.grade import CALLED, WITNESSES
from tests.surfaces.calls.conftest import box
from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.school.classes.test_a_morning import opened, sealed
from tests.surfaces.soup import page_of, words
from xueyou.cli.classes_hall import SLIP_FILE
from xueyou.domains.classes.models import Division, DivisionState
from xueyou.formats.media_types import ZIP
from xueyou.formats.proof import draws
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now

HOUR = timedelta(hours=1)


def committed(hall: Hall) -> str:
    """Commit a lot for the hall; return the address of its stage."""
    commit = sealed(hall, opened(hall))
    now = business_now()
    given = {
        "name": "分班会上家长代表报数",
        "form": "numbers:6:0:9",
        "not_before": box(now + HOUR),
        "seals": "\n".join(draws.seal(line) for line in WITNESSES),
        "where": "hall",
        "slip_from": box(now + 2 * HOUR),
    }
    refused = hall.clerk.post(commit, given)
    assert refused.status_code == 422
    assert "到什么时候为止上传回执" in refused.content.decode()
    return hall.clerk.do(commit, {**given, "slip_until": box(now + 3 * HOUR)})


def drawn_on_the_laptop(hall: Hall, copy: bytes) -> Path:
    """Draw a copy as the hall does."""
    path = hall.grade.path / "封存.zip"
    path.write_bytes(copy)
    witnesses: list[object] = []
    for number, line in enumerate(WITNESSES):
        file = path.with_name(f"{number}.txt")
        file.write_text(line, encoding="utf-8")
        witnesses += ["--witness", file]
    then = (business_now() + HOUR + timedelta(minutes=1)).isoformat()
    ran = xueyou("classes", path, "--published", CALLED, *witnesses, XUEYOU_NOW=then)
    assert ran.code == 0, ran.err
    return path.with_name("封存-分班") / SLIP_FILE


def test_a_hall_without_net(hall: Hall) -> None:
    """The stage says when the slip is taken and how many copies are out; the list follows."""
    stage = committed(hall)
    assert "封存的文件取走了0份" in words(hall.clerk.see(stage))
    answer = hall.clerk.post(stage.replace("stage", "copy"))
    assert (answer.status_code, answer["Content-Type"]) == (200, ZIP)
    assert "no-store" in answer["Cache-Control"]
    slip = drawn_on_the_laptop(hall, b"".join(answer))  # type: ignore[arg-type]
    again = hall.clerk.post(stage.replace("stage", "copy"), {"idempotency_key": "one page"})
    more = hall.clerk.post(stage.replace("stage", "copy"), {"idempotency_key": "one page"})
    assert (again.status_code, more.status_code) == (200, 200)
    assert "封存的文件取走了3份" in words(hall.clerk.see(stage))
    assert hall.clerk.see(stage).cssselect("form.stage-key") == []
    hall.grade.clock.advance(2 * HOUR + timedelta(minutes=10))
    assert len(hall.clerk.see(stage).cssselect("form.stage-key")) == 1
    address = stage.replace("stage", "slip")
    for file in (None, ContentFile(b"{}", "回执.json")):
        refused = hall.clerk.post(address, {} if file is None else {"file": file})
        assert refused.status_code == 422
        assert "回执.json" in refused.content.decode()
    hall.clerk.do(address, {"file": ContentFile(slip.read_bytes(), "回执.json")})
    division = Division.objects.get()
    open_page = f"/divisions/{division.uid}/"
    work_off()
    told = words(page_of(Client().get(open_page)))
    assert "封存的文件取走了3份" in told
    assert "重算过了，和回执一样" in told
    assert "排好了" in words(hall.clerk.see(stage))
    division.refresh_from_db()
    assert division.state == DivisionState.DRAWN

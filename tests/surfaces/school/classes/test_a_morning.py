"""A school divides its seventh grade at the desk and on the stage, with forms alone."""

import io
import json
from datetime import timedelta

import pypdf
from django.core.files.base import File
from django.test import Client

from tests.domains.classes.grade import CALLED, WITNESSES, written
from tests.domains.classes.test_teams import teachers
from tests.kernel.registry.people_world import family, guard
from tests.surfaces.browsers import signed_in
from tests.surfaces.calls.conftest import Desk, box
from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.soup import page_of, words
from xueyou.domains.classes.models import Division, GradePupil, Lot
from xueyou.domains.classes.services.teams import HEADS
from xueyou.formats.proof import draws
from xueyou.kernel.papers.models import Paper
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now


def opened(hall: Hall) -> Division:
    """Begin the division at the desk."""
    given = {"school": str(hall.grade.school.uid), "grade": "7", "classes": "2"}
    at = hall.clerk.do("/classes/", given)
    division = Division.objects.get()
    assert at == f"/classes/{division.uid}/"
    return division


def sealed(hall: Hall, division: Division) -> str:
    """Rehearse and seal at the desk; return the address of the commitment."""
    hall.clerk.do(f"/classes/{division.uid}/rehearse/")
    work_off()
    return hall.clerk.do(f"/classes/{division.uid}/seal/")


def test_from_the_roster_to_the_gate(hall: Hall) -> None:
    """Roster, demands, rehearsal, seal, commitment, stage, order, gate, family."""
    division = opened(hall)
    page = f"/classes/{division.uid}/"
    pupils = list(division.pupils.order_by("code"))
    hall.clerk.do(
        page + "demands/",
        {
            "kind": "together",
            "ground": "twins",
            "reason": "双胞胎，家长要求同班",
            "pupil": [str(pupils[0].uid), str(pupils[1].uid)],
        },
    )
    shown = words(hall.clerk.see(page))
    assert "双胞胎，家长要求同班" in shown
    commit = sealed(hall, division)
    shown = words(hall.clerk.see(page))
    assert "各班平均，和S形排的比" in shown
    hall.clerk.do(
        commit,
        {
            "name": "分班会上家长代表报数",
            "form": "numbers:6:0:9",
            "not_before": box(business_now() + timedelta(hours=1)),
            "seals": "\n".join(draws.seal(line) for line in WITNESSES),
        },
    )
    stage = commit.replace("commit", "stage")
    assert hall.clerk.see(stage).cssselect("form") == []
    hall.grade.clock.advance(timedelta(hours=2))
    assert len(hall.clerk.see(stage).cssselect("form.stage-key")) == 1
    wrong = hall.clerk.post(stage, {"published": "41", "witnesses": "\n".join(WITNESSES)})
    assert wrong.status_code == 422
    hall.clerk.do(stage, {"published": CALLED, "witnesses": "\n".join(WITNESSES)})
    work_off()
    shown = words(hall.clerk.see(stage))
    assert "排好了" in shown
    assert not any(person.name in shown for person in hall.grade.people)
    hall.clerk.do(page + "order/")
    paper = Paper.objects.get()
    assert hall.clerk.post(page + "issue/").status_code == 422
    for desk, step in ((hall.second, "check"), (hall.principal, "sign")):
        revision = Paper.objects.get().revision
        desk.do(f"/bureau/papers/{paper.uid}/{step}/", {"revision": str(revision)})
    hall.clerk.do(page + "issue/")
    gate = hall.clerk.post(page + "gate/")
    assert gate.status_code == 200
    text = gate.content.decode()
    assert all(person.name in text for person in hall.grade.people)
    assert "2013" not in text
    pdf = hall.clerk.post(page + "gate/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    *hung, signed = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    text = "".join(one.extract_text() for one in hung)
    assert all(person.name in text for person in hall.grade.people)
    lot = Lot.objects.get()
    assert lot.result_sha256[:8] in signed.extract_text()
    assert not any(person.name in signed.extract_text() for person in hall.grade.people)
    assert lot.result_sha256[:8] not in text
    parent = family("lin")
    guard(parent, hall.grade.people[0])
    at_home = Desk(parent.actor, signed_in(parent.actor))
    child = at_home.see(f"/family/children/{hall.grade.people[0].uid}/")
    (link,) = child.cssselect("a[href^='/family/classes/']")
    own = words(at_home.see(link.get("href")))
    pupil = GradePupil.objects.get(person=hall.grade.people[0])
    assert f"七年级{pupil.given}班" in own
    assert pupil.code in own
    others = [p.name for p in hall.grade.people[1:]]
    assert not any(name in own for name in others)


def test_everybody_reads_how_it_was_drawn(hall: Hall) -> None:
    """From the seal on, without signing in: draws with their files, ranges; no child, no code."""
    division = opened(hall)
    public = f"/divisions/{division.uid}/"
    anybody = Client()
    assert anybody.get(public).status_code == 404
    lot = hall.grade.draw(hall.grade.seal(division))
    answer = anybody.get(public)
    shown = words(page_of(answer))
    assert "第1号" in shown
    assert "出生年月" in shown
    for person in hall.grade.people:
        assert person.name not in shown
    links = [a.get("href") for a in page_of(answer).cssselect(".round-files a")]
    assert [link.rsplit("/", 1)[1] for link in links] == ["commit.json", "reveal.json"]
    commit = json.loads(anybody.get(links[0]).content)
    assert commit["schema"] == "admission-draw-commit/1"
    assert json.loads(anybody.get(links[1]).content)["seed"] == lot.report["seed"]
    for wrong in ("late/1/commit.json", "list/2/commit.json", "list/1/roster.json"):
        assert anybody.get(public + wrong).status_code == 404
    hall.county.do(f"/classes/{division.uid}/void/", {"why": "名单漏了人"})
    assert "名单漏了人" in words(page_of(anybody.get(public)))


def test_a_caught_preset_stands_on_the_countys_board(hall: Hall) -> None:
    """Within the same click; answered there, in words the school does not see."""
    division = opened(hall)
    pupil = division.pupils.order_by("code")[0]
    page = f"/classes/{division.uid}/"
    hall.clerk.do(
        page + "demands/",
        {
            "kind": "fixed",
            "ground": "other",
            "reason": "某老师的班",
            "class_number": "1",
            "pupil": [str(pupil.uid)],
        },
    )
    assert "没有采纳" in words(hall.clerk.see(page))
    board = hall.county.see("/classes/watch/")
    assert "没处理的报警1条" in words(board)
    assert pupil.person.name not in words(board)
    (form,) = board.cssselect("form[action*='/alarms/']")
    assert hall.clerk.post(form.get("action"), {"answer": "没事"}).status_code == 404
    hall.county.do(form.get("action"), {"answer": "已经要求撤回"})
    assert "已经要求撤回" in words(hall.county.see("/classes/watch/"))


def test_a_refused_sheet_says_which_cell(hall: Hall) -> None:
    """On the page of the division, with what is safe."""
    division = opened(hall)
    page = f"/classes/{division.uid}/"
    book = hall.clerk.post(page + "sheet/")
    assert book["Content-Disposition"].startswith("attachment")
    marks = ["很好", *("80.5" for _ in range(47))]
    with hall.grade.sheet(division, {"语文": marks}).open("rb") as file:
        answer = hall.clerk.post(
            page + "fill/",
            {"file": File(file, "名单.xlsx"), "scores": "语文", "score_source": "学业水平"},
        )
    assert answer.status_code == 422
    assert "C2" in answer.content.decode()
    assert "很好" not in answer.content.decode()


def test_what_is_not_ones_own_is_not_there(hall: Hall) -> None:
    """The county sees sums and no roster; strangers and families nothing."""
    division = opened(hall)
    page = f"/classes/{division.uid}/"
    above = words(hall.county.see(page))
    assert "48名学生" in above
    assert not any(person.name in above for person in hall.grade.people)
    assert hall.county.post(page + "seal/").status_code == 404
    assert hall.county.browser.get("/classes/").status_code == 404
    parent = family("lin")
    assert signed_in(parent.actor).get(page).status_code == 404
    assert Client().get(page).status_code == 302
    other = Desk(hall.grade.other_clerk, signed_in(hall.grade.other_clerk))
    assert other.browser.get(page).status_code == 404


def test_numbers_that_are_none_are_refused_in_words(hall: Hall) -> None:
    """Empty, words, and far too many; what was typed stays."""
    given = {"school": str(hall.grade.school.uid), "grade": "7"}
    for classes in ("很多", "99999", "0"):
        answer = hall.clerk.post("/classes/", {**given, "classes": classes})
        assert answer.status_code == 422
        assert "班数" in answer.content.decode()
    assert not Division.objects.exists()


def test_requests_are_decided_on_the_board(hall: Hall) -> None:
    """Logged at the school, decided by the county; the name is masked there."""
    division = hall.grade.issued()
    pupil = division.pupils.filter(given=1).select_related("person")[0]
    page = f"/classes/{division.uid}/"
    hall.clerk.do(
        f"/classes/pupils/{pupil.uid}/request/",
        {"asked_by": "guardian", "words": "离家近", "to_class": "2"},
    )
    assert "离家近" in words(hall.clerk.see(page))
    board = hall.county.see("/classes/watch/")
    assert pupil.person.name not in words(board)
    assert "差得最多的：出生年月平均差" in words(board)
    (form,) = board.cssselect("form[action*='/requests/']")
    hall.county.do(form.get("action"), {"granted": "no", "why": "没有依据", "to_class": "2"})
    assert "没有依据" in words(hall.clerk.see(page))


def test_the_office_voids_on_the_board(hall: Hall) -> None:
    """With a reason; then the school may begin again."""
    division = hall.grade.issued()
    path = f"/classes/{division.uid}/void/"
    assert hall.county.post(path, {"why": ""}).status_code == 422
    hall.county.do(path, {"why": "名单漏了人"})
    assert "名单漏了人" in words(hall.clerk.see("/classes/"))
    assert hall.clerk.post(f"/classes/{division.uid}/gate/").status_code == 422


def test_teams_are_drawn_on_the_stage(hall: Hall) -> None:
    """A sheet of teachers, sealed, drawn; a reserve steps in at the desk."""
    hall.clerk.do("/classes/", {"school": str(hall.grade.school.uid), "grade": "7", "classes": "4"})
    division = Division.objects.get()
    page = f"/classes/{division.uid}/"
    path = written(hall.grade.path / "教师.xlsx", HEADS, teachers())
    with path.open("rb") as file:
        hall.clerk.do(page + "teams/", {"file": File(file, "教师.xlsx")})
    commit = hall.clerk.do(page + "teams/seal/")
    hall.grade.seal(division)
    hall.clerk.do(
        commit,
        {
            "name": "教师代表当场摇号",
            "form": "numbers:6:0:9",
            "not_before": box(business_now() + timedelta(hours=1)),
            "seals": "\n".join(draws.seal(line) for line in WITNESSES),
        },
    )
    hall.grade.clock.advance(timedelta(hours=2))
    stage = commit.replace("commit", "stage")
    hall.clerk.do(stage, {"published": CALLED, "witnesses": "\n".join(WITNESSES)})
    work_off()
    shown = words(hall.clerk.see(stage))
    assert "团队和班对上了" in shown
    assert all(f"{number}班" in shown for number in range(1, 5))
    out = division.teachers.filter(subject="数学", team__isnull=False)[0]
    hall.clerk.do(page + "teams/substitute/", {"code": out.code, "why": "ill"})
    assert "数学候补0" in words(hall.clerk.see(page))


def test_late_pupils_are_taken_in_at_the_desk(hall: Hall) -> None:
    """Sealed, committed; who has a class is not asked about."""
    division = hall.grade.issued()
    page = f"/classes/{division.uid}/"
    assert hall.clerk.post(page + "late/").status_code == 422
    late = hall.grade.enrol(300, name="后来者")
    hall.clerk.do(page + "late/")
    assert late.name in words(hall.clerk.see(page))
    commit = hall.clerk.do(page + "late/seal/")
    assert "后来的学生" in words(hall.clerk.see(commit))
    assert late.name not in words(hall.clerk.see(commit))

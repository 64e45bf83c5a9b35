"""A school takes its clubs from an empty list to a published result, at the desk alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from tests.domains.clubs.world import World as ClubWorld
from tests.domains.clubs.world import application_row, founded, key, pupil
from tests.surfaces.calls.conftest import TERM, Desk, School, box, desk_of
from tests.surfaces.following import refused as not_taken
from tests.surfaces.soup import one, words
from xueyou.domains.clubs.models import Place
from xueyou.domains.clubs.services.menu import add_club
from xueyou.kernel.calls.models import Call, Choice, Option, Round, Run
from xueyou.kernel.papers.models import Paper
from xueyou.platform.jobs.api import work_off

RULES = {
    "see": "1",
    "document": "课后服务校内办法",
    "number": "校发〔2026〕9号",
    "appeal_until": "2027-03-31",
}


def no_dead_links(desk: Desk, path: str) -> None:
    """Follow every link of a page that stays on this desk."""
    for link in desk.see(path).cssselect("main a[href], header a[href]"):
        target = link.get("href")
        if target.startswith("/calls/"):
            desk.see(target)


def what_is_next(school: School, call: str) -> str:
    """Return the words of the card that says what is next."""
    return words(one(school.clerk.see(call), ".calls-now"))


def menu(school: School, call: Call, round_: Round) -> ClubWorld:
    """Put two clubs on the menu, as the room of clubs does."""
    clerk = school.clerk.actor
    world = ClubWorld(school.city, school.place, clerk, clerk, clerk, clerk, call, round_)
    for code, places in (("棋", 2), ("画", 1)):
        club = world.given(code, places=places)
        add_club(actor=clerk, call_uid=call.uid, club=club, key=key())
    return world


def handed_in(world: ClubWorld, number: int, *codes: str) -> None:
    """Hand in a pupil's wishes."""
    row = application_row(world, pupil(world, f"学生{number}"), number)
    row.save(force_insert=True)
    options = [Option.objects.get(call=world.call, code=code) for code in codes]
    Choice.objects.bulk_create(
        Choice(application=row, round=world.round, batch=one_.lane, rank=rank, option=one_)
        for rank, one_ in enumerate(options, start=1)
    )


def opened(school: School, clock: Any) -> tuple[str, str]:
    """Open a term and write its times at the desk; return the addresses of call and round."""
    clerk = school.clerk
    assert "还没有设立过报名" in words(clerk.see("/calls/"))
    times = clerk.do("/calls/new/", TERM)
    now = clock.moment
    call = clerk.do(
        times,
        {"opens_at": box(now + timedelta(days=1)), "closes_at": box(now + timedelta(days=4))},
    )
    return call, f"/calls/rounds/{Round.objects.get().uid}/"


def test_from_the_empty_list_to_the_published_result(school: School, business_clock: Any) -> None:
    """Each page says what is next, and nobody needs more than what it offers."""
    call, round_ = opened(school, business_clock)
    assert "先把菜单排好" in what_is_next(school, call)
    world = menu(school, Call.objects.get(), Round.objects.get())
    assert "公布这一轮和规则" in what_is_next(school, call)
    shown = school.clerk.see(f"{round_}rules/?{urlencode({'see': '1'} | RULES)}")
    assert "周一下午" in words(shown)
    text = one(shown, "textarea[name=rules]").text
    source = one(shown, "input[name=source]").get("value")
    school.clerk.do(f"{round_}announce/", {"rules": text, "source": source})
    assert "等着开始报名" in what_is_next(school, call)

    business_clock.advance(timedelta(days=2))
    world.round.refresh_from_db()
    for number, wishes in enumerate((["棋"], ["棋", "画"], ["棋", "画"], ["画"])):
        handed_in(world, number, *wishes)
    page = school.clerk.see(call)
    assert "正在报名" in words(page)
    no_dead_links(school.principal, call)
    assert "4" in words(one(page, "[aria-labelledby=live-h]"))
    assert "学生1" not in words(school.clerk.see(f"{call}applications/".replace("?", "")))
    refused = school.clerk.post(f"{round_}freeze/")
    assert refused.status_code == 422
    assert "还没有到这一轮最后的截止时间" in refused.content.decode()

    business_clock.advance(timedelta(days=3))
    assert "封存这一轮" in what_is_next(school, call)
    school.clerk.do(f"{round_}freeze/")
    assert "先演练一次" in what_is_next(school, call)
    school.clerk.do(f"{round_}rehearse/")
    assert "正在运行" in what_is_next(school, call)
    again = not_taken(school.clerk.browser, f"{round_}freeze/")
    looked_at = one(again, "meta[http-equiv=refresh]").get("content").partition("url=")[2]
    assert looked_at == f"{call}?round={world.round.uid}"
    work_off()
    assert "公开承诺抽签" in what_is_next(school, call)
    no_dead_links(school.principal, call)
    assert "这是演练，不算数" in words(school.clerk.see(f"{round_}results/"))
    drawn = school.clerk.do(
        f"{round_}draw/",
        {
            "name1": "公证处号码",
            "form1": "digits:7",
            "not_before": box(business_clock.moment + timedelta(hours=1)),
        },
    )
    assert "等公开号码" in what_is_next(school, call)
    business_clock.advance(timedelta(hours=2))
    assert "揭晓抽签" in what_is_next(school, call)
    wrong = school.clerk.post(f"{drawn}reveal/", {"published": "88"})
    assert wrong.status_code == 422
    school.clerk.do(f"{drawn}reveal/", {"published": "8830271"})
    page = school.clerk.see(call)
    assert "正式运行" in words(one(page, ".calls-now h2"))
    draw = one(page, ".calls-now input[name=draw]").get("value")
    school.clerk.do(f"{round_}run/", {"draw": draw})
    work_off()
    run = Run.objects.get(purpose="official")
    assert (run.state, run.failure) == ("done", "")
    assert "起草公布决定" in what_is_next(school, call)
    paper = school.clerk.do(f"/calls/runs/{run.uid}/order/", {"number_code": "校发"})
    assert "等核稿、签发" in what_is_next(school, call)
    own = school.clerk.post(f"{paper}check/", {"revision": "1"})
    assert own.status_code == 422, "nobody checks what he drafted"
    for step in ("check", "sign"):
        revision = Paper.objects.get().revision
        school.principal.do(f"{paper}{step}/", {"revision": str(revision)})
    assert "公布结果" in what_is_next(school, call)
    school.clerk.do(f"/calls/runs/{run.uid}/publish/", {"when": "now"})
    assert "已经下令公布" in what_is_next(school, call)
    work_off()
    page = school.clerk.see(call)
    assert "结果已经公布" in words(page)
    assert Place.objects.count() == 3
    results = words(school.clerk.see(f"{round_}results/"))
    assert "3人次" in results
    assert "复核" in words(page)
    no_dead_links(school.clerk, call)
    no_dead_links(school.principal, call)


def test_a_term_of_clubs_is_not_copied(school: School, business_clock: Any) -> None:
    """Its clubs would be missing, so nothing offers a copy and none is made."""
    call, _ = opened(school, business_clock)
    menu(school, Call.objects.get(), Round.objects.get())
    assert "照着再设立一项" not in words(school.clerk.see(call))
    assert school.clerk.see(f"{call}copy/").cssselect("main form") == []
    asked = {"year": "2027", "title": "照抄的", "term": "2"}
    refused = school.clerk.post(f"{call}copy/", asked)
    assert refused.status_code == 422
    assert "不能照抄" in refused.content.decode()
    assert Call.objects.count() == 1


def test_what_is_typed_wrong_comes_back_beside_its_box(school: School) -> None:
    """Nothing is written, and what was typed stays."""
    answer = school.clerk.post("/calls/new/", TERM | {"s-wishes": "很多", "title": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "没有保存" in page
    assert "很多" in page
    assert not Call.objects.exists()


def test_another_school_finds_nothing(school: School, business_clock: Any) -> None:
    """Neither page nor step: a school runs its own calls only."""
    call, round_ = opened(school, business_clock)
    stranger = desk_of("school_clerk", founded("别的小学", "school", school.city))
    assert "2027年春季课后服务" not in words(stranger.see("/calls/"))
    for path in (call, f"{call}edit/", f"{round_}times/", f"{round_}places/", f"{round_}rules/"):
        assert stranger.browser.get(path).status_code == 404
    for path in (f"{round_}freeze/", f"{round_}announce/", f"{call}close/", f"{round_}cancel/"):
        assert stranger.post(path).status_code == 404
    assert Round.objects.get().state == "draft"


def test_a_principal_looks_and_changes_nothing(school: School, business_clock: Any) -> None:
    """He sees the call and its pages; forms for clerks are not there."""
    call, round_ = opened(school, business_clock)
    page = school.principal.see(call)
    assert page.cssselect("main form") == []
    assert school.principal.post(f"{round_}cancel/").status_code == 404
    assert school.principal.post(f"{round_}times/").status_code == 404
    assert Round.objects.get().state == "draft"


def test_a_round_is_cancelled_and_a_call_dropped(school: School, business_clock: Any) -> None:
    """Before the freeze, and with nothing left to do; the page goes on to say what was."""
    call, round_ = opened(school, business_clock)
    assert "加一轮" not in words(school.clerk.see(call)), "a menu has one round"
    school.clerk.do(f"{round_}cancel/")
    assert "这一轮已经取消" in what_is_next(school, call)
    assert "加一轮" in words(school.clerk.see(call))
    assert school.clerk.post(f"{round_}cancel/").status_code == 422
    school.clerk.do(f"{call}close/")
    assert Call.objects.get().state == "withdrawn"
    tags = [words(tag) for tag in school.clerk.see("/calls/").cssselect(".tag")]
    assert tags == ["没有公布就撤了"] * 2, "on a wide screen and on a narrow one"

"""The season as the city and a county see it: the board, the map, children asked for twice."""

import io
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.enrolment.world import World, child_of, filled, key, parent
from tests.kernel.calls.world import claimed
from tests.surfaces.season.conftest import Two
from tests.surfaces.soup import words
from xueyou.domains.checks.desk_parameters import DOUBLES
from xueyou.domains.enrolment.season_parameters import MIGRANT_TARGETS
from xueyou.domains.enrolment.selectors.season import season
from xueyou.domains.enrolment.selectors.season_report import report
from xueyou.domains.enrolment.selectors.season_views import SchoolLine
from xueyou.domains.enrolment.small_groups import shown
from xueyou.kernel.calls import doubles
from xueyou.kernel.calls.doubles import doubled, groups_in
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CapacityLine,
    Decision,
    Offer,
    Option,
    Round,
    Run,
)
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.time import business_now
from xueyou.surfaces.season.drawing import map_of
from xueyou.surfaces.season.files import report_docx, report_workbook

BOARD = "/season/?year=2026"


def file_bytes(answer: Any) -> bytes:
    """Return the file that was handed out."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_the_city_sees_every_county_and_a_county_its_own(two: Two) -> None:
    """Sums, the next end, places and first wishes; nobody's name."""
    city = words(two.city.see(BOARD))
    assert "乙县 · 小学" in city
    assert "甲市教育局 · 小学" in city
    assert "还有" in city
    assert "两头报" not in city
    mine = words(two.officer.see(BOARD))
    assert "乙县实验小学" in mine
    assert "柳荫街小学" not in mine
    assert "只报一处" not in words(two.chief.see(BOARD))


def test_the_map_stands_beside_its_table(two: Two) -> None:
    """Three dots with the numbers of their rows, the zone of two schools named and joined."""
    page = two.city.see(f"{BOARD}&call={two.east.call.uid}")
    assert len(page.cssselect(".season-dot")) == 3
    numbers = [words(dot) for dot in page.cssselect(".season-dot text")]
    assert sorted(numbers) == ["1", "2", "3"]
    assert len(page.cssselect(".season-link")) == 2
    assert "片区" in words(page.cssselect("svg")[-1])
    assert len(page.cssselect(".season-table tbody tr")) == 3


def test_the_board_renews_itself_and_says_when_all_is_as_it_was(two: Two) -> None:
    """A fragment for the page's own question, 304 for the same, the new one after a change."""
    whole = two.city.browser.get(BOARD)
    ask = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": whole["ETag"]}
    assert two.city.browser.get(BOARD, **ask).status_code == 304
    other = parent("后来的家长")
    two.east.handed_in(other, child_of(other, name="后来的"), ("QX",))
    answer = two.city.browser.get(BOARD, **ask)
    assert answer.status_code == 200
    assert answer.content.startswith(b"<main")
    assert 'http-equiv="refresh"' in whole.content.decode()


def test_a_child_in_two_counties_is_told_to_both_and_shown_whole_to_the_city(two: Two) -> None:
    """A county learns that there is another, and nothing that it holds; nothing is dropped."""
    there = "/season/doubles/?year=2026"
    city = words(two.city.see(there))
    assert "乙县" in city
    assert "甲市教育局" in city
    mine = words(two.officer.see(there))
    assert "别的县区还有1份" in mine
    assert "甲市教育局 ·" not in mine
    east, west = two.files[:2]
    pane = words(two.officer.see(f"/desk/files/{west.uid}/"))
    assert "在别的县区也报了名" in pane
    assert "柳荫街" not in pane.split("在别的县区也报了名")[1][:200]
    assert "别处也报了" in words(two.city.see(f"/desk/calls/{two.east.call.uid}/"))
    assert "1个孩子" in words(two.officer.see(BOARD))
    assert two.chief.browser.get(there).status_code in (403, 404)

    withdraw(actor=two.family, application_uid=east.uid, key=key())
    assert "现在没有" in words(two.officer.see(there))


def claims(world: World, family: SignedIn, serial: int, wish: str) -> Application:
    """Hand in for a child by a number that nobody has confirmed."""
    uid = start_draft(
        actor=family, call_uid=world.call.uid, party=claimed(serial, "两头报"), key=key()
    )
    choices = {"公办": [world.options[wish].uid]}
    save_draft(actor=family, application_uid=uid, answers=filled(), choices=choices)
    draft = Application.objects.get(uid=uid)
    submit(actor=family, application_uid=uid, key=str(draft.draft_key))
    draft.refresh_from_db()
    return draft


def test_two_claims_to_one_number_meet(two: Two) -> None:
    """Each parent by an account of his own; another number meets neither."""
    east = claims(two.east, parent("母亲"), 51, "LY")
    west = claims(two.west, parent("父亲"), 51, "S")
    other = claims(two.west, parent("别人"), 53, "S")
    groups = groups_in([two.east.call, two.west.call])
    assert [{one.pk for one in group} for group in groups if east in group] == [{east.pk, west.pk}]
    assert not any(other in group for group in groups)
    assert doubled([west, other]) == {west.pk}


def test_where_one_organisation_keeps_all_nothing_is_asked(
    two: Two, django_assert_num_queries: Any
) -> None:
    """Nobody can be asked for in two counties where there is one."""
    with django_assert_num_queries(0):
        assert groups_in([two.east.call]) == []


def test_a_claimed_child_meets_a_known_one_by_the_number(two: Two) -> None:
    """By person and by blind index: a claim in one county, a person in the other."""
    east, west = two.files[:2]
    assert doubled([east]) == {east.pk}
    assert doubled(two.files[2:]) == set()
    withdraw(actor=two.family, application_uid=west.uid, key=key())
    assert doubled([east]) == set()
    stranger = parent("另一个账号")
    draft = claims(two.west, stranger, 41, "S")
    assert draft.person is None
    assert doubled([east]) == {east.pk}
    assert doubled([draft]) == {draft.pk}
    (group,) = groups_in([two.east.call, two.west.call])
    assert {one.pk for one in group} == {east.pk, draft.pk}


def test_no_question_grows_with_a_whole_workbook(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database takes so many values in one question and no more: they are asked in parts."""
    asked: list[int] = []

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(len(params or ()))
        return execute(sql, params, many, context)

    def longest(files: list[Application]) -> tuple[set[int], int]:
        asked.clear()
        with connection.execute_wrapper(counted):
            return doubled(files), max(asked)

    east = [one for one in two.files if one.call_id == two.east.call.pk]
    monkeypatch.setattr(doubles, "AT_ONCE", 1)
    met, of_one = longest(east[:1])
    assert longest(east) == (met, of_one)
    assert met == {east[0].pk}
    assert len(east) == 3


def test_the_rule_may_hold_both_back(two: Two) -> None:
    """Told by default; where the city says so, neither is passed until one is withdrawn."""
    east, west = two.files[:2]
    set_parameter(
        actor=SYSTEM,
        name=DOUBLES,
        organisation_uid=two.east.office.bureau.uid,
        value="held",
        source="待核",
        valid_from=two.east.round.opens_at.date(),
        key=key(),
    )
    answer = two.officer.post(f"/desk/files/{west.uid}/pass/", {})
    assert answer.status_code == 422
    assert "要先留下一份" in answer.content.decode()
    answer = two.officer.post(f"/calls/applications/{west.uid}/check/", {})
    assert answer.status_code == 422, "nor by the other page"
    assert "要先留下一份" in answer.content.decode()
    withdraw(actor=two.family, application_uid=east.uid, key=key())
    two.officer.do(f"/desk/files/{west.uid}/pass/")


def test_the_year_as_page_workbook_and_paper(two: Two) -> None:
    """Counts whole for the bureau; in the paper nobody is one of fewer than five."""
    page = words(two.city.see("/season/report/"))
    assert "不含购买学位" in page
    assert "2025年12月31日的目标" in page
    assert "2027年12月31日的目标" in page
    book = openpyxl.load_workbook(
        io.BytesIO(file_bytes(two.city.browser.get("/season/report.xlsx?year=2026")))
    )
    schools = list(book["各学校"].iter_rows(min_row=2, values_only=True))
    assert ("甲市教育局", "小学", "清溪小学", "", 2, 2, 0) in schools
    paper = docx.Document(io.BytesIO(file_bytes(two.city.browser.get("/season/report.docx"))))
    assert {"还没有公布", "小学"} <= set(_cells(paper))
    text = "".join(paragraph.text for paragraph in paper.paragraphs)
    assert "升学率" in text
    assert "一、各县区" in text
    assert "（一）" not in text, "numbered twice"
    found = report(two.city.actor, 2026)
    calls = [replace(one, told=True, held=2) for one in found.season.calls]
    told = replace(found, season=replace(found.season, calls=calls))
    assert "少于5" in _cells(docx.Document(io.BytesIO(report_docx(told))))
    assert two.city.browser.get("/season/report/?year=2019").status_code == 404


def test_each_county_is_held_against_its_own_target_and_the_city_against_its_own(
    two: Two,
) -> None:
    """What one county has set is not the city's, nor another's."""

    def says(place: UUID, percent: int, source: str) -> None:
        set_parameter(
            actor=SYSTEM,
            name=MIGRANT_TARGETS,
            organisation_uid=place,
            value=[{"percent": percent, "by": "2028-12-31"}],
            source=source,
            valid_from=two.east.round.opens_at.date(),
            key=key(),
        )

    says(two.east.office.bureau.uid, 95, "市里的规划")
    says(two.west.call.organisation.uid, 80, "乙县的规划")
    whole = report(two.city.actor, 2026)
    assert [percent for percent, _ in whole.migrants.targets] == [95]
    told = {one.county: (one.targets[0][0], one.source) for one in whole.counties}
    assert told == {"甲市教育局": (95, "市里的规划"), "乙县": (80, "乙县的规划")}
    mine = report(two.officer.actor, 2026)
    assert [percent for percent, _ in mine.migrants.targets] == [80]
    page = words(two.city.see("/season/report/"))
    assert "2028年12月31日80%" in page
    assert "乙县的规划" in page
    book = openpyxl.load_workbook(io.BytesIO(report_workbook(whole)))
    cells = [row[0] for row in book["人才、随迁、公办园"].iter_rows(values_only=True)]
    assert "乙县：目标：2028-12-31" in cells
    paper = docx.Document(io.BytesIO(report_docx(whole)))
    text = "".join(paragraph.text for paragraph in paper.paragraphs)
    assert "到2028年12月31日95%（市里的规划）" in text
    assert "乙县的目标：到2028年12月31日80%（乙县的规划）" in text


def _cells(paper: Any) -> list[str]:
    return [cell.text for table in paper.tables for row in table.rows for cell in row.cells]


def test_calls_are_told_apart_and_nobody_is_left_to_check_once_it_is_closed(two: Two) -> None:
    """Of two calls of one stage in a county each is named; what is frozen waits for no clerk."""
    mine = season(two.officer.actor, 2026).calls[0]
    assert (mine.stage, mine.undecided > 0, mine.told) == ("小学", True, False)
    again = Call.objects.get(uid=mine.uid)
    again.pk, again.uid, again.title = None, uuid4(), "第二项"
    again.save(force_insert=True)
    assert {one.stage for one in season(two.officer.actor, 2026).calls} == {mine.title, "第二项"}
    Call.objects.filter(pk=again.pk).update(kind="enrolment.transfer")
    assert {one.stage for one in season(two.officer.actor, 2026).calls} == {"小学", "小学转学"}
    rounds = Round.objects.filter(call__uid=mine.uid)
    rounds.update(state="frozen", frozen_at=business_now())
    line = next(one for one in season(two.officer.actor, 2026).calls if one.uid == mine.uid)
    assert (line.undecided, line.total) == (0, mine.total)


def test_no_sentence_tells_what_a_table_left_out(two: Two) -> None:
    """Migrants beside three others: with the county's sum their number would tell the three."""
    found = report(two.city.actor, 2026)
    of_call = {"本地户籍": (3, 3), "外地户籍": (50, 50)}
    many = {"本地户籍": (30, 30), "外地户籍": (50, 50)}
    for classes, is_told in ((of_call, False), (many, True)):
        told = replace(
            found,
            classes=[classes for _ in found.classes],
            migrants=replace(found.migrants, placed=50, public=50),
        )
        paper = docx.Document(io.BytesIO(report_docx(told)))
        text = "".join(paragraph.text for paragraph in paper.paragraphs)
        assert ("公办学校50人" in text) == is_told


def test_queries_do_not_grow_with_schools(two: Two) -> None:
    """The board asks as much for three schools as for twenty."""

    def queries() -> int:
        two.city.see(BOARD)
        with CaptureQueriesContext(connection) as caught:
            two.city.see(BOARD)
        return len(caught)

    few = queries()
    mould = two.east.options["LY"]
    Option.objects.bulk_create(
        Option(
            call=mould.call,
            code=f"X{n}",
            organisation=mould.organisation,
            title="新",
            attributes=mould.attributes,
        )
        for n in range(20)
    )
    assert queries() == few


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 12], ["0", "12"]),
        ([3, 4, 20], ["少于5", "少于5", "20"]),
        ([3, 12, 20], ["少于5", "不列", "20"]),
        ([2], ["少于5"]),
    ],
)
def test_a_small_group_cannot_be_told_from_the_others(counts: list[int], said: list[str]) -> None:
    """One alone takes the next smallest along."""
    assert shown(counts) == said


def test_numbers_on_the_map_never_lie_upon_one_another() -> None:
    """Schools on one street are moved apart; without two places there is no map."""
    schools = [
        SchoolLine(f"第{n}小学", str(n), "", "", 10, n, 0, (n * 5, 0 if n else 900))
        for n in range(8)
    ]
    found = map_of(schools)
    assert found is not None
    places = [(dot.x, dot.y) for dot in found.dots]
    assert all(
        abs(x - u) >= 26 or abs(y - v) >= 26
        for i, (x, y) in enumerate(places)
        for u, v in places[:i]
    )
    assert map_of(schools[:1]) is None


def test_the_share_leaves_bought_places_out_and_knows_public_schools_without_a_word(
    two: Two,
) -> None:
    """Two migrants' children: one in a public school of which nothing is said, one in a bought
    place of a private one."""
    east = two.east
    Option.objects.filter(pk=east.options["WL"].pk).update(attributes={"sector": "private"})
    CapacityLine.objects.create(
        option=east.options["WL"],
        round=east.round,
        batch="民办",
        kind="bought",
        delta=1,
        reason="购买学位",
        source_kind="test",
        source_uid=east.call.uid,
        recorded_at=east.round.opens_at,
    )
    run = Run.objects.create(
        round=east.round,
        ordinal=1,
        purpose="official",
        rulebook_sha256="",
        prepared_at=east.round.opens_at,
    )
    for file, code, batch in ((two.files[2], "QX", ""), (two.files[3], "WL", "民办")):
        Application.objects.filter(pk=file.pk).update(applicant_class="migrant")
        decision = Decision.objects.create(
            run=run, application=file, verdict="placed", option=east.options[code], reason=""
        )
        Offer.objects.create(
            call=east.call,
            application=file,
            option=east.options[code],
            decision=decision,
            batch=batch,
            made_at=east.round.opens_at,
        )
    whole = report(two.city.actor, 2026)
    found = whole.migrants
    assert (found.placed, found.public, found.bought) == (2, 1, 1)
    counties = [(one.county, one.placed, one.bought, one.share) for one in whole.counties]
    assert counties == [("甲市教育局", 2, 1, "50.0%"), ("乙县", 0, 0, "没数据")]
    assert (found.share, found.with_bought) == ("50.0%", "100.0%")
    assert [f"{on:%Y}" for _, on in found.targets] == ["2025", "2027"]

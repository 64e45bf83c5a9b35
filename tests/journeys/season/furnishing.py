"""What the pages of enrolment need to be full: one call at each of its stations, and its lists."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.domains.enrolment.moving_world import open_moves
from tests.domains.enrolment.world import passed, sent_back
from tests.journeys.season.world import Asked, Season
from tests.kernel.calls.world import NOW, TODAY, appoint, child_of, citizen_number, key, parent
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.replies import hand_in_reply
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.domains.enrolment.services.entrusting import Entrusting, entrust_school
from xueyou.domains.enrolment.services.homes import import_homes
from xueyou.domains.enrolment.services.school_plans import COLUMNS, set_school_plans
from xueyou.domains.enrolment.services.talents import Certified, certify
from xueyou.formats.media_types import XLSX
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Decision, Offer, Run
from xueyou.kernel.calls.services.attesting import Fact, attest
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.offers import reply
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import frozen_business

NAMES = ("林知夏", "阿卜杜热合曼·艾则孜", "周子衿", "许砚舟")
HOMES = (("桂园小区7幢2单元501", "2024", "LY"), ("桂园小区", "2023", "WL"))
"""Homes that gave a place: one written down to the door, one uncertain."""


@dataclass
class Furnished:
    """Who opens pages, and the uids that stand in their addresses."""

    people: dict[str, SignedIn]
    uids: dict[str, UUID]


def furnished(season: Season) -> Furnished:
    """Fill a city's desks."""
    officer, office = season.east_officer, season.office
    going = season.asks(
        "2027年小学入学", forms.BOTH, [(code, "planned", 2) for code in ("LY", "WL", "MB")],
        committee=True,
    )  # fmt: skip
    files = [
        season.hands_in(going, name, {"公办": ["LY", "WL"]}, special="yes" if not n else "no")
        for n, name in enumerate(NAMES)
    ]
    drawn = season.asks(
        "2026年秋季入学",
        forms.TIERS,
        [("LY", "planned", 2), ("WL", "planned", 1), ("QX", "planned", 2)],
        completion="yes",
    )
    placed = [season.hands_in(drawn, name, {"公办": ["LY", "WL"]}) for name in NAMES]
    draw = season.sealed(drawn)
    with frozen_business(NOW):
        talent = appoint("talent_office", season.other_office("科技局"))
        _checked(season, going, files)
        asked_list, answer = _listed(season, going)
        _homes(season)
        _entrusted(season)
        _planned(season)
        certify(actor=talent, given=_certificate(), key=key())
        moves = open_moves(
            office, season.schools, "enrolment.transfer", [("LY", "3", 1)], "2026学年转学"
        )
        mover = parent("家长")
        child = child_of(mover, name="陶予安")
        moves.pupil(child, "QX")
        moved = moves.came(mover, child, ("LY-3",))
    twice = _filed_in_both(season, going)
    season.drawn(draw)
    run = season.published(drawn, draw)
    _accepted(run, placed)
    rest = Decision.objects.get(run=run, reason="completed").application
    people = {
        "officer": officer,
        "enroller": office.enroller,
        "chief": office.chief,
        "talent": talent,
        "clerk": appoint("school_clerk", season.schools["LY"]),
        "keeper": appoint("registry_officer", season.east),
        "family": _family_of(files[1]),
        "placed": _family_of(placed[0]),
        "rest": _family_of(rest),
        "mover": mover,
    }
    uids = {
        "call": going.call.uid,
        "round": going.round.uid,
        "file": files[2].uid,
        "returned": files[1].uid,
        "drawn_call": drawn.call.uid,
        "drawn": drawn.round.uid,
        "draw": draw,
        "run": run.uid,
        "list": asked_list,
        "answer": answer,
        "rolling": moves.round.uid,
        "rolling_call": moves.call.uid,
        "school": season.schools["LY"].uid,
        "placed": placed[0].uid,
        "rest": rest.uid,
        "moved": moved.uid,
        "twice": twice.uid,
        "option": going.options["LY"].uid,
    }
    return Furnished(people, uids)


def _entrusted(season: Season) -> None:
    """Entrust the bureau's own school to the eastern county."""
    schools = Organisation.objects.filter(parent=season.office.bureau, kind="school")
    entrust_school(
        actor=season.office.enroller,
        given=Entrusting(schools.get(name="某小学").uid, season.east.uid, "甲教〔2026〕8号", TODAY),
        key=key(),
    )


def _planned(season: Season) -> None:
    """Say how many two schools take: more than anybody offers here."""
    codes = (season.schools["LY"].code, season.schools["WL"].code)
    rows = [dict(zip(COLUMNS, (code, "小学", "300"), strict=True)) for code in codes]
    set_school_plans(
        actor=season.office.enroller,
        year=2026,
        source="甲教〔2026〕9号",
        table=table_of("plans", rows, COLUMNS),
        key=key(),
    )


def _family_of(application: Application) -> SignedIn:
    assert application.submitted_by is not None
    return actor_for(application.submitted_by)


def _filed_in_both(season: Season, going: Asked) -> Application:
    """Let a child be asked for in both counties; return the one of the eastern."""
    west = season.asks(
        "2027年小学入学（西区）", forms.TIERS, [("BL", "planned", 2)], west=True, committee=True
    )
    here = season.hands_in(going, "苏念安", {"公办": ["LY"]})
    assert here.person is not None
    season.hands_in(west, "苏念安", {"公办": ["BL"]}, child=here.person)
    return here


def _checked(season: Season, going: Asked, files: list[Application]) -> None:
    """One is agreed and checked, one goes back for a paper, of one the police say otherwise."""
    with act(SYSTEM, "calls.attestations.import") as a:
        said = {"register": Fact("county", "differs")}
        attest(a, files[2], "police", said, observed_at=a.business_at)
        a.about("call", going.call.uid)
        a.data = {"source": "police", "rows": 1, "same": 0}
    passed(season.east_officer, files[3])
    sent_back(season.east_officer, files[1], Missing("register_book", "户口簿缺孩子那一页"))


def _listed(season: Season, going: Asked) -> tuple[UUID, UUID]:
    """Draw a list up; its answer has one wrong cell."""
    uid = draw_up_list(
        actor=season.east_officer,
        round_uid=going.round.uid,
        wanted=Wanted(
            "housing", ("home",), "甲市不动产登记中心", "甲教〔2026〕5号", TODAY + timedelta(days=9)
        ),
        key=key(),
    )
    _, data = fetch_list(actor=season.east_officer, list_uid=uid)
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    says = next(n for n, head in enumerate(heads, 1) if str(head).endswith(":says"))
    sheet.cell(3, says).value = "对"
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("回复.xlsx", out.getvalue(), XLSX)
    answer = hand_in_reply(actor=season.east_officer, list_uid=uid, upload=upload, key=key())
    return uid, answer


def _homes(season: Season) -> None:
    heads = ("住址", "入学年份", "学校代码", "孩子证件号码")
    rows = [
        dict(zip(heads, (*row, citizen_number(51 + n)), strict=True)) for n, row in enumerate(HOMES)
    ]
    import_homes(
        actor=season.east_officer,
        organisation_uid=season.east.uid,
        stage="primary",
        table=table_of("homes", rows),
        key=key(),
    )


def _certificate() -> Certified:
    return Certified(
        "林知夏", "citizen", citizen_number(61), "B", "甲人才〔2026〕61号", date(2026, 11, 1)
    )


def _accepted(run: Run, placed: list[Application]) -> None:
    """Let one family accept, and one give its place back."""
    for one, accept in zip(placed, (True, False), strict=False):
        offer = Offer.objects.get(application=one, decision__run=run)
        with frozen_business(offer.made_at):
            reply(actor=_family_of(one), offer_uid=offer.uid, accept=accept, key=key())

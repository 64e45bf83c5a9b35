"""The menu: clubs put on it by the school, held against tariff, white list, clashes and words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_CLUB, KEEP_TERM
from xueyou.domains.clubs.call_kinds import HIGHEST
from xueyou.domains.clubs.grades import grades_of
from xueyou.domains.clubs.lanes import HOLIDAY, LANES
from xueyou.domains.clubs.models import Club, Place, Session, SessionState
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.standings import VETTED
from xueyou.domains.clubs.tariffs import Tariff, syllabus_word, tariff
from xueyou.domains.clubs.terms import Term, term_of
from xueyou.kernel.calls.models import Call, LineKind, OfferState, Option, Round, RoundState
from xueyou.kernel.calls.services.capacity import write_line
from xueyou.kernel.calls.services.offers import end
from xueyou.kernel.calls.services.options import write_option
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

MOST_HOURS = 6
NO_HOLIDAY = (
    "这个学期没有写假期日间从哪天到哪天，或者不在学期的头尾之间，没有加课。"
    "请先到“报名”的设置里写好这两个日子。"
)
NOT_OPENED = "报名人数不够，没有开班"


@dataclass(frozen=True, slots=True)
class ClubGiven:
    """A club as it is put on the menu. Money in fen; exactly one of teacher and provider.

    An empty code asks for the next free one.
    """

    code: str
    title: str
    lane: str
    places: int
    lowest: int
    highest: int
    room: str
    fee: int
    teacher_uid: UUID | None = None
    provider_uid: UUID | None = None
    material: int = 0
    hours: int = 1
    least: int = 1
    special: bool = False


def add_club(
    *,
    actor: Actor,
    call_uid: UUID | str,
    club: ClubGiven,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Put a club on the menu, before it is announced; return its uid.

    Raises NotFound (also for a teacher who is not the school's), ClubRefused: a fee above the
    tariff, a provider not on the white list, somebody or a room twice in a lane, a syllabus word.
    AnswersRefused for a wrong code or title.
    """
    request = {"call": str(call_uid), "club": repr(club)}
    with act(actor, verbs.ADD_CLUB.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_TERM, call_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        school, round_ = call.organisation, first_round(call)
        a.lock(call, round_)
        call.organisation = school
        if round_.state != RoundState.DRAFT:
            raise ClubRefused("菜单已经公布，不能再加课。没有改动。")
        found, teacher, provider = held_against_rules(call, school, club)
        option = write_option(
            call,
            school,
            code=club.code or _next_code(call),
            title=club.title,
            lane=club.lane,
            attributes=attributes_of(school, club),
        )
        plan_places(a, round_, option, club.places, club.lane)
        row = Club.objects.create(
            option=option,
            call=call,
            **columns_of(club, teacher, provider, found),
        )
        a.about("club", row.uid, org_path=school.path)
        a.data = {"call": call.uid, "lane": club.lane, "places": club.places, "fee": club.fee}
        a.outcome = {"uid": str(row.uid)}
        return row.uid


def plan_places(a: ActInProgress, round_: Round, option: Option, places: int, lane: str) -> None:
    """Write the places of a club, inside an open act that has locked its option."""
    source = Ref("act", a.uid)
    write_line(a, round_, option, LineKind.PLANNED, places, "学校菜单", source, batch=lane)


def held_against_rules(
    call: Call, school: Organisation, club: ClubGiven, there: Club | None = None
) -> tuple[Tariff, Person | None, Organisation | None]:
    """Return the tariff and who leads. `there` is the club as it stands, where it is changed.

    Raises NotFound, ClubRefused.
    """
    term = term_of(call)
    _require_plain(school, term, club)
    _require_grades(call, club)
    found = tariff(school, term.first_day, term.stage)
    _require_tariff(found, club)
    teacher, provider = _leader(school, term, club)
    _require_no_clash(call, club, teacher, there)
    return found, teacher, provider


def attributes_of(school: Organisation, club: ClubGiven) -> dict[str, str]:
    """Return what the rulebook knows of a club."""
    return {"school": school.code, "lowest": str(club.lowest), "highest": str(club.highest)}


def columns_of(
    club: ClubGiven, teacher: Person | None, provider: Organisation | None, found: Tariff
) -> dict[str, Any]:
    """Return a club's own columns."""
    return {
        "lane": club.lane,
        "teacher": teacher,
        "provider": provider,
        "room": club.room.strip(),
        "lowest": club.lowest,
        "highest": club.highest,
        "special": club.special,
        "hours": club.hours,
        "fee": club.fee,
        "material": club.material,
        "least": club.least,
        "tariff_source": found.source,
    }


def _next_code(call: Call) -> str:
    """Return the next free code, such as K07; the caller holds the call."""
    there = set(call.options.values_list("code", flat=True))
    return next(f"K{n:02d}" for n in count(len(there) + 1) if f"K{n:02d}" not in there)


def close_club(*, actor: Actor, club_uid: UUID | str, key: str, at: datetime | None = None) -> int:
    """Not open a club that too few have joined, or end it; return how many places ended.

    Nothing is billed for what was not held; offers end with the places. Refused while enough have
    joined and no session was missed. Raises NotFound, ClubRefused.
    """
    request = {"club": str(club_uid)}
    with act(actor, verbs.CLOSE_CLUB.name, at=at, key=key, request=request) as a:
        club: Club = target(actor, KEEP_CLUB, club_uid)
        if a.repeated:
            return int(a.outcome["places"])
        call, option, school = club.call, club.option, club.call.organisation
        a.lock(option, club)
        if club.closed_at is not None:
            raise ClubRefused("这门课已经停开，没有再改动。")
        if call.rounds.exclude(published_at=None).first() is None:
            raise ClubRefused("选课结果还没有公布，人数还不知道，不能停开。没有改动。")
        places = list(Place.objects.filter(club=club, until=None).select_related("offer"))
        if len(places) >= club.least:
            raise ClubRefused(
                f"已经有 {len(places)} 人参加，够 {club.least} 人的开班人数，不能停开。没有改动。"
            )
        _end_all(a, places)
        Session.objects.filter(
            club=club, state=SessionState.PLANNED, day__gte=a.business_at.date()
        ).update(state=SessionState.CANCELLED, why=NOT_OPENED)
        club.closed_at, club.closed_why = a.business_at, NOT_OPENED
        club.save(update_fields=["closed_at", "closed_why"])
        a.about("club", club.uid, org_path=school.path)
        a.data = {"call": call.uid, "places": len(places)}
        a.outcome = {"places": len(places)}
        return len(places)


def _end_all(a: ActInProgress, places: list[Place]) -> None:
    for place in places:
        place.until = max(a.business_at.date(), place.from_on)
        place.ended_why = NOT_OPENED
        end(a, place.offer, OfferState.ENDED, NOT_OPENED)
    Place.objects.bulk_update(places, ["until", "ended_why"])


def first_round(call: Call) -> Round:
    """Return the round for which the menu is made. Raises ClubRefused while there is none."""
    found = call.rounds.exclude(state=RoundState.CANCELLED).order_by("ordinal").first()
    if found is None:
        raise ClubRefused("还没有定选课的时间，菜单没有改动。请先安排一轮选课。")
    return found


def _require_plain(school: Organisation, term: Term, club: ClubGiven) -> None:
    if club.lane not in LANES:
        raise ClubRefused("没有这个时段，没有加课。请从列出的时段里选。")
    if club.lane == HOLIDAY and term.holiday is None:
        raise ClubRefused(NO_HOLIDAY)
    if not 1 <= club.lowest <= club.highest <= HIGHEST:
        raise ClubRefused("年级的范围不对，没有加课。请核对最低和最高年级。")
    if not 1 <= club.least <= club.places:
        raise ClubRefused("开班人数要在 1 和名额之间，没有加课。")
    if not 1 <= club.hours <= MOST_HOURS or not club.room.strip():
        raise ClubRefused(f"每次要写 1 到 {MOST_HOURS} 课时，并写明教室。没有加课。")
    word = syllabus_word(school, term.first_day, club.title)
    if word:
        raise ClubRefused(
            f"课名里有“{word}”。课后服务不得集体补课、讲新课，没有加课。请改成活动的名称。"
        )


def _require_grades(call: Call, club: ClubGiven) -> None:
    has = grades_of(call)
    missing = [n for n in range(club.lowest, club.highest + 1) if n not in has]
    if missing:
        raise ClubRefused(
            f"学校没有{'、'.join(str(n) for n in missing)}年级，没有加课。请核对最低和最高年级。"
        )


def _require_tariff(found: Tariff, club: ClubGiven) -> None:
    most = found.special if club.special else found.ordinary
    if not 0 <= club.fee <= most:
        raise ClubRefused(
            f"每课时收费 {yuan(club.fee)} 元，标准是最多 {yuan(most)} 元（{found.source}）。"
            "没有加课，请改低。"
        )
    if not 0 <= club.material <= found.material:
        raise ClubRefused(
            f"材料费 {yuan(club.material)} 元，标准是每学期最多 {yuan(found.material)} 元"
            f"（{found.source}）。没有加课，请改低。"
        )


def yuan(fen: int) -> str:
    """Return an amount of fen as yuan with two places."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _leader(
    school: Organisation, term: Term, club: ClubGiven
) -> tuple[Person | None, Organisation | None]:
    if (club.teacher_uid is None) == (club.provider_uid is None):
        raise ClubRefused("一门课由一位老师或一家机构来上，没有加课。请写明其中一个。")
    if club.provider_uid is None:
        assert club.teacher_uid is not None
        staff = Membership.objects.on(term.first_day).standing()
        found = staff.filter(
            person__uid=club.teacher_uid, organisation=school, kind=MembershipKind.STAFF
        ).first()
        if found is None:
            raise NotFound
        return found.person, None
    provider = Organisation.objects.filter(uid=club.provider_uid, closed_on=None).first()
    if provider is None:
        raise NotFound
    for day in (term.first_day, term.last_day):
        if provider.pk not in in_force({VETTED}, organisations=[provider.pk], on=day):
            raise ClubRefused(
                f"{provider.name}在这个学期里不在白名单上，没有加课。请换一家，或请教育局核对名单。"
            )
    return None, provider


def _require_no_clash(
    call: Call, club: ClubGiven, teacher: Person | None, changed: Club | None
) -> None:
    others = Club.objects.filter(lane=club.lane, closed_at=None).select_related("option")
    if changed is not None:
        others = others.exclude(pk=changed.pk)
    same_room = others.filter(call=call).filter(room=club.room.strip()).first()
    if same_room is not None:
        raise ClubRefused(
            f"{LANES[club.lane]}这间教室已经给了“{same_room.option.title}”，没有加课。请换教室。"
        )
    if teacher is not None:
        same = others.filter(teacher=teacher, call__year=call.year, call__term=call.term).first()
        if same is not None:
            raise ClubRefused(
                f"这位老师{LANES[club.lane]}已经在上“{same.option.title}”，没有加课。请换时段或老师。"
            )

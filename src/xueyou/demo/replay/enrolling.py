"""What every enrolment of a county takes: the call and its places, families who fill in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from xueyou.demo.people import PLACES
from xueyou.demo.replay.households import settle
from xueyou.demo.replay.informing import contacts
from xueyou.demo.replay.schools import founding
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.enrolment import LIES, ZONE_OF, ZONES, ZONES_TX, Family, Home, Opened
from xueyou.demo.year.schools import SCHOOLS, position, zone_of, zone_rows
from xueyou.domains.enrolment.rule_writing import rules_of_form
from xueyou.domains.enrolment.rulebooks.batches import SET_ASIDE
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.parties import Asking, KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.registry.models import Person
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY

ZONES_FROM, ZONES_TAKEN = date(2026, 4, 20), date(2026, 4, 12)
BATCH = "公办"
KEPT_FOR = "优待对象单列的学位，用不完的给别人"
ZONE_HEADS = ("地名", "单位", "起", "止", "单双", "学校代码", "东", "北")
STAGES = {"primary": "小学", "junior": "初中", "kindergarten": "幼儿园"}
FIRST_GRADES = {"primary": "小学一年级", "junior": "初中一年级", "kindergarten": "幼儿园小班"}
OF_OLD = {("CD", "primary"): ZONES, ("TX", "primary"): ZONES_TX}
"""Zones of the schools that were there first."""
DIRECTORY = {one.code: one for one in SCHOOLS}


def zones(opened: Opened) -> list[Event]:
    """Return whom to ask in a county, how its schools came, its table of zones, before the summer.

    Whom to ask comes first: it may have happened with the call of another stage.
    """
    stage = "" if opened.stage == "primary" else f"-{opened.stage}"
    key = f"demo-zones-{opened.county}{stage}"
    taken = Event(moment(ZONES_TAKEN, 10), key, "划片表", partial(_take_zones, opened))
    return [*contacts(opened.county), *founding(opened.county, opened.stage), taken]


def call_of(opened: Opened) -> Call:
    """Return a call of a county."""
    return Call.objects.get(organisation__code=opened.county, title=opened.title)


def round_of(opened: Opened) -> Round:
    """Return its first round."""
    return Round.objects.get(call=call_of(opened), ordinal=1)


def setting_up(opened: Opened) -> Iterator[Event]:
    """Yield how a call is opened, given its places, and announced."""
    name = f"demo-enrolment-{opened.name}"
    at = moment(opened.announced, 9)
    yield Event(at, name, f"设立{opened.title}", partial(_open, opened))
    add = partial(_add_round, opened)
    yield Event(at, f"{name}-round", "定报名时间", add)
    for code, places in opened.places.items():
        offer = partial(_offer, opened, code)
        yield Event(at, f"{name}-{code}", f"{place_name(code)}的招生计划", offer)
        plan = partial(_plan, opened, code, places)
        yield Event(at, f"{name}-{code}-places", f"{place_name(code)}的招生计划", plan)
    for code, places in opened.bought.items():
        buy = partial(_plan, opened, code, places, kind="bought", reason="向民办学校购买的学位")
        yield Event(at, f"{name}-{code}-bought", f"向{place_name(code)}购买学位", buy)
    said = f"公布{opened.title}的规则"
    yield Event(moment(opened.announced, 15), f"{name}-announced", said, partial(_announce, opened))
    at = moment(opened.announced, 15, 30)
    for code, places in opened.set_aside.items():
        do = partial(_plan, opened, code, places, kind="quota", pool=SET_ASIDE, reason=KEPT_FOR)
        yield Event(at, f"{name}-{code}-set-aside", f"{place_name(code)}单列的学位", do)


def place_name(code: str) -> str:
    """Return the short name of a school."""
    if code in DIRECTORY:
        return DIRECTORY[code].name
    return next(place.short_name for place in PLACES if place.code == code)


def registering(opened: Opened, families: Sequence[Family], part: str = "") -> Event:
    """Return how the registry comes to know the families who ask in a call."""
    guardians = [one.guardian for one in families]
    wards = [ward for one in families for ward in one.wards]

    def do(*, key: str, at: datetime) -> None:
        settle(guardians, wards, key=key, at=at)

    at = moment(opened.announced, 16)
    return Event(at, f"demo-families-{opened.name}{part}", "登记家庭", do)


def asking(opened: Opened, families: tuple[Family, ...]) -> Iterator[Event]:
    """Yield how these families hand in, one after another from the first day on."""
    for n, family in enumerate(families):
        at = datetime.combine(opened.opens, time(9 + n // 12 % 8, n * 5 % 60), CITY)
        hand_in = partial(handed_in, opened, family.guardian.login_name, family.ward.name)
        key = f"demo-{opened.name}-{family.guardian.login_name}"
        yield Event(at, key, "家长报名", partial(hand_in, family.home))


def handed_in(
    opened: Opened, login_name: str, child: str, home: Home, *, key: str, at: datetime
) -> None:
    """Let a guardian fill in for a child of the registry, and hand in."""
    uid = drafted(opened, login_name, known(login_name, child), home, key=key, at=at)
    hand_in(person(login_name), uid, at)


def hand_in(actor: Actor, application_uid: UUID, at: datetime) -> None:
    """Hand a draft in with the code that the server gave it."""
    draft = Application.objects.get(uid=application_uid)
    submit(actor=actor, application_uid=application_uid, key=str(draft.draft_key), at=at)


def known(login_name: str, child: str) -> KnownChild:
    """Return a child of the account by its name."""
    found = Person.objects.get(
        bonds_of__kind="guardian",
        bonds_of__voided_at=None,
        bonds_of__holder__account__login_name=login_name,
        name=child,
    )
    return KnownChild(found.uid)


def drafted(
    opened: Opened, login_name: str, child: Asking, home: Home, *, key: str, at: datetime
) -> UUID:
    """Let a guardian fill in everything."""
    actor, call = person(login_name), call_of(opened)
    uid = start_draft(actor=actor, call_uid=call.uid, party=child, key=key, at=at)
    options = dict(Option.objects.filter(call=call).values_list("code", "uid"))
    asked = {**({} if home.by_points else {BATCH: home.wishes}), **home.more}
    save_draft(
        actor=actor,
        application_uid=uid,
        answers=answers_of(home, committee=opened.committee),
        choices={name: _uids(options, codes) for name, codes in asked.items()},
        at=at,
    )
    return uid


def _uids(options: Mapping[str, UUID], codes: Sequence[str]) -> list[UUID]:
    return [options[code] for code in codes if code in options]


def answers_of(home: Home, *, committee: bool = False) -> Mapping[str, str]:
    """Return what a family types about its home."""
    found = {
        "road": home.road,
        "door": home.door,
        "lived_year": str(home.lived[0]),
        "lived_month": str(home.lived[1]),
        "housing": home.housing,
        "register": home.register,
        "sibling": "yes" if home.sibling else "no",
        "policy": "yes" if home.policy else "no",
    }
    if home.sibling:
        found["sibling_school"] = home.sibling
    if home.register != "elsewhere":
        found["register_day"] = home.register_day
    if home.register_at is not None:
        found["register_road"], found["register_door"] = home.register_at
    if committee:
        found["special"] = "yes" if home.special else "no"
    return found


def _take_zones(opened: Opened, *, key: str, at: datetime) -> None:
    rows = [
        *OF_OLD.get((opened.county, opened.stage), ()),
        *zone_rows(opened.county, opened.stage),
    ]
    import_zones(
        actor=person(opened.officer),
        organisation_uid=place(opened.county).uid,
        stage=opened.stage,
        valid_from=ZONES_FROM,
        source=f"{opened.county_zh}{STAGES[opened.stage]}招生划片通告（2026年，待核）",
        table=table_of("zones", rows, ZONE_HEADS),
        key=key,
        at=at,
    )


def _open(opened: Opened, *, key: str, at: datetime) -> None:
    open_call(
        actor=person(opened.officer),
        kind="enrolment.school",
        organisation_uid=place(opened.county).uid,
        year=opened.year,
        title=opened.title,
        settings={"stage": opened.stage, **({"committee": "yes"} if opened.committee else {})},
        key=key,
        at=at,
    )


def _add_round(opened: Opened, *, key: str, at: datetime) -> None:
    times = Times(
        moment(opened.opens, 9),
        moment(opened.closes, 17),
        reply_by=None if opened.reply_by is None else moment(opened.reply_by, 17),
    )
    add_round(
        actor=person(opened.officer), call_uid=call_of(opened).uid, times=times, key=key, at=at
    )


def _offer(opened: Opened, code: str, *, key: str, at: datetime) -> None:
    school = place(code)
    add_option(
        actor=person(opened.officer),
        call_uid=call_of(opened).uid,
        organisation_uid=school.uid,
        code=code,
        title=school.short_name,
        attributes=_attributes(code),
        key=key,
        at=at,
    )


def _attributes(code: str) -> dict[str, str]:
    school = DIRECTORY.get(code)
    if school is None:
        return {"zone": ZONE_OF.get(code, code), "school": code, "place": LIES[code]}
    east, north = position(school)
    found = {"school": code, "place": f"{east} {north}"}
    if school.private:
        return {**found, "sector": "private"}
    return {**found, "zone": zone_of(school).split("、")[0]}


def _plan(
    opened: Opened,
    code: str,
    places: int,
    kind: str = "planned",
    reason: str = "招生计划",
    pool: str = "",
    *,
    key: str,
    at: datetime,
) -> None:
    round_ = round_of(opened)
    add_line(
        actor=person(opened.officer),
        round_uid=round_.uid,
        option_uid=Option.objects.get(call=round_.call, code=code).uid,
        kind=kind,
        delta=places,
        reason=reason,
        batch=BATCH if pool else "",
        pool=pool,
        key=key,
        at=at,
    )


def notice_of(opened: Opened) -> dict[str, str]:
    """Return what the county's notice says, as forms of rules ask it."""
    return {
        "notice": f"{opened.county_zh}{opened.year}年{FIRST_GRADES[opened.stage]}招生通告",
        "number": opened.number,
        "issued": opened.announced.isoformat(),
        "born_from": opened.born_from,
        "born_to": opened.born_to,
        "appeal_until": opened.appeal_until,
    }


def _announce(opened: Opened, *, key: str, at: datetime) -> None:
    call = call_of(opened)
    announce_round(
        actor=person(opened.officer),
        round_uid=round_of(opened).uid,
        rules=rules_of_form(call, opened.form, {**notice_of(opened), **opened.given}),
        source=opened.number,
        key=key,
        at=at,
    )

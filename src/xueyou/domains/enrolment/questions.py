"""What other offices can be asked about a child's place in a school, and what their word means."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from xueyou.domains.enrolment.facts import NOWHERE, OPEN, facts_of_addresses, known_facts
from xueyou.domains.enrolment.form import HOUSING, REGISTER
from xueyou.domains.enrolment.zoning import notice_for
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.questions import Question

NOT_HERE = ("不在本县区", "外县区", "外地")
NONE_OF_THEIRS = "none"
_HOMES = {
    "own": HOUSING["own"],
    "family": HOUSING["family"],
    "rent": HOUSING["rent"],
    NONE_OF_THEIRS: "没有登记在他们家名下，也没有租赁备案",
}

QUESTIONS = (
    Question(
        "register",
        "户口登记的地址",
        ("police",),
        ("register", "register_zone"),
        ("register", "register_road", "register_door", "road", "door"),
        Field("register", "户口登记的地址", most=120),
        "不一致的写登记的地址，写到门牌；不在本县区的，写“不在本县区”。",
    ),
    Question(
        "register_day",
        "户口迁入的日期",
        ("police",),
        ("register_day",),
        ("register_day",),
        Field("register_day", "户口迁入的日期", "day"),
    ),
    Question(
        "born",
        "出生日期",
        ("police",),
        ("born",),
        (),
        Field("born", "出生日期", "day"),
    ),
    Question(
        "home",
        "住的房子",
        ("housing",),
        ("zone", "housing"),
        ("road", "door", "housing"),
        Field("home", "住的房子", "choice", among=_HOMES),
    ),
    Question(
        "residence_months",
        "居住证满几个月",
        ("police",),
        ("residence_months",),
        ("register",),
        Field("residence_months", "居住证满几个月", "integer", most=999),
        "写满了几个月；没有居住证的写0，查不到的选“没查到”。",
        open=True,
    ),
    Question(
        "insured_months",
        "社保满几个月",
        ("human_resources",),
        ("insured_months",),
        ("register",),
        Field("insured_months", "社保满几个月", "integer", most=999),
        "写满了几个月；没有参保的写0，查不到的选“没查到”。",
        open=True,
    ),
)
MONTHS = ("residence_months", "insured_months")
"""Asked of families registered elsewhere only; nobody states them, the office does."""


def confirmed_facts(
    question: Question, applications: Sequence[Applied], at: datetime
) -> dict[int, dict[str, str]]:
    """Return the facts that an office's "so it is" confirms, by application."""
    if question.code == "born":
        known = known_facts(applications, at)
        return {pk: {"born": facts["born"]} for pk, facts in known.items() if "born" in facts}
    if question.code in MONTHS:
        away = [one.id for one in applications if one.answers.get("register") == "elsewhere"]
        return {pk: {question.code: "0"} for pk in away}
    if question.code == "register_day":
        return {
            one.id: {"register_day": one.answers["register_day"]}
            for one in applications
            if "register_day" in one.answers
        }
    zones = facts_of_addresses(applications, at)
    zone, own = question.facts if question.code == "home" else question.facts[::-1]
    found = {}
    for one in applications:
        if own in one.answers:
            found[one.id] = {own: one.answers[own]}
            if zone in zones[one.id]:
                found[one.id][zone] = zones[one.id][zone]
    return found


def corrected_facts(
    call: Call, question: Question, value: str, one: Applied, at: datetime
) -> Mapping[str, str]:
    """Return the facts that an office's other word states.

    An address whose zone nobody can tell leaves the zone open: an officer settles it.
    """
    if question.code == "home":
        if value == NONE_OF_THEIRS:
            return {"housing": "other", "zone": OPEN}
        zone = facts_of_addresses([one], at)[one.id].get("zone")
        return {"housing": value} if zone is None else {"housing": value, "zone": zone}
    if question.code != "register":
        return {question.facts[0]: value}
    if value in NOT_HERE or value == REGISTER["elsewhere"]:
        return {"register": "elsewhere", "register_zone": NOWHERE}
    notice = notice_for(call, at)
    zone = "" if notice is None else notice.locate(value).zone
    return {"register": "county", "register_zone": zone or OPEN}


def fact_words(call: Call, name: str, value: str, at: datetime) -> str | None:
    """Return the words of a fact of this room, None where they are plain."""
    if name == "register":
        return REGISTER.get(value)
    if name == "housing":
        return HOUSING.get(value)
    if name not in ("zone", "register_zone", "sibling_school"):
        return None
    if value == OPEN:
        return "还没有定"
    if value == NOWHERE:
        return "没有" if name == "sibling_school" else "不在本县区"
    notice = notice_for(call, at)
    schools = () if notice is None else notice.schools.get(value, ())
    if name == "sibling_school" or not schools:
        return None
    return "、".join(schools)

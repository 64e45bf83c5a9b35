"""Facts that are not answers: zones of addresses, birth, the schools of brothers and sisters."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from xueyou.domains.enrolment.zoning import Notice, notice_for
from xueyou.kernel.calls.kinds import Applied, Facts
from xueyou.kernel.calls.models import Application, Call, Option
from xueyou.kernel.registry.models import Membership, MembershipKind, PersonBond, PersonBondKind
from xueyou.platform.time import CITY

AT_ONCE = 400
NOWHERE = "none"
"""The code of no zone and of no school: known to be none, which is not the same as unknown."""
OPEN = "open"
"""The code of a zone that a source leaves uncertain: no fact until an officer settles it."""


def facts_of_addresses(applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
    """Return by application the zones of its addresses, where the home lies, a sibling's school.

    An address whose zone is not certain gives no fact: rules that need one say so to the family,
    and an officer may attest the zone. Queries: a few for each call among the applications.
    """
    found: dict[int, dict[str, str]] = {}
    for call, some in _by_call(applications):
        notice = notice_for(call, at)
        schools = _schools(call)
        for one in some:
            found[one.id] = {
                **({} if notice is None else _zones(notice, one)),
                **_sibling(one.answers, schools),
            }
    return found


def known_facts(applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
    """Return by application what the registry knew: birth, and where a sibling is a pupil."""
    found: dict[int, dict[str, str]] = {one.id: {} for one in applications}
    for some in _pieces([one.id for one in applications]):
        births = Application.objects.filter(pk__in=some).annotate(
            born=Coalesce(F("person__born_on"), F("claim__born_on"))
        )
        for pk, born in births.values_list("pk", "born"):
            if born is not None:
                found[pk]["born"] = born.isoformat()
    people = {one.person_id: one.id for one in applications if one.person_id is not None}
    day = at.astimezone(CITY).date()
    for person_id, codes in schools_of_siblings(list(people), day, at).items():
        found[people[person_id]]["sibling_school"] = codes[0]
    return found


def schools_of_siblings(person_ids: Sequence[int], day: date, at: datetime) -> dict[int, list[str]]:
    """Return by person the codes of schools where brothers and sisters are pupils that day.

    `at`: as it was known at that moment.
    """
    siblings: dict[int, set[int]] = {}
    for some in _pieces(person_ids):
        bonds = (
            PersonBond.objects.known(at)
            .on(day)
            .filter(kind__in=(PersonBondKind.SIBLING, PersonBondKind.MULTIPLE_BIRTH))
        )
        for near, far in (("holder_id", "subject_id"), ("subject_id", "holder_id")):
            for one, other in bonds.filter(**{f"{near}__in": some}).values_list(near, far):
                siblings.setdefault(one, set()).add(other)
    everyone = sorted({pk for others in siblings.values() for pk in others})
    schools: dict[int, str] = {}
    for some in _pieces(everyone):
        rows = (
            Membership.objects.known(at)
            .on(day)
            .filter(person_id__in=some, kind=MembershipKind.PUPIL, primary=True)
        )
        schools |= dict(rows.values_list("person_id", "organisation__code"))
    return {
        person: codes
        for person, others in siblings.items()
        if (codes := sorted({schools[pk] for pk in others if pk in schools}))
    }


def _zones(notice: Notice, one: Applied) -> dict[str, str]:
    answers = one.answers
    home = notice.locate(answers.get("road", "") + answers.get("door", "")).zone
    register = NOWHERE if answers.get("register") == "elsewhere" else ""
    if answers.get("register") == "home":
        register = home
    elif answers.get("register") == "county":
        text = answers.get("register_road", "") + answers.get("register_door", "")
        register = notice.locate(text).zone
    place = notice.point(answers.get("road", "") + answers.get("door", ""))
    facts = {"zone": home, "register_zone": register, "place": place}
    return {name: zone for name, zone in facts.items() if zone}


def _sibling(answers: Mapping[str, str], schools: Mapping[str, str]) -> dict[str, str]:
    if answers.get("sibling") == "no":
        return {"sibling_school": NOWHERE}
    code = schools.get(answers.get("sibling_school", ""))
    return {} if code is None else {"sibling_school": code}


def _schools(call: Call) -> dict[str, str]:
    """Return codes of the call's schools by their names; of equal names the least code."""
    rows = Option.objects.filter(call=call).order_by("-code")
    return dict(rows.values_list("organisation__name", "organisation__code"))


def _by_call(
    applications: Sequence[Applied],
) -> list[tuple[Call, list[Applied]]]:
    calls: dict[int, int] = {}
    for some in _pieces([one.id for one in applications]):
        calls |= dict(Application.objects.filter(pk__in=some).values_list("pk", "call_id"))
    found: dict[int, list[Applied]] = {}
    for one in applications:
        if one.id in calls:
            found.setdefault(calls[one.id], []).append(one)
    rows = Call.objects.in_bulk(list(found))
    return [(rows[pk], some) for pk, some in found.items()]


def _pieces(keys: Sequence[int]) -> list[list[int]]:
    return [list(keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE)]

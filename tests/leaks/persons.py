"""The persons of the leak world: who they are in words, and where they hold what."""

from dataclasses import dataclass
from datetime import date, timedelta

TODAY = date(2026, 11, 20)
LONG_AGO = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """`acts_as` is a row of the oracle, `at` the place acted for (None: for no place)."""

    id: str
    acts_as: str
    at: str | None
    holds: tuple[tuple[str, str], ...] = ()
    begins: date = LONG_AGO
    ends: date | None = None
    later: str = ""
    """What happens after signing in: "revoked" or "closed"."""


def _of(person: str, role: str, place: str) -> Person:
    return Person(person, role, place, ((role, place),))


FAMILIES = ("mother", "father", "ex-guardian", "neighbour", "claimer")
"""Accounts that hold nothing: what they may do lies in whose guardian they are."""
PERSONS = (
    Person("anonymous", "nobody", None),
    _of("chief", "bureau_chief", "city"),
    _of("planner", "plan_officer", "city"),
    _of("officer-a", "county_officer", "A"),
    _of("officer-b", "county_officer", "B"),
    _of("officer-c", "county_officer", "C"),
    _of("office-clerk", "department_officer", "office"),
    _of("principal-a1", "school_principal", "A1"),
    _of("clerk-a1", "school_clerk", "A1"),
    _of("clerk-a2", "school_clerk", "A2"),
    _of("clerk-b1", "school_clerk", "B1"),
    _of("teacher-a1", "school_teacher", "A1"),
    _of("auditor", "auditor", "city"),
    _of("security", "security_admin", "city"),
    _of("system", "system_admin", "city"),
    Person("ended", "without_role", None, (("county_officer", "A"),), ends=TODAY),
    Person(
        "tomorrow",
        "without_role",
        None,
        (("county_officer", "A"),),
        begins=TODAY + timedelta(days=1),
    ),
    Person("revoked", "without_role", None, (("county_officer", "A"),), later="revoked"),
    Person("closed", "nobody", None, (("county_officer", "A"),), later="closed"),
    Person("member", "force_member", "city", (("task_force_member", "city"),)),
    Person("ex-member", "force_past", "city", (("task_force_member", "city"),)),
    _of("registrar-a1", "registry_officer", "A1"),
    _of("keeper", "registry_keeper", "city"),
    _of("enroller", "enrolment_officer", "city"),
    _of("enroller-a", "enrolment_officer", "A"),
    _of("enroller-b", "enrolment_officer", "B"),
    _of("certifier", "talent_office", "personnel"),
    *(Person(name, "family", None) for name in FAMILIES),
    Person("both", "officer_of_two", "A", (("county_officer", "A"), ("county_officer", "B"))),
)
BY_ID = {person.id: person for person in PERSONS}

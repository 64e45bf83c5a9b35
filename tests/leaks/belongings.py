"""To whom rows of people, calls, results and clubs belong: a child, an account, or a place.

Each table says how one climbs from its row to another's, until a row names whose it is, and which
content class it has. Written by hand beside dumps.py.
"""

from typing import Any

from tests.leaks.world import World

Key = tuple[str, Any]
Row = dict[str, Any]

PERSON = ("person_id", "registry_person")
APPLICATION = ("application_id", "calls_application")
FILES = (
    *("checks_opening", "checks_recusal", "checks_referral"),
    *("checks_homevisit", "checks_spotpick", "checks_deskdecision"),
)
DIVIDED = (
    *("classes_gradepupil", "classes_demand", "classes_alarm", "classes_lot"),
    *("classes_rehearsal", "classes_changerequest", "classes_teacherteam", "classes_teacher"),
    "classes_substitution",
)
ABOVE: dict[str, tuple[tuple[str, str], ...]] = {
    "registry_identifier": (PERSON,),
    "registry_guardianinvitation": (PERSON,),
    "registry_personbond": (("subject_id", "registry_person"),),
    "registry_membership": (PERSON,),
    "registry_standing": (PERSON,),
    "registry_guardiancontact": (PERSON,),
    "roll_rollline": (("roll_id", "roll_rollimport"),),
    "registry_claimsharing": (("claim_id", "registry_claim"),),
    "calls_application": (PERSON, ("claim_id", "registry_claim")),
    "calls_choice": (APPLICATION,),
    "calls_picture": (APPLICATION,),
    "calls_attestation": (APPLICATION,),
    "calls_waiting": (APPLICATION,),
    "calls_decision": (APPLICATION,),
    "calls_offer": (APPLICATION,),
    "calls_appeal": (("decision_id", "calls_decision"),),
    "enrolment_letter": (("offer_id", "calls_offer"),),
    "arrivals_arrival": (("offer_id", "calls_offer"),),
    "calls_round": (("call_id", "calls_call"),),
    "calls_phase": (("round_id", "calls_round"),),
    "calls_option": (("call_id", "calls_call"),),
    "calls_capacityline": (("option_id", "calls_option"),),
    "calls_run": (("round_id", "calls_round"),),
    "enrolment_zoneschool": (("notice_id", "enrolment_zonenotice"),),
    "enrolment_zonerange": (("notice_id", "enrolment_zonenotice"),),
    "enrolment_homeuser": (("use_id", "enrolment_homeuse"),),
    "checks_checkduty": (("option_id", "calls_option"),),
    "checks_spotcheck": (("call_id", "calls_call"),),
    "checks_checklist": (("round_id", "calls_round"),),
    **dict.fromkeys(
        ("checks_checkline", "checks_checkreply", "checks_destructionreceipt"),
        (("list_id", "checks_checklist"),),
    ),
    "checks_checkanswer": (("line_id", "checks_checkline"),),
    **dict.fromkeys(FILES, (APPLICATION,)),
    **dict.fromkeys(DIVIDED, (("division_id", "classes_division"),)),
    "classes_demandpupil": (("demand_id", "classes_demand"),),
    "clubs_club": (("call_id", "calls_call"),),
    "clubs_session": (("club_id", "clubs_club"),),
    "clubs_entry": (("call_id", "calls_call"),),
    "clubs_place": (PERSON,),
    "clubs_bill": (PERSON,),
    "clubs_billline": (("bill_id", "clubs_bill"),),
    "clubs_mark": (("place_id", "clubs_place"),),
    "clubs_leave": (PERSON,),
    "clubs_collector": (PERSON,),
    "clubs_pickupcode": (PERSON,),
    "clubs_handover": (("place_id", "clubs_place"),),
    "clubs_wrongcode": (("place_id", "clubs_place"),),
}
"""Tables whose rows are whose another row is: columns, and the table each points to."""
OF_PLACES = {
    "calls_call": "organisation_id",
    "classes_division": "school_id",
    "calls_rulebook": "jurisdiction_id",
    "draws_draw": "organisation_id",
    "publications_publication": "organisation_id",
    "enrolment_zonenotice": "organisation_id",
    "enrolment_homeuse": "organisation_id",
    "roll_rollimport": "school_id",
    "registry_standing": "organisation_id",
    "clubs_entry": "organisation_id",
    "registry_membership": "organisation_id",
}
"""Of memberships those of staff, who are of the school; a pupil's go with the child."""
OF_PEOPLE = {"registry_person", "registry_claim", "accounts_phone"}
CONTENTS = {
    **dict.fromkeys(("registry_person", "registry_identifier"), "child"),
    **dict.fromkeys(("registry_personbond", "registry_guardianinvitation"), "bond"),
    **dict.fromkeys(
        (
            *("registry_claim", "registry_claimsharing"),
            *("calls_application", "calls_choice", "calls_attestation", "calls_picture"),
        ),
        "application",
    ),
    **dict.fromkeys(
        (
            *("calls_waiting", "calls_decision", "calls_offer", "calls_appeal"),
            *("arrivals_arrival", "enrolment_letter", "registry_membership"),
        ),
        "result",
    ),
    **dict.fromkeys(FILES, "application"),
    "accounts_phone": "account",
    **dict.fromkeys((*DIVIDED, "classes_division", "classes_demandpupil"), "division"),
    "classes_gradepupil": "seat",
    "clubs_club": "term",
    "clubs_session": "session",
    **dict.fromkeys(
        (
            *("clubs_place", "clubs_mark", "clubs_leave", "clubs_collector"),
            *("clubs_pickupcode", "clubs_handover", "clubs_wrongcode"),
        ),
        "attendance",
    ),
    **dict.fromkeys(("clubs_bill", "clubs_billline"), "bill"),
    "clubs_entry": "fund",
    "publications_publication": "published",
    "registry_standing": "standing",
    **dict.fromkeys(("roll_rollimport", "roll_rollline", "registry_guardiancontact"), "pupil"),
}
"""Content class of a table's rows; of all others here it is that of calls being kept."""
SUBJECTS = {
    "application": "calls_application",
    "offer": "calls_offer",
    "person": "registry_person",
    "bond": "registry_personbond",
    "claim": "registry_claim",
    "identifier": "registry_identifier",
    "division": "classes_division",
    "class_lot": "classes_lot",
    "class_request": "classes_changerequest",
    "alarm": "classes_alarm",
    "leave": "clubs_leave",
    "pickup_code": "clubs_pickupcode",
    "collector": "clubs_collector",
}
"""What an act is about → the table of it. The act is whose its subject is."""
TABLES = {*ABOVE, *OF_PLACES, *OF_PEOPLE}


def belongs(world: World, table: str, row: Row, rows: dict[Key, Any]) -> tuple[str, str]:
    """Return content class and owner of a row of TABLES; a pupil's are those of his school."""
    content, owner = _belongs(world, table, row, rows)
    if owner.startswith("person "):
        return ("pupil", _school_of(world, int(owner.split()[1]), rows) or owner)
    return content, owner


def _school_of(world: World, person: int, rows: dict[Key, Any]) -> str:
    """Return the place on whose roll a person stands, "" where on none."""
    for (name, _), found in rows.items():
        if name == "registry_membership" and dict(found)["person_id"] == person:
            pk = dict(found)["organisation_id"]
            return next(name for name, place in world.places.items() if place.pk == pk)
    return ""


def _belongs(world: World, table: str, row: Row, rows: dict[Key, Any]) -> tuple[str, str]:
    content = CONTENTS.get(table, "planned")
    if table == "registry_standing" and row["scope"]:  # of the office that certified it
        return content, str(world.place_of_path(row["scope"]))
    if table == "registry_membership" and row["kind"] == "staff":
        return _whose(world, "staff", table, row)
    while True:
        step = next((s for s in ABOVE.get(table, ()) if row[s[0]] is not None), None)
        if step is None:
            break
        column, table = step
        row = dict(rows[table, row[column]])
    return _whose(world, content, table, row)


def about(world: World, row: Row, rows: dict[Key, Any]) -> tuple[str, str] | None:
    """Return content class and owner of what an act is about; None where that is no family's."""
    table = SUBJECTS.get(row["subject_kind"])
    if table is None:
        return None
    for (name, _), found in rows.items():
        if name == table and dict(found)["uid"] == row["subject_uid"]:
            content, owner = belongs(world, table, dict(found), rows)
            return ("deed" if content in ("child", "bond") else content), owner
    return None


def _whose(world: World, content: str, table: str, row: Row) -> tuple[str, str]:
    if table in OF_PLACES:
        pk = row[OF_PLACES[table]]
        return content, next(name for name, place in world.places.items() if place.pk == pk)
    if table == "registry_person" and row["account_id"] is None:
        found = (name for name, child in world.children.items() if child.pk == row["id"])
        return content, next(found, f"person {row['id']}")
    holder = row["user_id"] if table == "accounts_phone" else row["account_id"]
    name = next((n for n, user in world.users.items() if user.pk == holder), f"account {holder}")
    return ("account" if content == "child" else content), name

"""What stands in the database, row by row, and to whom each row belongs."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from tests.leaks import belongings
from tests.leaks.world import World

PASSING = {"accounts_session", "accounts_cache", "django_migrations", "sqlite_sequence"}
"""Tables of the running process: sessions and counted attempts."""
NOBODYS = {
    *("acts_receipt", "acts_delivery", "acts_seal", "files_blob"),
    *("jobs_duty", "jobs_workerbeat"),
    *("auth_group", "auth_group_permissions", "auth_permission", "django_content_type"),
    *("deadlines_calendarday", "deadlines_calendaryear", "registry_schoolyear"),
    "plans_light",
    *("registry_term", "accounts_signincode", "calls_offering"),
}
"""Rows that belong to no place and no account; what they are about is judged by its own row.

A code by text message is whose the telephone is: whoever types a number gets one sent there.
A light follows from figures and steps, which are judged themselves. A stamp of what a call offers
is raised by triggers, and only when lines and options change, which are judged themselves.
"""
UP: dict[str, tuple[tuple[str, str], ...]] = {
    "plans_reading": (("document_id", "plans_plandocument"),),
    "plans_planversion": (("plan_id", "plans_plan"),),
    "plans_item": (("version_id", "plans_planversion"),),
    "plans_itemchange": (("item_id", "plans_item"),),
    "plans_task": (("plan_id", "plans_plan"),),
    "plans_project": (("plan_id", "plans_plan"),),
    "plans_duty": (("task_id", "plans_task"), ("project_id", "plans_project")),
    "plans_milestone": (("task_id", "plans_task"), ("project_id", "plans_project")),
    "plans_taskindicator": (("task_id", "plans_task"),),
    "plans_projectmoney": (("project_id", "plans_project"),),
    "plans_handoversheet": (("plan_id", "plans_plan"),),
    "plans_sheetline": (("sheet_id", "plans_handoversheet"),),
    "plans_taskforce": (("plan_id", "plans_plan"),),
    "plans_taskforcetask": (("force_id", "plans_taskforce"),),
    "plans_taskforcemember": (("force_id", "plans_taskforce"),),
    "plans_settlement": (("plan_id", "plans_plan"),),
    "plans_settledpair": (("settlement_id", "plans_settlement"),),
    "plans_release": (("plan_id", "plans_plan"),),
    "registry_postholding": (("post_id", "registry_post"),),
    "deadlines_deadlinechange": (("deadline_id", "deadlines_deadline"),),
    "papers_paperstep": (("paper_id", "papers_paper"),),
}
"""Tables whose rows belong to whom another row belongs: columns, and the table each points to."""
TOPS = {
    "plans_plan": ("plan", "organisation_id"),
    "plans_plandocument": ("document", "organisation_id"),
    "plans_progressnote": ("note", "organisation_id"),
    "registry_post": ("post", "organisation_id"),
    "registry_parameter": ("post", "jurisdiction_id"),
    "indicators_target": ("figure", "subject_id"),
    "indicators_value": ("figure", "subject_id"),
    "indicators_checkpoint": ("plan", "organisation_id"),
    "papers_paper": ("paper", "organisation_id"),
}
"""Tables whose rows name their organisation: content class, and the column."""
SHEETS = {"plans_handoversheet": "paper", "plans_sheetline": "paper", "plans_release": "release"}
FORCES = {"plans_taskforce", "plans_taskforcetask", "plans_taskforcemember"}
KNOWN = {
    *("plans_plandocument", "plans_reading", "files_attachment", "jobs_job", "acts_act"),
    *("access_assignment", "orgs_organisation", "orgs_organisationbond", "accounts_user"),
    *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
    "notifications_notification",
    *(
        "plans_progressimport",
        "checks_deskbatch",
        "indicators_indicator",
        "indicators_indicatorversion",
        "deadlines_deadline",
    ),
    *UP,
    *TOPS,
    *NOBODYS,
    *belongings.TABLES,
}
"""Tables whose rows `_belongs` can attribute. A new table is entered here with its rule there."""

Key = tuple[str, Any]
Dump = dict[Key, tuple[Any, ...]]


WRITTEN = re.compile(r'\b(?:INTO|UPDATE|FROM)\s+"?(\w+)"?', re.IGNORECASE)
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN", "COMMIT")


class Writes:
    """Notes into which tables statements write, as a wrapper of a connection's statements."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through and note its table."""
        if not sql.lstrip().upper().startswith(READS):
            found = WRITTEN.search(sql)
            self.tables.add(found[1] if found else "")
        return execute(sql, params, many, context)

    @property
    def lasting(self) -> set[str] | None:
        """The tables to compare; None for all, where a statement could not be read."""
        return None if "" in self.tables else self.tables - PASSING


@cache
def _key_column(table: str) -> str:
    with connection.cursor() as cursor:
        return str(connection.introspection.get_primary_key_column(cursor, table))


ORDERS = {"calls.order": "order", "clubs.account_order": "spending"}
"""Kind of paper that a desk keeps → its content class."""


def dump(only: set[str] | None = None) -> Dump:
    """Return every row of every table, or of the tables named, by (table, key)."""
    rows: Dump = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor) if only is None else sorted(only)
        for table in tables:
            if table in PASSING:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            key = names.index(_key_column(table))
            for row in cursor.fetchall():
                rows[table, row[key]] = tuple(zip(names, row, strict=True))
    return rows


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was added, altered or removed, with its content class and owner."""

    table: str
    deed: str
    content: str
    owner: str


def changes(world: World, before: Dump, after: Dump, only: set[str] | None = None) -> list[Change]:
    """Return what differs between two dumps; rows that belong to nobody are not listed.

    `only`: the tables that `after` holds.
    """
    found = []
    whole = before | after
    old = before if only is None else {key: row for key, row in before.items() if key[0] in only}
    for key in old.keys() | after.keys():
        if old.get(key) == after.get(key):
            continue
        deed = "added" if key not in before else "removed" if key not in after else "altered"
        if deed == "added" and key[0] == "notifications_notification":
            continue  # to be told is what follows from somebody else's deed
        belongs = _belongs(world, key[0], dict(after.get(key) or before[key]), whole)
        if belongs is not None:
            found.append(Change(key[0], deed, *belongs))
    return found


def _belongs(
    world: World, table: str, row: dict[str, Any], rows: dict[Key, Any]
) -> tuple[str, str] | None:
    """Return content class and owner of a row; None for rows that belong to nobody.

    A table that is not known here counts as somebody else's: whoever adds one must say whose it is.
    """
    if table in NOBODYS:
        return None
    if table == "files_attachment":
        return _attachment(world, row, rows)
    if (rule := STEERED.get(table)) is not None:
        return rule(world, table, row, rows)
    if table == "access_assignment":
        return "assignment", _place(world, row["organisation_id"])
    if table == "orgs_organisation":
        return "place", _place(world, row["id"])
    if table == "notifications_notification":
        return "told", _holder(world, row["user_id"])
    holder = row["id"] if table == "accounts_user" else row.get("user_id")
    if holder is not None:
        return "account", _holder(world, holder)
    return "unknown", table


def _steered(
    world: World, table: str, row: dict[str, Any], rows: dict[Key, Any]
) -> tuple[str, str]:
    """Walk up from a row to the one that names an organisation."""
    content = SHEETS.get(table) or ("force" if table in FORCES else "")
    while table in UP:
        column, above = next((c, t) for c, t in UP[table] if row[c] is not None)
        table, row = above, dict(rows[above, row[column]])
        if table == "plans_task" and str(row["uid"]).replace("-", "") == _given(world):
            content = content or "given"
    found, column = TOPS[table]
    if table == "papers_paper":
        found = ORDERS.get(row["kind"], found)
    return content or found, _place(world, row[column])


def _given(world: World) -> str:
    return world.one("task", "city").hex


def _indicator(
    world: World, table: str, row: dict[str, Any], rows: dict[Key, Any]
) -> tuple[str, str]:
    """An indicator belongs to whoever's task is judged by it."""
    pk = row["id"] if table == "indicators_indicator" else row["indicator_id"]
    for (other, _), found in rows.items():
        if other == "plans_taskindicator" and dict(found)["indicator_id"] == pk:
            return _steered(world, other, dict(found), rows)
    return "unknown", table


def _attachment(world: World, row: dict[str, Any], rows: dict[Key, Any]) -> tuple[str, str] | None:
    """A document's file is the document's; of other files the row that they hang on is judged."""
    for (other, _), found in rows.items():
        if other == "plans_plandocument" and dict(found)["attachment_id"] == row["id"]:
            return "document", _place(world, dict(found)["organisation_id"])
    return None


def _by_path(
    world: World, table: str, row: dict[str, Any], rows: dict[Key, Any]
) -> tuple[str, str]:
    """Deadlines, acts and jobs name the path of their organisation."""
    if table == "acts_act" and (found := belongings.about(world, row, rows)) is not None:
        return found
    place = world.place_of_path(row["org_path"]) or row["org_path"] or "nobody"
    if table == "deadlines_deadline" and row["owner_kind"] == "application":
        whose = {"subject_kind": "application", "subject_uid": row["owner_uid"]}
        return belongings.about(world, whose, rows) or ("application", place)
    if table == "deadlines_deadline":
        return "plan", place
    done = row["verb"] if table == "acts_act" else row["kind"]
    reading = done.startswith(("plans.document.", "plans.reading.")) or done == "plans.read"
    return ("document" if reading else "deed"), place


def _import(world: World, table: str, row: dict[str, Any], rows: dict[Key, Any]) -> tuple[str, str]:
    return "import", _holder(world, row["received_by_id"])


STEERED = {
    **dict.fromkeys((*UP, *TOPS), _steered),
    **dict.fromkeys(("indicators_indicator", "indicators_indicatorversion"), _indicator),
    **dict.fromkeys(("deadlines_deadline", "acts_act", "jobs_job"), _by_path),
    **dict.fromkeys(("plans_progressimport", "checks_deskbatch"), _import),
    **dict.fromkeys(belongings.TABLES, belongings.belongs),
}


def _place(world: World, pk: int) -> str:
    return next((name for name, row in world.places.items() if row.pk == pk), f"place {pk}")


def _holder(world: World, pk: int) -> str:
    return next((name for name, user in world.users.items() if user.pk == pk), f"account {pk}")

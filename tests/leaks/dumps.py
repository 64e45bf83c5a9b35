"""What stands in the database, row by row, and to whom each row belongs."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from tests.leaks.world import World

PASSING = {"django_session", "accounts_cache", "django_migrations", "sqlite_sequence"}
"""Tables of the running process: sessions and counted attempts."""
NOBODYS = {
    *("acts_receipt", "acts_delivery", "acts_seal", "files_blob"),
    *("jobs_duty", "jobs_workerbeat"),
    *("auth_group", "auth_group_permissions", "auth_permission", "django_content_type"),
}
"""Rows that belong to no place and no account; what they are about is judged by its own row."""
KNOWN = {
    *("plans_plandocument", "plans_reading", "files_attachment", "jobs_job", "acts_act"),
    *("access_assignment", "orgs_organisation", "orgs_organisationbond", "accounts_user"),
    *("account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
    "notifications_notification",
    *NOBODYS,
}
"""Tables whose rows `_belongs` can attribute. A new table is entered here with its rule there."""

Key = tuple[str, Any]
Dump = dict[Key, tuple[Any, ...]]


def dump() -> Dump:
    """Return every row of every table by (table, key)."""
    rows: Dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in PASSING:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            key = names.index("id") if "id" in names else 0
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


def changes(world: World, before: Dump, after: Dump) -> list[Change]:
    """Return what differs between two dumps; rows that belong to nobody are not listed."""
    found = []
    for key in before.keys() | after.keys():
        if before.get(key) == after.get(key):
            continue
        deed = "added" if key not in before else "removed" if key not in after else "altered"
        belongs = _belongs(world, key[0], dict(after.get(key) or before[key]), before | after)
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
    if table == "plans_plandocument":
        return "document", _place(world, row["organisation_id"])
    if table == "plans_reading":
        document = dict(rows["plans_plandocument", row["document_id"]])
        return "document", _place(world, document["organisation_id"])
    if table == "files_attachment":
        for (other, _), found in rows.items():
            if other == "plans_plandocument" and dict(found)["attachment_id"] == row["id"]:
                return "document", _place(world, dict(found)["organisation_id"])
        return None
    if table in {"jobs_job", "acts_act"}:
        return "document", world.place_of_path(row["org_path"]) or row["org_path"] or "nobody"
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


def _place(world: World, pk: int) -> str:
    return next((name for name, row in world.places.items() if row.pk == pk), f"place {pk}")


def _holder(world: World, pk: int) -> str:
    return next((name for name, user in world.users.items() if user.pk == pk), f"account {pk}")

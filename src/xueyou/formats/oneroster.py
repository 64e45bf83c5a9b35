"""Owns OneRoster 1.2 CSV: rosters as a zip of tables, written and read again.

Source: 1EdTech OneRoster 1.2 CSV binding. Rosters only: no marks, no demographics, no resources.
In 1.2 the roles of users stand in a table of their own.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

_EACH = ("sourcedId", "status", "dateLastModified")
HEADS: dict[str, tuple[str, ...]] = {
    "academicSessions": (
        *_EACH, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear",
    ),
    "classes": (
        *_EACH, "title", "grades", "courseSourcedId", "classCode", "classType", "location",
        "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods",
    ),
    "courses": (
        *_EACH, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId",
        "subjects", "subjectCodes",
    ),
    "enrollments": (
        *_EACH, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary",
        "beginDate", "endDate",
    ),
    "orgs": (*_EACH, "name", "type", "identifier", "parentSourcedId"),
    "roles": (
        *_EACH, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId",
        "userProfileSourcedId",
    ),
    "users": (
        *_EACH, "enabledUser", "username", "userIds", "givenName", "familyName", "middleName",
        "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
        "userMasterIdentifier", "resourceSourcedIds", "preferredGivenName",
        "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
    ),
}  # fmt: skip
"""The columns of each table, in order."""
_ABSENT = (
    "categories", "classResources", "courseResources", "demographics",
    "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "resources",
    "resultLearningObjectiveIds", "results", "resultScoreScales", "scoreScales", "userProfiles",
    "userResources",
)  # fmt: skip
_REFERENCES = {
    "academicSessions": {"parentSourcedId": "academicSessions"},
    "classes": {
        "courseSourcedId": "courses",
        "schoolSourcedId": "orgs",
        "termSourcedIds": "academicSessions",
    },
    "courses": {"schoolYearSourcedId": "academicSessions", "orgSourcedId": "orgs"},
    "enrollments": {
        "classSourcedId": "classes",
        "schoolSourcedId": "orgs",
        "userSourcedId": "users",
    },
    "orgs": {"parentSourcedId": "orgs"},
    "roles": {"userSourcedId": "users", "orgSourcedId": "orgs"},
    "users": {"primaryOrgSourcedId": "orgs"},
}
_MANY = {"termSourcedIds"}
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same tables give the same bytes."""


class RosterBroken(ValueError):
    """Tables that are no roster: a reference leads nowhere, an id stands twice, a head is wrong."""


def oneroster_zip(tables: Tables, *, system_name: str, system_code: str) -> bytes:
    """Return the package: manifest and seven tables. Raises RosterBroken.

    A row leaves out what is empty; rows are written in the order of their `sourcedId`.
    """
    _require_whole(tables)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "manifest", ("propertyName", "value"), _manifest(system_name, system_code))
        for name, heads in HEADS.items():
            rows = sorted(tables[name], key=lambda row: row["sourcedId"])
            _add(archive, name, heads, [[row.get(head, "") for head in heads] for row in rows])
    return packed.getvalue()


def read_oneroster(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Return the tables of a package without their empty cells. Raises RosterBroken."""
    tables: dict[str, list[dict[str, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, heads in HEADS.items():
            with archive.open(f"{name}.csv") as file:
                lines = csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))
                if tuple(next(lines, ())) != heads:
                    raise RosterBroken(f"{name}.csv has other columns")
                tables[name] = [
                    {head: cell for head, cell in zip(heads, line, strict=True) if cell}
                    for line in lines
                ]
    _require_whole(tables)
    return tables


def _require_whole(tables: Tables) -> None:
    if set(tables) != set(HEADS):
        raise RosterBroken(f"a roster has the tables {', '.join(HEADS)}")
    known: dict[str, set[str]] = {}
    for name, rows in tables.items():
        ids = {row["sourcedId"] for row in rows}
        if len(ids) != len(rows):
            raise RosterBroken(f"{name}: a sourcedId stands twice")
        known[name] = ids
        for row in rows:
            if unknown := set(row) - set(HEADS[name]):
                raise RosterBroken(f"{name} has no column {', '.join(sorted(unknown))}")
    for name, columns in _REFERENCES.items():
        for column, other in columns.items():
            for row in tables[name]:
                said = row.get(column, "")
                wanted = set(said.split(",")) if column in _MANY else {said}
                if lost := wanted - known[other] - {""}:
                    raise RosterBroken(f"{name}.{column}: {min(lost)} is not among the {other}")


def _manifest(system_name: str, system_code: str) -> list[list[str]]:
    modes = {name: "bulk" for name in HEADS} | {name: "absent" for name in _ABSENT}
    files = [[f"file.{name}", modes[name]] for name in sorted(modes, key=str.lower)]
    return [
        ["manifest.version", "1.0"],
        ["oneroster.version", "1.2"],
        *files,
        ["source.systemName", system_name],
        ["source.systemCode", system_code],
    ]


def _add(
    archive: zipfile.ZipFile, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    info = zipfile.ZipInfo(f"{name}.csv", date_time=_STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.getvalue())

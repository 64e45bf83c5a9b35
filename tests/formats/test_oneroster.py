"""OneRoster 1.2: exact columns, closed references, the same tables after reading again."""

import csv
import io
import zipfile

import pytest

from xueyou.formats.oneroster import HEADS, RosterBroken, oneroster_zip, read_oneroster

TABLES: dict[str, list[dict[str, str]]] = {
    "academicSessions": [
        {
            "sourcedId": "y2026",
            "title": "2026学年",
            "type": "schoolYear",
            "startDate": "2026-09-01",
            "endDate": "2027-08-31",
            "schoolYear": "2027",
        }
    ],
    "orgs": [{"sourcedId": "s", "name": "𠮷巷小学", "type": "school"}],
    "courses": [
        {"sourcedId": "k", "schoolYearSourcedId": "y2026", "title": "班级", "orgSourcedId": "s"}
    ],
    "classes": [
        {
            "sourcedId": "c",
            "title": "一年级1班",
            "grades": "1",
            "courseSourcedId": "k",
            "classType": "homeroom",
            "schoolSourcedId": "s",
            "termSourcedIds": "y2026",
        }
    ],
    "users": [
        {
            "sourcedId": "u",
            "enabledUser": "true",
            "username": "u",
            "givenName": '阿卜杜热合曼,"小"',
            "familyName": "艾则孜",
            "primaryOrgSourcedId": "s",
        }
    ],
    "roles": [
        {
            "sourcedId": "r",
            "userSourcedId": "u",
            "roleType": "primary",
            "role": "student",
            "orgSourcedId": "s",
        }
    ],
    "enrollments": [
        {
            "sourcedId": "e",
            "classSourcedId": "c",
            "schoolSourcedId": "s",
            "userSourcedId": "u",
            "role": "student",
            "primary": "false",
        }
    ],
}
WORDS = {"system_name": "学优", "system_code": "xueyou"}


def test_read_again_it_is_equal() -> None:
    """Commas, quotes and rare characters too; and the same tables are the same bytes."""
    data = oneroster_zip(TABLES, **WORDS)
    assert read_oneroster(data) == TABLES
    assert oneroster_zip(TABLES, **WORDS) == data


def test_the_manifest_names_every_table_of_the_standard() -> None:
    """Seven in bulk, fourteen absent, and roles among the seven: 1.2 took them out of users."""
    with zipfile.ZipFile(io.BytesIO(oneroster_zip(TABLES, **WORDS))) as archive:
        assert set(archive.namelist()) == {"manifest.csv", *(f"{name}.csv" for name in HEADS)}
        said = dict(csv.reader(io.StringIO(archive.read("manifest.csv").decode())))
    assert said["oneroster.version"] == "1.2"
    assert {name for name, mode in said.items() if mode == "bulk"} == {
        f"file.{name}" for name in HEADS
    }
    assert sum(mode == "absent" for mode in said.values()) == 14
    assert "role" not in HEADS["users"]


@pytest.mark.parametrize(
    ("table", "column"), [("roles", "userSourcedId"), ("classes", "termSourcedIds")]
)
def test_a_reference_that_leads_nowhere_is_refused(table: str, column: str) -> None:
    """Nothing is written then."""
    broken = {**TABLES, table: [{**TABLES[table][0], column: "nobody"}]}
    with pytest.raises(RosterBroken, match="nobody"):
        oneroster_zip(broken, **WORDS)


def test_an_id_that_stands_twice_and_a_foreign_column_are_refused() -> None:
    """A package with either is none."""
    with pytest.raises(RosterBroken, match="twice"):
        oneroster_zip({**TABLES, "users": TABLES["users"] * 2}, **WORDS)
    with pytest.raises(RosterBroken, match="role"):
        oneroster_zip({**TABLES, "users": [{**TABLES["users"][0], "role": "student"}]}, **WORDS)

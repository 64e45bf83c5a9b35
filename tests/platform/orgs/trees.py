"""Trees made for tests, through the verbs."""

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs import verbs
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation, move_organisation


def plant(name: str, parent: Organisation | None = None, kind: str = "school") -> Organisation:
    """Create one organisation."""
    with act(SYSTEM, verbs.CREATE.name) as a:
        return create_organisation(a, name=name, kind=kind, parent=parent)


def move(organisation: Organisation, parent: Organisation) -> int:
    """Move a subtree; return how many rows moved."""
    with act(SYSTEM, verbs.MOVE.name) as a:
        return move_organisation(a, organisation, parent)


def city() -> dict[str, Organisation]:
    """Plant a bureau, two counties, and below the first two schools with a department each."""
    rows = {"bureau": plant("临澄市教育局", kind="bureau")}
    for county in ("东湖县", "东湖县新区"):
        rows[county] = plant(f"{county}教育局", rows["bureau"], "county")
    for school in ("第一中学", "第二中学"):
        rows[school] = plant(school, rows["东湖县"])
        rows[f"{school}教务处"] = plant("教务处", rows[school], "department")
    return rows


def fresh(row: Organisation) -> Organisation:
    """Read a row again."""
    return Organisation.objects.get(pk=row.pk)


def misplaced() -> list[str]:
    """Return the paths that do not continue their parent's by exactly one segment."""
    found = []
    for row in Organisation.objects.select_related("parent"):
        above = row.parent.path if row.parent else ""
        if row.path[:-7] != above or row.depth * 7 != len(row.path):
            found.append(row.path)
    return found

"""The roll for another system: names and classes of that very school, and an act each time."""

import pytest

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import citizen_number, officer
from xueyou.domains.roll.services.roster import export_roster
from xueyou.formats.oneroster import read_oneroster
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act

UYGHUR = "阿卜杜热合曼·艾则孜"


def test_the_roster_is_the_roll(rolls: Rolls) -> None:
    """Two classes, three pupils with their classes; no number, no telephone."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "欧阳慕青", "2班"), pupil(3, UYGHUR, "2班")]))
    name, data = export_roster(actor=rolls.clerk, school_uid=rolls.places.school_a.uid)
    assert name.endswith(".zip")
    tables = read_oneroster(data)
    assert sorted(row["title"] for row in tables["classes"]) == ["一年级1班", "一年级2班"]
    names = {(row["familyName"], row["givenName"]) for row in tables["users"]}
    assert names == {("林", "小满"), ("欧阳", "慕青"), ("艾则孜", "阿卜杜热合曼")}
    assert len(tables["enrollments"]) == len(tables["roles"]) == 3
    said = str(tables)
    assert citizen_number(1) not in said
    assert "1380000" not in said
    act = Act.objects.get(verb="roll.export")
    assert (act.subject_uid, act.data["rows"]) == (rolls.places.school_a.uid, 3)


def test_nobody_else_takes_it(rolls: Rolls) -> None:
    """An office above reads masked names; it gets no roster of them."""
    above = officer("registry_officer", rolls.places.bureau, "above")
    with pytest.raises(NotFound):
        export_roster(actor=above, school_uid=rolls.places.school_a.uid)
    assert not Act.objects.filter(verb="roll.export").exists()

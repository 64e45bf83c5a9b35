"""While some create and others move, no path is lost, doubled or left behind."""

import pytest

from tests.platform.orgs.trees import city, misplaced, move, plant
from tests.platform.threads import at_once
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import OrganisationRefused

pytestmark = [pytest.mark.alone, pytest.mark.usefixtures("own_database")]


def test_creating_below_a_subtree_that_moves() -> None:
    """Four create below a school that two move to and fro."""
    rows = city()
    school, homes = rows["第一中学"], [rows["东湖县"], rows["东湖县新区"]]

    def work(number: int) -> None:
        for turn in range(6):
            if number < 4:
                below = Organisation.objects.get(pk=school.pk)
                plant(f"处室 {number}-{turn}", below, "department")
            else:
                try:
                    move(
                        Organisation.objects.get(pk=school.pk),
                        Organisation.objects.get(pk=homes[(turn + number) % 2].pk),
                    )
                except OrganisationRefused:
                    continue  # it is there already

    at_once(6, work)
    assert misplaced() == []
    assert Organisation.objects.filter(parent=school).count() == 4 * 6 + 1

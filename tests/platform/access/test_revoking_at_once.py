"""Two people take the same role away at the same moment."""

from datetime import date
from uuid import UUID

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.threads import at_once
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.services import revoke_role
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.orgs.models import Organisation

pytestmark = pytest.mark.alone


@pytest.fixture(name="db")
def _db(own_database: object) -> None:
    """Let people and places of this folder be made in a database that threads can share."""


def test_one_revokes_and_the_others_find_nothing(tree: Tree, enter: Enter) -> None:
    """One act, one closed row of what was true until today; the rest is not found."""

    def revoke(number: int, uid: UUID) -> bool:
        try:
            revoke_role(actor=SYSTEM, assignment_uid=uid, key=f"{uid}-{number}")
        except NotFound:
            return False
        return True

    for round_, place in enumerate(Organisation.objects.exclude(kind="bureau")):
        enter("officer", place, valid_from=date(2026, 1, 1))
        uid = Assignment.objects.get(organisation=place).uid
        revoked = at_once(4, lambda number, uid=uid: revoke(number, uid))
        assert sorted(revoked) == [False, False, False, True]
        assert Assignment.objects.filter(organisation=place, voided_at=None).count() == 1
        assert Act.objects.filter(verb="access.assignment.revoke").count() == round_ + 1

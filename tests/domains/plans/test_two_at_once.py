"""Two officers decide at the very same moment: one is first, the other is told so."""

from pathlib import Path

import pytest

from tests.domains.plans.conftest import City, found_city
from tests.domains.plans.reviewed import changed, fresh, key, named, opened
from tests.platform.threads import at_once
from xueyou.domains.plans.models import Item, ItemChange, Plan
from xueyou.domains.plans.services.conflicts import Conflict
from xueyou.domains.plans.services.plan_versions import accept_rest, confirm_version
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import accept, edit, reopen

pytestmark = pytest.mark.alone


@pytest.fixture
def busy(own_database: object, settings: object, tmp_path: Path, business_clock: object) -> City:
    """Found the little city in a database that threads can share."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found_city()


def test_of_two_edits_at_once_one_stands_and_one_is_told(busy: City) -> None:
    """Tests that exactly one of two simultaneous edits is written."""
    item = named(opened(busy.officer), "招聘教师")

    def write(number: int) -> str:
        actor = (busy.officer, busy.chief)[number]
        content = changed(item, value=str(900 + number))
        try:
            edit(actor=actor, item_uid=item.uid, revision=1, content=content, key=key())
        except Conflict as conflict:
            return f"told of {conflict.theirs.content['value']}"
        return f"wrote {900 + number}"

    said = sorted(at_once(2, write))
    value = fresh(item).content["value"]
    assert said == [f"told of {value}", f"wrote {value}"]
    assert ItemChange.objects.filter(item=item).count() == 1


def test_a_confirmation_and_a_change_follow_one_another(busy: City) -> None:
    """Tests that a plan is never confirmed with an item that is open again."""
    plan: Plan = opened(busy.officer)
    accept_rest(actor=busy.officer, plan_uid=plan.uid, key=key())
    for each in Item.objects.filter(state="open"):
        tolerance = 0 if each.content.get("tolerance", 0) is None else None
        accept(actor=busy.officer, item_uid=each.uid, revision=1, key=key(), tolerance=tolerance)
    item = named(plan, "招聘教师")

    def act(number: int) -> bool:
        try:
            if number:
                confirm_version(actor=busy.chief, plan_uid=plan.uid, key=key())
            else:
                reopen(actor=busy.officer, item_uid=item.uid, revision=item.revision, key=key())
        except PlanRefused:
            return False
        return True

    reopened, confirmed = at_once(2, act)
    assert reopened is not confirmed
    plan.refresh_from_db()
    assert (plan.state == "steered") is confirmed
    assert (fresh(item).state == "open") is reopened

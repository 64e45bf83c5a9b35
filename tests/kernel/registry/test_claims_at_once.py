"""Two families at the same moment: neither slips through uncontested, nothing is written twice."""

from typing import Any

import pytest

from tests.kernel.registry.people_world import claim, family
from tests.platform.threads import at_once
from xueyou.kernel.registry.models import Claim, Person
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.accounts.models import User

pytestmark = [pytest.mark.alone, pytest.mark.usefixtures("own_database", "business_clock")]


def test_four_accounts_claim_one_child_at_the_same_moment() -> None:
    """All are kept, all are contested."""
    families = [family(f"f{number}") for number in range(4)]
    at_once(4, lambda number: claim(families[number]).pk)
    assert list(Claim.objects.values_list("state", flat=True)) == ["contested"] * 4


def test_one_account_claims_twice_at_the_same_moment() -> None:
    """A double click is one claim, and waits."""
    one = family("one")
    made: list[Any] = at_once(4, lambda _: claim(one).pk)
    assert len(set(made)) == 1
    assert Claim.objects.get().state == "pending"


def test_an_account_becomes_one_person() -> None:
    """Four requests of a new account meet."""
    user = User.objects.make(login_name="new-one", name="家长", staff=False)
    at_once(4, lambda _: account_person(user).pk)
    assert Person.objects.filter(account=user).count() == 1

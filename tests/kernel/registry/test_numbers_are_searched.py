"""A number is looked up by indexes, however many people there are and whatever key is in use."""

import pytest
from django.db import connection

from tests.kernel.registry.people_world import TODAY, citizen_number
from tests.platform.crypto.conftest import WriteKeys
from tests.platform.crypto.lines import line
from xueyou.kernel.registry.models import Claim, Identifier, Person
from xueyou.kernel.registry.services.people import number_of
from xueyou.platform.accounts.models import User
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


MANY = 3000


def many_rows() -> None:
    """Fill both tables with as many rows as make a planner think."""
    person = Person.objects.create(name="林小满", recorded_at=wall_now())
    account = User.objects.make(login_name="family-a", name="家长", staff=False)
    shared = {"kind": "passport", "value_enc": b"x", "enc_key_id": "k", "bidx_key_id": "x"}
    Identifier.objects.bulk_create(
        Identifier(
            person=person,
            bidx=number.to_bytes(32, "big"),
            valid_from=TODAY,
            checked_by="x",
            recorded_at=wall_now(),
            **shared,
        )
        for number in range(MANY)
    )
    Claim.objects.bulk_create(
        Claim(
            account=account,
            purpose="tests",
            bidx=number.to_bytes(32, "big"),
            name="林小满",
            made_at=wall_now(),
            expires_at=wall_now(),
            **shared,
        )
        for number in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_both_columns_are_searched_by_their_indexes(index_keys: WriteKeys) -> None:
    """No table is walked through, before and during an exchange of keys."""
    many_rows()
    for following in ([], [line("index", "x2")]):
        index_keys(line("index", "x1"), *following, line("digest", "d1"))
        index = number_of("citizen", citizen_number(1)).index
        people = Identifier.objects.filter(index.found(), voided_at=None).explain()
        claims = Claim.objects.filter(index.found()).explain()
        assert "identifier_by_number" in people
        assert "identifier_by_next" in people
        assert "claim_by_number" in claims
        assert "claim_by_next" in claims

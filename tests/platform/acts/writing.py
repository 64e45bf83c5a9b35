"""Acts made for tests."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from tests.platform.acts.verbs import PROBE
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.request_ids import request_named
from xueyou.platform.acts.sealing import seal_due
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.time import wall_now


def write_act(number: int = 0, *, actor: Actor = SYSTEM, subject: UUID | None = None) -> UUID:
    """Write one probing act through the verb; return its uid."""
    with request_named(f"request-{number}"), act(actor, PROBE.name, on_behalf=actor) as a:
        a.about("probe", subject or uuid7(), "000001.000002.")
        a.data = {"amount": number, "state": "checked", "shown": "张*", "members": [uuid7()]}
    return a.uid


def write_acts(count: int) -> list[int]:
    """Write several acts; return the ids of all acts, in order."""
    for number in range(count):
        write_act(number)
    return list(Act.objects.order_by("id").values_list("id", flat=True))


def later() -> datetime:
    """Return a moment at which every act written until now is old enough to be sealed."""
    return wall_now() + timedelta(minutes=5)


def seal_all(largest: int = 8) -> int:
    """Seal every act in small batches."""
    return seal_due(later(), largest=largest)


def drop_triggers() -> None:
    """Do what only an owner of the database can: take the triggers off acts and seals."""
    from xueyou.platform.db.append_only import drop_statements

    with connection.cursor() as cursor:
        for table in ("acts_act", "acts_seal"):
            for statement in drop_statements(connection.vendor, table):
                cursor.execute(statement)

"""For whom somebody asks: a child one is guardian of, a child only claimed yet, an organisation."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, QuerySet

from xueyou.kernel.calls.access import ASK_FOR_CLAIMED, ASK_FOR_ORGANISATION, ASK_FOR_PERSON
from xueyou.kernel.calls.kinds import CallKind, Party
from xueyou.kernel.calls.models import Application, Call
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.models import Claim, Person
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.platform.access.reading import require, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import prepared
from xueyou.platform.orgs.models import Organisation

CLAIMED_FOR = "calls"


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A person under the actor's guardianship."""

    uid: UUID


@dataclass(frozen=True, slots=True)
class ClaimedChild:
    """A child by the number on its document; `number` is None where there is none yet."""

    kind: str
    number: str | None
    name: str
    sex: str
    born_on: date | None
    country: str = "CHN"


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation that the actor may ask for."""

    uid: UUID


Asking = KnownChild | ClaimedChild | OwnOrganisation


@prepared(key=BigIntegerField(), call=BigIntegerField(), item=CharField())
def _live(party: str, key: Any, call: Any, item: Any) -> QuerySet[Application]:
    rows = Application.objects.filter(call=call, item=item, withdrawn_at=None, **{party: key})
    rows = rows.exclude(state="contested") if party == "person" else rows
    return rows.order_by("pk")[:1]


@prepared(key=BigIntegerField(), call=BigIntegerField(), item=CharField())
def _gone(party: str, key: Any, call: Any, item: Any) -> QuerySet[Application]:
    rows = Application.objects.filter(call=call, item=item, **{party: key})
    return rows.exclude(withdrawn_at=None).order_by("-withdrawn_at", "-id")[:1]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose application it is: exactly one of person, claim and organisation."""

    person: Person | None = None
    claim: Claim | None = None
    organisation: Organisation | None = None

    def application(self, call: Call, item: str) -> Application | None:
        """Return the application that this party has in the call already, if any.

        One made while the child was only claimed may rest on the claim alone.
        """
        for party, key in self._names:
            rows: list[Application] = list(_live(party, key=key, call=call.pk, item=item))
            if rows:
                return rows[0]
        return None

    def withdrawn(self, call: Call, item: str) -> Application | None:
        """Return the newest application that this party took back, if any."""
        party, key = self._names[0]
        return next(iter(_gone(party, key=key, call=call.pk, item=item)), None)

    @property
    def _names(self) -> list[tuple[str, int]]:
        """Return the columns that say whose it is, each with its key; the first one decides."""
        given = (
            ("person", self.person),
            ("claim", self.claim),
            ("organisation", self.organisation),
        )
        return [(column, row.pk) for column, row in given if row is not None]


def resolved(a: ActInProgress, actor: Actor, kind: CallKind, asking: Asking) -> Asked:
    """Return whose application it is to be; a claimed child leaves a claim, inside the open act.

    Raises NotFound, NotAllowed, NumberRefused, CallRefused where the kind asks others.
    """
    wanted = Party.ORGANISATION if isinstance(asking, OwnOrganisation) else Party.PERSON
    if kind.party is not wanted:
        raise CallRefused("这一项申报不是由您这样的申请人来办的，没有开始填。")
    if isinstance(asking, OwnOrganisation):
        return Asked(organisation=target(actor, ASK_FOR_ORGANISATION, asking.uid))
    if isinstance(asking, KnownChild):
        return Asked(person=target(actor, ASK_FOR_PERSON, asking.uid))
    require(actor, ASK_FOR_CLAIMED)
    account = actor.user
    if not isinstance(account, User):
        raise CallRefused("申请要由具体的人来填，没有开始填。请登录后再办。")
    claim = make_claim(
        a,
        account=account,
        purpose=CLAIMED_FOR,
        kind=asking.kind,
        country=asking.country,
        number=asking.number,
        name=asking.name,
        sex=asking.sex,
        born_on=asking.born_on,
    )
    return Asked(claim=claim) if claim.person is None else Asked(person=claim.person, claim=claim)

"""A family names its child, outside any call: at once its own where the school said so."""

from datetime import date, datetime
from uuid import UUID

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import CLAIM_CHILD
from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.platform.access.reading import require
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto import keyed_digest

PURPOSE = "family"


def claim_child(
    *,
    actor: Actor,
    kind: str,
    number: str,
    name: str,
    born_on: date | None = None,
    country: str = CHINA,
    key: str,
    at: datetime | None = None,
) -> UUID | None:
    """Keep what the account says of a child; return the child's uid where it is its own already.

    None where it has to wait for somebody who sees the papers: the answer is the same whether
    anybody else has named this child. Raises NumberRefused, RegistryRefused.
    """
    require(actor, CLAIM_CHILD)
    if not isinstance(actor.user, User):
        raise RegistryRefused("请先登录，再登记孩子。没有保存。")
    request = {
        "child": keyed_digest("registry.claiming", f"{kind}|{country}|{number}|{name}|{born_on}"),
    }
    with act(actor, verbs.CLAIM_CHILD.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["person"]) if a.outcome["person"] else None
        claim = make_claim(
            a,
            account=actor.user,
            purpose=PURPOSE,
            kind=kind,
            country=country,
            number=number,
            name=name,
            born_on=born_on,
        )
        person = claim.person
        a.about("claim", claim.uid)
        a.data = {"claim": claim.uid, **({} if person is None else {"person": person.uid})}
        a.outcome = {"person": "" if person is None else str(person.uid)}
        return None if person is None else person.uid

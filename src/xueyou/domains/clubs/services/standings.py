"""What the bureau enters until its own rooms do: vetted providers, pupils who pay no fee."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_STANDINGS
from xueyou.domains.clubs.services.telling import tell_exempt
from xueyou.domains.clubs.standings import FEE_EXEMPT, VETTED
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.standings import grant
from xueyou.platform.access.reading import NotFound, require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation


def vet_provider(
    *,
    actor: Actor,
    provider_uid: UUID | str,
    reason: str,
    valid_from: date,
    valid_to: date | None = None,
    key: str,
    at: datetime | None = None,
) -> None:
    """Put a provider on the white list, until (not with) a day. NotFound, RegistryRefused."""
    request = {
        "provider": str(provider_uid),
        "reason": reason,
        "days": [valid_from.isoformat(), "" if valid_to is None else valid_to.isoformat()],
    }
    with act(actor, verbs.VET.name, at=at, key=key, request=request) as a:
        provider = Organisation.objects.filter(uid=provider_uid, closed_on=None).first()
        if provider is None:
            raise NotFound
        require(actor, KEEP_STANDINGS, path=provider.path)
        if a.repeated:
            return
        grant(
            a,
            VETTED,
            provider,
            source=Ref("act", a.uid),
            reason=reason,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        a.about("organisation", provider.uid, org_path=provider.path)
        a.data = {"from": valid_from.isoformat()}


def exempt_pupils(
    *,
    actor: Actor,
    school_uid: UUID | str,
    person_uids: Sequence[UUID],
    reason: str,
    valid_from: date,
    valid_to: date | None = None,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note that pupils of a school pay no fee, until (not with) a day, all for one reason.

    Raises NotFound for a school out of reach or a person who is not its pupil; RegistryRefused.
    """
    request = {
        "school": str(school_uid),
        "persons": [str(uid) for uid in person_uids],
        "reason": reason,
        "days": [valid_from.isoformat(), "" if valid_to is None else valid_to.isoformat()],
    }
    with act(actor, verbs.EXEMPT.name, at=at, key=key, request=request) as a:
        school = Organisation.objects.filter(uid=school_uid, closed_on=None).first()
        if school is None:
            raise NotFound
        require(actor, KEEP_STANDINGS, path=school.path)
        if a.repeated:
            return
        people = Person.objects.filter(
            uid__in=person_uids,
            memberships__organisation=school,
            memberships__kind="pupil",
            memberships__voided_at=None,
        ).distinct()
        found = list(people.order_by("pk"))
        if {one.uid for one in found} != set(person_uids):
            raise NotFound
        for person in found:
            grant(
                a,
                FEE_EXEMPT,
                person,
                source=Ref("act", a.uid),
                reason=reason,
                valid_from=valid_from,
                valid_to=valid_to,
            )
        tell_exempt(a, dict.fromkeys(found, (valid_from, valid_to)))
        a.about("organisation", school.uid, org_path=school.path)
        a.data = {"persons": len(found)}

"""Taking a provider off the white list, or ending an exemption: from now on nobody honours it."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import WITHDRAW_STANDING
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.services.telling import tell_no_longer_exempt
from xueyou.domains.clubs.standings import FEE_EXEMPT
from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.services.standings import void_standing
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act


def withdraw_standing(
    *, actor: Actor, standing_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Void a standing with the reason; bills already made stay. Raises NotFound, ClubRefused."""
    words = " ".join(why.split())[:200]
    request = {"standing": str(standing_uid), "why": words}
    with act(actor, verbs.WITHDRAW_STANDING.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        found: Standing = target(actor, WITHDRAW_STANDING, standing_uid)
        if not words:
            raise ClubRefused("为什么作废要写一句。没有改动。")
        void_standing(a, found, why=words)
        if found.kind == FEE_EXEMPT.name and found.person is not None:
            tell_no_longer_exempt(a, found.person)
        path = "" if found.organisation is None else found.organisation.path
        a.about("standing", found.uid, org_path=path)
        a.data = {"kind": found.kind}

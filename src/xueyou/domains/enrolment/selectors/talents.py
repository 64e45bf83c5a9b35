"""Whom an office has certified, for that office: names masked."""

from datetime import date
from uuid import UUID

from xueyou.domains.enrolment.talent_access import READ_TALENT, TALENTS
from xueyou.kernel.registry.names import masked_name
from xueyou.kernel.registry.selectors.standings import light_of
from xueyou.platform.access.reading import Page, read
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

LIGHTS = {"good": "有效", "wait": "还没开始", "none": "已到期"}


def _masked(name: str | None) -> str:
    return masked_name(name or "")


@view_of(TALENTS)
class TalentRow:
    """A certificate that has not been withdrawn."""

    uid: UUID
    child: str = computed(_masked, "person__name")
    category: str = source("grade")
    certificate: str = source("reason")
    valid_from: date
    valid_to: date | None
    light: str = computed(light_of, "valid_from", "valid_to")

    @property
    def light_zh(self) -> str:
        """Return in words whether it holds today."""
        return LIGHTS[self.light]


def certified(actor: Actor, page: int | str | None = 1) -> Page[TalentRow]:
    """Return a page of the certificates of the actor's office, the newest first."""
    return read(actor, READ_TALENT, TalentRow).order_by("-valid_from", "-uid").page(page)

"""The white list and who pays no fee, as the bureau that enters them sees them."""

from datetime import date
from uuid import UUID

from xueyou.domains.clubs.access import READ_STANDING, STANDINGS
from xueyou.domains.clubs.standings import FEE_EXEMPT, VETTED
from xueyou.kernel.registry.names import masked_name
from xueyou.kernel.registry.selectors.standings import light_of
from xueyou.platform.access.reading import Page, read
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor


def _masked(name: str | None) -> str:
    return masked_name(name or "")


@view_of(STANDINGS)
class StandingRow:
    """A standing that has not been withdrawn; a pupil's name is masked."""

    uid: UUID
    kind: str
    organisation: str | None = source("organisation__name")
    code: str | None = source("organisation__code")
    pupil: str = computed(_masked, "person__name")
    reason: str
    valid_from: date
    valid_to: date | None
    light: str = computed(light_of, "valid_from", "valid_to")

    @property
    def light_zh(self) -> str:
        """Return in words whether it holds today."""
        return {"good": "有效", "wait": "还没开始", "none": "已到期"}[self.light]


def providers(actor: Actor, page: int | str | None = 1) -> Page[StandingRow]:
    """Return the white list, the newest first."""
    return _of(actor, VETTED.name, page)


def exempt(actor: Actor, page: int | str | None = 1) -> Page[StandingRow]:
    """Return who pays no fee, the newest first."""
    return _of(actor, FEE_EXEMPT.name, page)


def standing(actor: Actor, uid: UUID | str) -> StandingRow:
    """Return one. Raises NotFound."""
    return read(actor, READ_STANDING, StandingRow).get(uid)


def _of(actor: Actor, kind: str, page: int | str | None) -> Page[StandingRow]:
    rows = read(actor, READ_STANDING, StandingRow).filter(kind=kind)
    return rows.order_by("-valid_from", "-uid").page(page)

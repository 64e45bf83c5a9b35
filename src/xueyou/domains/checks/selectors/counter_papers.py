"""What is completed at the counter: papers that are wanted, and what the counter put up of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from xueyou.domains.checks.desk_access import COMPLETE_AT_COUNTER, OPEN_FILE
from xueyou.domains.checks.selectors.one_file import FileSees
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.pictures import Paper, papers_at_counter, waiting_on_phone
from xueyou.platform.access.reading import read, target
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class Completing:
    """A file that was sent back. `open_now`: it may be completed at the moment.

    `on_phone`: pages that the family put up itself; they leave with it, and are shown to nobody.
    """

    row: FileSees
    papers: Sequence[Paper]
    on_phone: int
    open_now: bool


def completing(actor: Actor, uid: UUID | str) -> Completing:
    """Return what a file is sent back for; who opens it has been written down. NotFound."""
    application: Application = target(actor, COMPLETE_AT_COUNTER, uid)
    papers = [one for one in papers_at_counter(application) if one.wanted or one.pages]
    return Completing(
        row=read(actor, OPEN_FILE, FileSees).get(application.uid),
        papers=papers,
        on_phone=waiting_on_phone(application),
        open_now=any(one.wanted for one in papers),
    )

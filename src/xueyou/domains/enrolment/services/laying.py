"""Where planned places lie: each school's lines find the batch that its kind of school belongs to.

Places are planned before the rules are written, so a line may name no batch; when the rules are
announced it is laid into one. What a county wrote into a batch itself stays there.
"""

from xueyou.domains.enrolment.rulebooks.batches import MIGRANTS, PRIVATE, PUBLIC, REST
from xueyou.kernel.calls.models import CapacityLine, LineKind, Option, Round
from xueyou.kernel.calls.services.capacity import write_line
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.acts.writing import ActInProgress
from xueyou.rulebook.language.model import Rulebook as Rules

PRIVATE_SECTOR = "private"
REASON = "余下的学位接着往后用"


def batch_for(option: Option, kind: str, rules: Rules) -> str:
    """Return the batch in which such places of a school lie; "" where the rules leave it open."""
    ids = [batch.id for batch in rules.batches]
    if kind == LineKind.BOUGHT and MIGRANTS in ids:
        return MIGRANTS
    private = option.attributes.get("sector") == PRIVATE_SECTOR
    wanted = (PRIVATE,) if private else (PUBLIC, MIGRANTS)
    return next((one for one in wanted if one in ids), "")


def lay_places(round_: Round, rules: Rules, a: ActInProgress) -> None:
    """Lay lines without a batch into the one they belong to, inside the act that announces.

    A public school is also offered, with no place of its own yet, in the batches to which places
    that nobody took flow.
    """
    if len(rules.batches) < 2:
        return
    lines = CapacityLine.objects.filter(
        round=round_, voided_at=None, option__withdrawn_at=None
    ).select_related("option")
    by_option: dict[int, tuple[Option, set[str]]] = {}
    for line in lines.order_by("option__code", "id"):
        if not line.batch and (batch := batch_for(line.option, line.kind, rules)):
            line.batch = batch
            line.save(update_fields=["batch"])
        by_option.setdefault(line.option_id, (line.option, set()))[1].add(line.batch)
    ids = [batch.id for batch in rules.batches]
    for option, has in by_option.values():
        if PUBLIC not in has and MIGRANTS not in has:
            continue
        if option.attributes.get("sector") == PRIVATE_SECTOR:
            continue
        for batch in (MIGRANTS, REST):
            if batch in ids and batch not in has:
                source = Ref("act", a.uid)
                write_line(a, round_, option, LineKind.PLANNED, 0, REASON, source, batch=batch)

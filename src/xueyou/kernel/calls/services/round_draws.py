"""The draw of a round: committed over the very files that the run will read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from xueyou.formats.proof import draws
from xueyou.kernel.calls.models import Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import RUN_ROUND
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.kernel.calls.services.runs import DRAW
from xueyou.kernel.draws.protocol import Fixed, Source
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.rulebook.allocation.run import asked_in


def commit_round_draw(
    *,
    actor: Actor,
    round_uid: UUID | str,
    sources: Sequence[Source],
    not_before: datetime,
    seals: Sequence[str] = (),
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Commit the official draw of a frozen round; return its uid.

    The input must be sealed already: a rehearsal does that, and prints the inputs' code. Raises
    NotFound, CallRefused, and what `commit_draw` raises.
    """
    round_: Round = target(actor, RUN_ROUND, round_uid)
    if not rules_of(round_).draws:
        raise CallRefused("这份规则不用抽签，没有承诺。")
    fixed = fixed_of(round_)
    return commit_draw(
        actor=actor,
        purpose=DRAW.code,
        subject_uid=round_.uid,
        organisation_uid=round_.call.organisation.uid,
        roster=fixed.roster,
        rules=fixed.rules,
        places=fixed.places,
        options=fixed.options,
        sources=sources,
        not_before=not_before,
        seals=seals,
        official=True,
        key=key,
        at=at,
    )


def fixed_of(round_: Round) -> Fixed:
    """Return what a draw fixes of a round, in canonical bytes: the same for each of its lanes."""
    sealed = folders.filed(folders.INPUT, round_.uid)
    if sealed is None:
        raise CallRefused("这一轮的输入还没有封存，不能抽签。请先演练一次，演练时会封存。")
    with folders.work_folder(uuid4()) as folder:
        folders.unpack_sealed(sealed, folder / "in", label=folders.INPUT, uid=round_.uid)
        asked = asked_in(folder / "in" / "0")
    pairs = zip(asked.inputs.group_cells(), asked.inputs.applicants, strict=True)
    return Fixed(
        roster=draws.roster_csv(pairs),
        rules=asked.rules_yaml,
        places=asked.tables["quotas"],
        options=asked.tables["options"],
    )

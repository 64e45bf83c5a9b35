"""演练: how even a list would be. Every one counts and is told; none gives anybody a class."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, DivisionState, Rehearsal
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import folder
from xueyou.domains.classes.services.opening import require_draft
from xueyou.formats.program import code_digest
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import RunningJob, enqueue, job_view
from xueyou.rulebook.classes import folders
from xueyou.rulebook.classes.reporting import conflict
from xueyou.rulebook.classes.running import Listed, NoList
from xueyou.rulebook.language.faults import InputRefused

UNDECIDED = (
    "要求太多、牵连太深，在规定的步数里既没有排出来，也没能证明排不出来。请撤回几项要求再演练。"
)


def ask_rehearsal(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Ask for a rehearsal of the roster as it stands; return its uid. A job does it.

    Raises NotFound, ClassesNotDone.
    """
    request = {"division": str(division_uid)}
    with act(actor, verbs.REHEARSE.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(division)
        require_draft(division)
        last = division.rehearsals.order_by("-ordinal").first()
        if last is not None and last.done_at is None and _alive(last):
            raise ClassesNotDone("上一次演练还在算，请等它算完。没有再开一次。")
        assert isinstance(actor.user, User)
        uid = uuid7()
        job = enqueue(
            "classes.rehearse",
            {"rehearsal": str(uid)},
            actor=actor,
            org_path=division.school.path,
            dedupe_key=str(division.uid),
        )
        made = Rehearsal.objects.create(
            uid=uid,
            division=division,
            ordinal=division.rehearsals.count() + 1,
            asked_by=actor.user,
            asked_at=a.business_at,
            job_uid=job.uid,
        )
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"ordinal": made.ordinal, "job": job.uid}
        a.outcome = {"uid": str(uid)}
        return uid


def rehearse(run: RunningJob) -> None:
    """Do a rehearsal: the job."""
    made = Rehearsal.objects.select_related("division__school").get(uid=run.payload["rehearsal"])
    run.progress(0, 100, "正在排")
    found = _found(run, made)
    with act(run.actor, verbs.REHEARSED.name) as a:
        run.complete()
        a.lock(made, made.division)
        forget_lists(made.division)
        if made.division.state != DivisionState.DRAFT:
            found.pop("given", None)  # sealed meanwhile: nothing to hold the lot against
        for name, value in found.items():
            setattr(made, name, value)
        made.done_at = a.business_at
        made.save()
        a.about("division", made.division.uid, org_path=made.division.school.path)
        a.data = {
            "ordinal": made.ordinal,
            "input_sha256": made.input_sha256,
            "found": made.report is not None,
        }


def _found(run: RunningJob, made: Rehearsal) -> dict[str, Any]:
    """Return what a rehearsal found: its columns by name."""
    try:
        files = folder_of(made.division)
    except ClassesNotDone as refused:
        return {"failed_zh": refused.zh}
    digest = folders.digest(files)
    said: dict[str, Any] = {"input_sha256": digest}
    with folder(files) as path:
        try:
            roster, listed = folders.run_folder(
                path,
                seed=None,
                program=code_digest(),
                step=lambda done, total: run.progress(done, total, "正在排"),
            )
        except InputRefused as refused:
            return said | {"failed_zh": refused.faults[0].zh[:300]}
        except NoList as none:
            if none.conflict is None:
                return said | {"failed_zh": UNDECIDED}
            told = conflict(none.compiled, none.conflict)
            return said | {"failed_zh": told["zh"][:300], "conflict": told}
    given = dict(zip(roster.ids, listed.classes, strict=True))
    return said | {"seed": listed.report["seed"], "report": report_of(listed), "given": given}


def forget_lists(division: Division) -> None:
    """Forget what rehearsals listed, within an act: there is nothing to hold the lot against."""
    division.rehearsals.exclude(given=None).update(given=None)


def report_of(listed: Listed) -> dict[str, Any]:
    """Return a report as it is kept: without what differs from one machine to another."""
    return {name: value for name, value in listed.report.items() if name != "search_ms"}


def rehearsed(division: Division, input_sha256: str) -> bool:
    """Return whether this very input has been rehearsed and a list was found."""
    rows = division.rehearsals.filter(input_sha256=input_sha256, done_at__isnull=False)
    return rows.filter(failed_zh="").exists()


def _alive(made: Rehearsal) -> bool:
    return made.job_uid is not None and not job_view(made.job_uid).final

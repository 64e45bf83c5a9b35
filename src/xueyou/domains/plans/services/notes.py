"""Writing down how a task or project is going, with photographs. A note is never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.plans.access.steering import REPORT_PROJECT, REPORT_TASK
from xueyou.domains.plans.models import ProgressNote, Project, Task
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.evidence import checked, digests, file_all
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.access.reading import NotAllowed, NotFound, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import Incoming
from xueyou.platform.files.uploads import Readable
from xueyou.platform.orgs.models import Organisation

EVIDENCE_OF_NOTE = "plan_note"
MOST_WORDS = 1000
REPORTS = {"task": REPORT_TASK, "project": REPORT_PROJECT}


def write_note(
    *,
    actor: Actor,
    owner_kind: str,
    owner_uid: UUID | str,
    words: str,
    photos: Sequence[Readable] = (),
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Write a note on a task or project ("task", "project"); return the note's uid.

    Raises NotFound, or PlanRefused (fields words, files).

        write_note(actor=chenlan, owner_kind="project", owner_uid=school,
                   words="主体封顶，开始砌墙。", key="…", at=september_the_tenth)
    """
    asked = {"note": [owner_kind, str(owner_uid), words]}
    with (
        checked(photos, pdf=False) as arrived,
        act(
            actor,
            task_verbs.WRITE_NOTE.name,
            at=at,
            key=key,
            request={**asked, "files": digests(arrived)},
        ) as a,
    ):
        owner = reported_owner(actor, owner_kind, owner_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, owner.plan)
        note, uids = add_note(a, actor, owner, words, arrived)
        about_owner(a, owner)
        a.data = {"note": note.uid, "files": uids}
        a.outcome = {"uid": str(note.uid)}
        return note.uid


def reported_owner(actor: Actor, owner_kind: str, uid: UUID | str) -> Task | Project:
    """Return a task or project on which the actor may report. Raises NotFound."""
    if owner_kind not in REPORTS:
        raise NotFound
    owner = target(actor, REPORTS[owner_kind], uid)
    assert isinstance(owner, Task | Project)
    return owner


def add_note(
    a: ActInProgress,
    actor: Actor,
    owner: Task | Project,
    words: str,
    arrived: Sequence[Incoming] = (),
) -> tuple[ProgressNote, list[UUID]]:
    """Add a note inside an open act; return it with the uids of its photographs."""
    said = words.strip()
    if not said:
        raise PlanRefused({"words": "还没有写字。请写一句做到哪里了。"})
    if len(said) > MOST_WORDS:
        raise PlanRefused({"words": f"最多{MOST_WORDS}个字，现在是{len(said)}个。请分两条写。"})
    organisation = Organisation.objects.filter(path=actor.org_path).first()
    if organisation is None or not isinstance(actor.user, User):
        raise NotAllowed(task_verbs.WRITE_NOTE.name)
    note = ProgressNote.objects.create(
        uid=uuid7(),
        task=owner if isinstance(owner, Task) else None,
        project=owner if isinstance(owner, Project) else None,
        words=said,
        organisation=organisation,
        by=actor.user,
        at=a.at,
        on=a.business_at.date(),
    )
    return note, file_all(a, arrived, owner_kind=EVIDENCE_OF_NOTE, owner_uid=note.uid)


def about_owner(a: ActInProgress, owner: Task | Project) -> None:
    """Say that the act is about this task or project."""
    kind = "plan_task" if isinstance(owner, Task) else "plan_project"
    a.about(kind, owner.uid, org_path=owner.plan.organisation.path)

"""Three families that were killed while they handed in, then admitted and told, jobs dying too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from tests.kernel.calls.publishing_world import signed_order
from tests.kernel.calls.results_world import Results, frozen_round
from tests.kernel.calls.world import appoint, child_of, key, parent
from tests.kill.handing_in import COMMITTED, SCENES, Family, faults_of, kill_while_handing_in
from tests.kill.mortals import Arm, Mortal, after, before
from xueyou.kernel.calls.models import Application, Decision, Offer, Round, RoundState, Run
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services import publishing, running
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.ordering import publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs import execution, leases
from xueyou.platform.jobs.api import RunningJob, work_off
from xueyou.platform.jobs.keepers import ThreadKeeper
from xueyou.platform.jobs.models import Job, JobState
from xueyou.platform.time import business_now, wall_now

LEASED, MIDDLE, RESULT = "after lease", "mid-handler", "after result before done"
SWAP = "publish mid-swap"
RUN_POINTS = (LEASED, MIDDLE, RESULT)
PLACES = {"S1": 2, "S2": 3}


@dataclass
class Admitting:
    """A frozen round and the families whose handing in was killed, one a scene."""

    results: Results
    families: list[Family]

    def prepared(self) -> Run:
        """Order the official run; its job is still to be worked off."""
        uid = prepare_run(
            actor=self.results.office.enroller,
            round_uid=self.results.round.uid,
            purpose="official",
            key=key(),
        )
        return Run.objects.get(uid=uid)

    def ordered(self, run: Run) -> None:
        """Have the order signed and the publication asked for; its jobs are still to be done."""
        paper = signed_order(self.results, run)
        publish_run(
            actor=self.results.office.chief, run_uid=run.uid, paper_uid=paper.uid, key=key()
        )


def admitting() -> Admitting:
    """Open a round, let the families hand in while they are killed, and freeze it."""
    results = frozen_round(PLACES, [(50, ["S1"]), (40, ["S1", "S2"])], guardians=0)
    now = business_now()
    Round.objects.filter(pk=results.round.pk).update(
        state=RoundState.ANNOUNCED, frozen_at=None, closes_at=now + timedelta(hours=1)
    )
    families = [_family(results, 90 - number) for number in range(len(SCENES))]
    for one, scene in zip(families, SCENES, strict=True):
        kill_while_handing_in(one, COMMITTED, scene)
    officer = appoint("officer", results.office.bureau)
    freeze(actor=officer, round_uid=results.round.uid, key=key(), at=now + timedelta(hours=1))
    results.round.refresh_from_db()
    return Admitting(results, families)


def _family(results: Results, score: int) -> Family:
    guardians = [parent("林母"), parent("林父")]
    child = child_of(*guardians)
    uid = start_draft(
        actor=guardians[0], call_uid=results.call.uid, party=KnownChild(child.uid), key=key()
    )
    answers, codes = {"score": str(score)}, ["S2", "S1"]
    wishes = {"main": [results.options[code].uid for code in codes]}
    save_draft(actor=guardians[0], application_uid=uid, answers=answers, choices=wishes)
    draft = Application.objects.get(uid=uid)
    return Family(guardians, child, draft, answers, codes, batch="main")


def kill_work(arm: Arm) -> None:
    """Work jobs off in a process that is killed, and find its worker dead as the foreman does."""
    doomed = Mortal(lambda: str(work_off()), arm).at_point()
    doomed.die()
    assert doomed.heard() is None
    leases.release_held_by("inline")


def armed(point: str) -> Arm:
    """Return how the process that works a job off dies at a point."""
    arms: dict[str, Arm] = {
        LEASED: before(execution, "execute"),
        MIDDLE: before(Decision.objects, "bulk_create"),
        RESULT: after(RunningJob, "complete"),
        SWAP: before(publishing, "_publish_list"),
    }
    return arms[point]


def outlive_the_lease() -> None:
    """Let a worker whose heartbeat is dead go on after another has taken its job over and ended it.

    The lease runs out as it would by waiting: its end is moved into the past.
    """
    doomed = Mortal(_work_with_dead_heart, _dead_heart).at_point()
    held = Job.objects.filter(state=JobState.RUNNING)
    assert held.update(lease_until=wall_now() - timedelta(seconds=1)) == 1
    assert leases.reap() == 1
    assert work_off() >= 1
    doomed.go_on()
    assert doomed.heard() == "ended"
    assert doomed.killed is False


def _dead_heart(stop: Callable[[], None]) -> None:
    ThreadKeeper._keep = lambda self: None  # type: ignore[method-assign]
    before(running, "_load")(stop)


def _work_with_dead_heart() -> str:
    claimed = leases.claim(["default"], "heartless")
    assert claimed is not None
    execution.execute(*claimed, make_keeper=partial(ThreadKeeper, leaving_since=lambda: None))
    return "ended"


def faults_of_admission(here: Admitting, run: Run, *, published: bool) -> list[str]:
    """Return what is lost or doubled in what the families are told; empty is well."""
    found = [fault for one in here.families for fault in faults_of(one)]
    run.refresh_from_db()
    if run.state != "done":
        found.append(f"the run is {run.state}: {run.failure}")
    for one in here.families:
        decided = Decision.objects.filter(run=run, application__uid=one.draft.uid).count()
        offered = Offer.objects.filter(application__uid=one.draft.uid).count()
        if (decided, offered) != (1, int(published)):
            found.append(f"{decided} decisions, {offered} offers of one application")
    for verb, count in (("calls.run.finish", 1), ("calls.run.publish", int(published))):
        acts = Act.objects.filter(verb=verb).count()
        if acts != count:
            found.append(f"{acts} acts {verb}")
    return found

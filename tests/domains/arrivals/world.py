"""A school to which three children were given a place: two accepted, one has not answered."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from tests.domains.enrolment.world import AFTER, World, child_of, found_world, key, parent
from tests.kernel.papers.walk import walk
from tests.kernel.registry.people_world import citizen_number, officer
from xueyou.domains.enrolment.services.places import enrol_late
from xueyou.kernel.calls.models import Application, Offer
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation

NAMES = ("阿卜杜萨拉木·𠮷㐂䶮", "林小满", "陈知夏")
YEAR = 2026
BORN = date(2020, 3, 1)


@dataclass
class Arrived:
    """The school, its clerk, and the children by name with their places."""

    enrolment: World
    school: Organisation
    clerk: SignedIn
    families: list[SignedIn] = field(default_factory=list)
    children: list[Person] = field(default_factory=list)

    def offer(self, index: int) -> UUID:
        """Return the place of one of the children."""
        uid: UUID = Offer.objects.get(application__person=self.children[index]).uid
        return uid


def found_arrived() -> Arrived:
    """Publish a round in which three children have places in one school."""
    world = found_world(tie="stable_id", places=3)
    found = Arrived(world, world.schools["LY"], officer("school_clerk", world.schools["LY"]))
    applications: list[Application] = []
    for serial, name in enumerate(NAMES, start=1):
        family = parent(f"家长{serial}")
        child = child_of(family, name=name, number=citizen_number(serial, BORN))
        applications.append(world.handed_in(family, child, ("LY",)))
        found.families.append(family)
        found.children.append(child)
    _publish(world)
    for family, application in zip(found.families[:2], applications[:2], strict=True):
        offer = Offer.objects.get(application=application)
        reply(actor=family, offer_uid=offer.uid, accept=True, key=key())
    enrol_late()
    return found


def _publish(world: World) -> None:
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    enroller = world.office.enroller
    uid = prepare_run(
        actor=enroller, round_uid=world.round.uid, purpose="official", key=str(uuid4())
    )
    work_off()
    order = draft_order(actor=enroller, run_uid=uid, number_code="甲教招", key=key())
    paper = walk(world.office, Paper.objects.get(uid=order), "sign")
    publish_run(actor=world.office.chief, run_uid=uid, paper_uid=paper.uid, key=key())
    work_off()

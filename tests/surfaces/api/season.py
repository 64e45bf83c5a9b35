"""A season that is over: a round published, three children placed in a school, who looks at it."""

from dataclasses import dataclass

from django.test import Client

from tests.domains.arrivals.world import Arrived, found_arrived
from tests.kernel.registry.people_world import officer
from tests.surfaces.api.conftest import Tablet, tablet_of
from xueyou.kernel.publications.models import Publication


@dataclass
class Season:
    """The season, the tablets of who looks at it, and the addresses of its things."""

    arrived: Arrived
    tablets: dict[str, Tablet]
    publication: Publication

    @property
    def call(self) -> str:
        """Return the address of the call."""
        return f"/api/v1/calls/{self.arrived.enrolment.call.uid}"

    @property
    def round(self) -> str:
        """Return the address of the round."""
        return f"/api/v1/rounds/{self.arrived.enrolment.round.uid}"

    @property
    def list(self) -> str:
        """Return the address of the published list."""
        return f"/api/v1/publications/{self.publication.uid}"


def found_season() -> Season:
    """Let a season pass."""
    arrived = found_arrived()
    city = arrived.enrolment.call.organisation
    tablets = {
        "enroller": tablet_of(arrived.enrolment.office.enroller),
        "clerk": tablet_of(arrived.clerk),
        "registrar": tablet_of(officer("registry_officer", city)),
        "parent": tablet_of(arrived.families[0]),
        "nobody": Tablet(Client()),
    }
    return Season(arrived, tablets, Publication.objects.get())

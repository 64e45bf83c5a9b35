"""Families of a city on a site of their own: one asks, with two guardians; one has its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

from tests.domains.enrolment.test_places import RARE, code_of, found_placed
from tests.journeys.families import open_enrolment, tests_roles
from tests.journeys.site import Site, serving
from tests.kernel.calls.world import NOW, appoint, child_of, key, parent
from tests.waiting import PATIENCE
from xueyou.domains.enrolment.letter_codes import shown_code
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.registry.models import Person, PersonBond
from xueyou.kernel.registry.services.bonds import end_bond
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import frozen_business

NAME = "古丽娜尔·阿卜杜热合曼·买买提吐尔逊·麦麦提艾则孜·艾尼瓦尔江·亚森江尔"
"""Thirty-six characters: as long as names on documents are."""
PLACED = RARE


@dataclass
class Households:
    """The people of the site: `child` is the mother's; `placed` has a place to answer for."""

    site: Site | None = None
    mother: str = ""
    father: str = ""
    answered: str = ""
    call: UUID | None = None
    child: UUID | None = None
    placed: UUID | None = None
    receipt: str = ""
    publication: UUID | None = None

    def letter_code(self) -> str:
        """Return the code that stands on the letter of the placed child."""
        return shown_code(code_of(Application.objects.get(uid=self.placed)))

    def receipts(self) -> list[str]:
        """Return the receipt numbers given for the mother's child, as they are shown."""
        rows = Application.objects.filter(person__uid=self.child).exclude(receipt_no="")
        return [shown(row.receipt_no) for row in rows]

    def end_fathers_bond(self) -> None:
        """Let a court's judgment end the father's guardianship today."""
        bond = PersonBond.objects.get(
            subject__uid=self.child, holder__account__login_name=self.father
        )
        with frozen_business(NOW):
            keeper = appoint("registry_keeper", Organisation.objects.get(parent=None))
            end_bond(actor=keeper, bond_uid=bond.uid, on=NOW.date(), basis="court", key=key())


@contextmanager
def households_site(folder: Path) -> Iterator[Households]:
    """Found the families and serve them."""
    found = Households()

    def build() -> None:
        with tests_roles(folder):
            _found(found)

    with serving(folder, build) as found.site:
        urlopen(found.site.url, timeout=PATIENCE).close()  # the first answer also loads the program
        yield found


def _found(into: Households) -> None:
    world, family, application = found_placed()
    into.answered, into.placed = _family(family), application.uid
    into.receipt = shown(application.receipt_no)
    into.publication = Publication.objects.get().uid
    mother, father = parent("古母"), parent("古父")
    into.mother, into.father = _family(mother), _family(father)
    child: Person = child_of(mother, name=NAME)
    assert isinstance(father.user, User)
    account_person(father.user)
    into.child = child.uid
    into.call = open_enrolment(world.office.bureau, year=2027)


def _family(actor: SignedIn) -> str:
    """Make the account one of a family, and return its login name."""
    assert isinstance(actor.user, User)
    User.objects.filter(pk=actor.user.pk).update(staff=False)
    return str(actor.user.login_name)

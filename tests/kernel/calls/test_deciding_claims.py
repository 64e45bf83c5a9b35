"""An officer decides whose a claimed child is: his own pupils', with the original before him."""

from uuid import uuid4

import pytest

from tests.kernel.registry.people_world import (
    Places,
    child,
    citizen_number,
    claim,
    doing,
    family,
    found_places,
    guard,
    officer,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.deciding import decide_claim
from xueyou.kernel.registry.models import Claim, ClaimSharing, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.deciding import open_claim, open_claims
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.kernel.registry.services.invitations import accept_invitation
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.sharing import end_sharing, share_claim
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.time import business_today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


@pytest.fixture
def places(db: None, business_clock: object) -> Places:
    """Found two counties with a school each."""
    return found_places()


def at_school(person: Person, places: Places) -> None:
    """Let the child be a pupil of school A."""
    with doing() as a:
        source = Ref("test", uuid4())
        enrol(a, person, places.school_a, kind="pupil", on=business_today(), source=source)


def decided(actor: SignedIn, made: Claim, **more: object) -> None:
    """Decide, as is usual: theirs, by the household book."""
    asked = {"is_theirs": True, "basis": "household", "ends": citizen_number(1)[-4:], **more}
    decide_claim(actor=actor, claim_uid=made.uid, key=str(uuid4()), **asked)  # type: ignore[arg-type]


def test_a_schools_officer_decides_about_its_own_pupils(places: Places) -> None:
    """Confirmed, the parent sees the child; the next county's officer never saw the claim."""
    at_school(child(), places)
    who = family("a")
    made = claim(who)
    clerk = officer("registry_officer", places.school_a)
    other = officer("registry_officer", places.county_b)
    assert [one.name for one in open_claims(clerk).rows] == ["林**"]
    assert open_claims(other).total == 0
    for ask in (lambda: open_claim(other, made.uid), lambda: decided(other, made)):
        with pytest.raises(NotFound):
            ask()
    decided(clerk, made)
    assert [one.name for one in children_of(who.actor)] == ["林小满"]
    assert open_claims(clerk).total == 0
    act = Act.objects.get(verb="registry.claim.settle")
    assert (act.data["is_theirs"], act.data["basis"]) == (True, "household")


def test_without_the_original_nothing_is_confirmed(places: Places) -> None:
    """The last digits come from the paper: masked on the screen, they cannot be guessed there."""
    at_school(child(), places)
    made, clerk = claim(family("a")), officer("registry_officer", places.school_a)
    shown = str(open_claim(clerk, made.uid))
    assert citizen_number(1)[-4:] not in shown
    for wrong in ({"ends": "0000"}, {"basis": ""}, {"basis": "invited"}):
        with pytest.raises(CallRefused):
            decided(clerk, made, **wrong)
    made.refresh_from_db()
    assert made.state == "pending"


def test_a_second_guardian_joins_the_first(places: Places) -> None:
    """Two parents, two accounts: each is confirmed for himself, neither refuses the other."""
    ward, mother, father = child(), family("m"), family("f")
    at_school(ward, places)
    guard(mother, ward)
    made, clerk = claim(father), officer("registry_officer", places.school_a)
    desk = open_claim(clerk, made.uid)
    assert (made.state, desk.guardians) == ("contested", ("家*",))
    decided(clerk, made)
    assert [len(children_of(one.actor)) for one in (mother, father)] == [1, 1]


def test_who_claims_together_is_told_to_the_officer_alone(places: Places) -> None:
    """How many others; refused, a stranger's claim leaves the other waiting quietly."""
    at_school(child(), places)
    mine, strange = claim(family("a")), claim(family("b"))
    clerk = officer("registry_officer", places.school_a)
    assert open_claim(clerk, mine.uid).others == 1
    assert open_claims(clerk, contested=True).total == 2
    decided(clerk, strange, is_theirs=False, basis="", ends="")
    mine.refresh_from_db()
    assert mine.state == "pending"
    with pytest.raises(NotFound):
        open_claim(clerk, strange.uid)


def test_nobody_decides_about_his_own_claim(places: Places) -> None:
    """A clerk who is also a parent asks a colleague."""
    at_school(child(), places)
    clerk = officer("registry_officer", places.school_a)
    with doing() as a:
        made = make_claim(
            a, account=clerk.user, purpose="tests", kind="citizen",
            number=citizen_number(1), name="林小满",
        )  # fmt: skip
    with pytest.raises(CallRefused, match="别的经办人"):
        decided(clerk, made)


def test_a_child_nobody_lists_is_the_keepers(places: Places) -> None:
    """Only the bureau's keeper sees it; confirmed, the child has a file from then on."""
    who = family("a")
    made = claim(who)
    assert open_claims(officer("registry_officer", places.bureau)).total == 0
    keeper = officer("registry_keeper", places.bureau)
    assert open_claim(keeper, made.uid).facts[0].light == "none"
    decided(keeper, made)
    assert [one.name for one in children_of(who.actor)] == ["林小满"]


def test_who_was_let_in_is_named_before_he_becomes_guardian_too(places: Places) -> None:
    """Masked; not a code that nobody typed, nor one whom the parent has taken out again."""
    who, other = family("a"), family("b", "周父")
    made, keeper = claim(who), officer("registry_keeper", places.bureau)

    def code() -> str:
        return share_claim(actor=who.actor, claim_uid=made.uid, key=str(uuid4()))

    accept_invitation(actor=other.actor, code=code(), key=str(uuid4()))
    code()
    assert open_claim(keeper, made.uid).let_in == ("周*",)
    taken = ClaimSharing.objects.exclude(account=None).get()
    end_sharing(actor=who.actor, sharing_uid=taken.uid, key=str(uuid4()))
    assert open_claim(keeper, made.uid).let_in == ()

"""Claims: kept, contested, settled; and nobody learns from typing a number."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.registry.people_world import (
    TODAY,
    Family,
    child,
    citizen_number,
    claim,
    doing,
    family,
    guard,
)
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.duties import KEPT, forget_claims
from xueyou.kernel.registry.models import Claim, Identifier, PersonBond
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.claims import claims_of
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.kernel.registry.services.claims import (
    LIFE,
    MOST_OPEN,
    end_claim,
    rivals,
    settle_claim,
)
from xueyou.platform.time import business_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


def states() -> list[str]:
    """Return the states of all claims, in the order made."""
    return list(Claim.objects.order_by("pk").values_list("state", flat=True))


def test_a_first_claim_waits() -> None:
    """Nobody has said anything else; sex and birth day are taken from the number."""
    made = claim(family("a"))
    assert (made.state, made.person) == ("pending", None)
    assert (made.sex, made.born_on.isoformat()) == ("male", "2020-03-05")  # type: ignore[union-attr]
    assert made.expires_at == business_now() + LIFE


def test_the_same_account_and_number_give_the_same_claim() -> None:
    """However typed; a corrected name is taken over."""
    who = family("a")
    first = claim(who)
    second = claim(who, name="林小曼", number=f" {citizen_number(1)[:6]} {citizen_number(1)[6:]}")
    assert second.pk == first.pk
    assert Claim.objects.get().name == "林小曼"


def test_two_accounts_are_both_kept_and_contested() -> None:
    """A stranger can neither block a child nor be told that somebody was first."""
    first, second = claim(family("a")), claim(family("b"))
    assert states() == ["contested", "contested"]
    assert list(rivals(first, business_now())) == [second]
    assert list(rivals(second, business_now())) == [first]


def test_neither_account_sees_that_there_is_another() -> None:
    """The family's words before and after are the same, for both."""
    a, b, alone = family("a"), family("b"), family("c")
    claim(a)
    before = claims_of(a.actor)
    claim(b)
    claim(alone, serial=3)
    assert claims_of(a.actor) == before
    assert {claims_of(one.actor)[0].state_zh for one in (a, b, alone)} == {"等待核对"}


def test_every_first_answer_runs_the_same_statements() -> None:
    """Unknown number, number claimed by another, number of somebody guarded: equal work."""
    guard(family("g"), child("周周", 5), on=TODAY)
    claim(family("a"), serial=3)
    counts = []
    for serial, login in ((7, "x"), (3, "y"), (5, "z")):
        who = family(login)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            claim(who, serial=serial, name="周周")
        counts.append([_shape(query["sql"]) for query in asked.captured_queries])
    assert counts[0] == counts[1] == counts[2]
    assert len(counts[0]) <= 12


def _shape(sql: str) -> str:
    """Return the statement without the values in it."""
    return re.sub(r"\s*-?\d+", "?", sql).split(" WHERE ")[0].split(" VALUES ")[0]


def test_a_guardian_is_confirmed_at_once() -> None:
    """The registry has the person with that number, and the bond says yes."""
    parent, ward = family("a"), child()
    guard(parent, ward)
    made = claim(parent)
    assert (made.state, made.person, made.confirmed_by) == ("confirmed", ward, "registry")


def test_a_number_of_somebody_elses_ward_is_contested_for_the_second_only() -> None:
    """The guardian's own confirmed claim stays what it is."""
    parent, ward = family("a"), child()
    guard(parent, ward)
    claim(parent)
    claim(family("stranger"))
    assert states() == ["confirmed", "contested"]


def test_a_guardian_no_longer_loses_his_confirmed_claim() -> None:
    """After the judgement it is a stranger's claim, contested by the other parent's bond."""
    a, b, ward = family("a"), family("b"), child()
    bond = guard(a, ward)
    guard(b, ward)
    first = claim(a)
    with doing() as act:
        unbind(act, bond, on=TODAY)
    assert claims_of(a.actor) == []
    again = claim(a)
    assert (again.state, again.person, again.pk != first.pk) == ("contested", None, True)


def test_a_confirmed_claim_counts_only_while_the_bond_does(business_clock: Any) -> None:
    """Also where the bond was ended from a later day on, and that day has come."""
    a, ward = family("a"), child()
    bond = guard(a, ward)
    claim(a)
    with doing() as act:
        unbind(act, bond, on=TODAY + timedelta(days=2))
    assert claim(a).state == "confirmed"
    business_clock.move_to(business_now() + timedelta(days=2))
    again = claim(a)
    assert (again.state, again.person) == ("pending", None)


def test_a_known_child_without_guardian_waits_for_a_source() -> None:
    """Being in a school's list makes nobody anybody's child."""
    child()
    assert claim(family("a")).state == "pending"


def test_an_ended_bond_confirms_nothing() -> None:
    """A guardian of last year claims like anybody else."""
    parent, ward = family("a"), child()
    bond = guard(parent, ward)
    PersonBond.objects.filter(pk=bond.pk).update(valid_to=TODAY)
    assert claim(parent).state == "pending"


def test_settled_by_a_source_the_claim_becomes_a_person() -> None:
    """The account's person becomes guardian, and the family sees the child."""
    who = family("a")
    made = claim(who)
    ward = child()
    with doing() as a:
        settle_claim(a, made, person=ward, by="connector:police")
    made.refresh_from_db()
    assert (made.state, made.person, made.confirmed_by) == ("confirmed", ward, "connector:police")
    assert [seen.uid for seen in children_of(who.actor)] == [ward.uid]
    assert claims_of(who.actor)[0].state == "confirmed"


def test_refused_it_names_nobody_and_may_be_made_again() -> None:
    """A wrong answer of a source does not lock the family out."""
    who = family("a")
    made = claim(who)
    with doing() as a:
        settle_claim(a, made, person=None, by="connector:police")
    assert claims_of(who.actor)[0].state == "refused"
    again = claim(who)
    assert again.pk != made.pk
    assert states() == ["refused", "pending"]


def test_of_two_one_is_settled_and_the_other_still_waits_for_its_answer() -> None:
    """The other may be the other parent: only a person decides."""
    a, b = family("a"), family("b")
    first, second = claim(a), claim(b)
    ward = child()
    with doing() as doing_:
        settle_claim(doing_, first, person=ward, by="officer:1")
    assert states() == ["confirmed", "contested"]
    with doing() as doing_:
        settle_claim(doing_, second, person=None, by="officer:1")
    assert states() == ["confirmed", "refused"]


@pytest.mark.parametrize("how", ["ended", "refused"])
def test_when_the_rival_is_gone_the_first_waits_quietly_again(how: str) -> None:
    """What was contested only because of a stranger is pending once he gives up or is refused."""
    claim(family("a"))
    stranger = claim(family("b"))
    with doing() as a:
        if how == "ended":
            end_claim(a, stranger)
        else:
            settle_claim(a, stranger, person=None, by="officer:1")
    assert states()[0] == "pending"


def test_with_a_third_left_it_stays_contested() -> None:
    """Two are still two."""
    claim(family("a"))
    claim(family("b"))
    third = claim(family("c"))
    with doing() as a:
        end_claim(a, third)
    assert states()[:2] == ["contested", "contested"]


def test_an_expired_claim_meets_nobody_and_revives_with_its_owner(business_clock: Any) -> None:
    """What nobody came back to stands in nobody's way; its owner may come back."""
    a, b = family("a"), family("b")
    old = claim(a)
    business_clock.move_to(business_now() + LIFE + timedelta(days=1))
    assert claims_of(a.actor) == []
    assert claim(b).state == "pending"
    assert claim(a).pk == old.pk
    assert states() == ["contested", "contested"]


def test_without_document_a_name_and_birth_day_are_the_claim() -> None:
    """Twins without documents are two claims; the same child twice is one."""
    who = family("a")
    none = {"kind": "none_yet", "number": None}
    first = claim(who, name="甲", born_on=TODAY, **none)
    assert claim(who, name="甲", born_on=TODAY, **none).pk == first.pk
    assert claim(who, name="乙", born_on=TODAY, **none).pk != first.pk
    assert (first.state, first.bidx, first.value_enc) == ("pending", None, None)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"number": citizen_number(1)[:-1] + "Y"}, "18位"),
        ({"number": None}, "要写"),
        ({"kind": "none_yet"}, "不用填"),
        ({"born_on": TODAY}, "出生日期"),
        ({"sex": "female"}, "性别"),
        ({"number": citizen_number(1, TODAY + timedelta(days=1))}, "还没有到"),
        ({"name": "1"}, "姓名"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(facts: Any, words: str) -> None:
    """With a sentence; no claim is left."""
    with pytest.raises((NumberRefused, RegistryRefused), match=words):
        claim(family("a"), **facts)
    assert states() == []


def test_an_account_cannot_try_numbers_out() -> None:
    """More children than a family has are refused."""
    who = family("a")
    for serial in range(MOST_OPEN):
        claim(who, serial=serial)
    with pytest.raises(RegistryRefused, match="登记满"):
        claim(who, serial=500)
    assert claim(who, serial=0).state == "pending"


def test_the_same_number_of_two_kinds_does_not_meet() -> None:
    """A passport number of digits is not a permit's."""
    claim(family("a"), kind="passport", number="12345678")
    claim(family("b"), kind="taiwan_permit", number="12345678")
    claim(family("c"), kind="passport", number="12345678", country="USA")
    assert states() == ["pending", "pending", "pending"]


def test_an_ended_claim_cannot_be_settled() -> None:
    """The family has given it up."""
    made = claim(family("a"))
    with doing() as a:
        end_claim(a, made)
        end_claim(a, made)
    ward = child()
    with pytest.raises(RegistryRefused, match="放弃"), doing() as a:
        settle_claim(a, made, person=ward, by="x")
    assert not PersonBond.objects.exists()
    assert Identifier.objects.count() == 1


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_claim_is_decided_once(confirmed: bool) -> None:
    """Of two officers with the same page the second changes nothing, whatever he says."""
    made, ward, other = claim(family("a")), child(), child("林小果", 3)
    stale = Claim.objects.get(pk=made.pk)
    with doing() as a:
        settle_claim(a, made, person=ward if confirmed else None, by="officer:1")
    before = (states(), list(PersonBond.objects.values()))
    for person in (other, None):
        with pytest.raises(RegistryRefused, match="已经认定"), doing() as a:
            settle_claim(a, stale, person=person, by="officer:2")
    assert (states(), list(PersonBond.objects.values())) == before


def test_both_parents_may_be_settled_to_one_child() -> None:
    """Two confirmed claims to one person are two guardians."""
    a, b = family("a"), family("b")
    first, second = claim(a), claim(b)
    ward = child()
    with doing() as act:
        settle_claim(act, first, person=ward, by="officer:1")
        settle_claim(act, second, person=ward, by="officer:1", basis="birth")
    assert [len(children_of(one.actor)) for one in (a, b)] == [1, 1]
    _nobody_else_sees(family("c"))


def _nobody_else_sees(other: Family) -> None:
    assert children_of(other.actor) == []


def test_what_nobody_confirmed_is_forgotten_after_a_while(business_clock: Any) -> None:
    """Number and name go ninety days after the claim has run out; a confirmed one stays."""
    parent = family("a")
    waiting, confirmed = claim(parent, 1, name="林小满"), claim(parent, 3, name="林小果")
    ward = child("林小果", 3)
    with doing() as a:
        settle_claim(a, confirmed, person=ward, by="x")
    business_clock.move_to(business_now() + LIFE + KEPT)
    forget_claims()
    waiting.refresh_from_db()
    assert waiting.name == "林小满"
    business_clock.advance(timedelta(seconds=1))
    forget_claims()
    for row in (waiting, confirmed):
        row.refresh_from_db()
    assert (waiting.name, waiting.bidx, waiting.value_enc, waiting.born_on) == (
        "",
        None,
        None,
        None,
    )
    assert waiting.ended_at is not None
    assert confirmed.name == "林小果"

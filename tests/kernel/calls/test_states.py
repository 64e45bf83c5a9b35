"""The way of an application under any order of steps, beside a model that fits on a page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.kernel.calls.test_attestations import say
from tests.kernel.calls.world import (
    AFTER,
    CLOSES,
    NOW,
    World,
    check,
    child_of,
    hand_in,
    key,
    parent,
    send_back,
)
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import Application, Attestation, Choice
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import Missing, withdraw
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import applications_in, freeze
from xueyou.platform.acts.models import Act

WISHES = ([], ["S1"], ["S2"], ["S1", "S2"], ["S2", "S1"])


@dataclass
class Modelled:
    """What we believe of one application."""

    family: Any
    child: int
    state: str = "draft"
    typed: dict[str, str] = field(default_factory=dict)
    wished: list[str] = field(default_factory=list)
    pending: bool = True
    unused: bool = False
    """Sent back with a code that nobody has handed in with."""
    counts: tuple[dict[str, str], list[str]] | None = None
    receipt: str = ""
    sent_back: int = 0
    gone: int = 0


class Way(RuleBasedStateMachine):
    """Families, an office, the clock; every rule says what must come of it."""

    drafts = Bundle("drafts")
    world: World
    families: list[tuple[Any, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point._from_testcase = True  # type: ignore[attr-defined]
        self.point.__enter__()
        self.world.round.refresh_from_db()
        self.now: datetime = NOW
        self.frozen = False
        self.found: dict[Any, Modelled] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def open(self) -> bool:
        return self.now < CLOSES

    def tried(self, allowed: bool, work: Any) -> bool:
        """Do it; it must be refused exactly where the model says so."""
        try:
            work()
        except CallRefused:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(target=drafts, number=st.integers(0, 1), father=st.booleans())
    def begin(self, number: int, father: bool) -> Any:
        family = self.families[number][father]
        child = self.families[number][2]
        uid: Any = None

        def work() -> None:
            nonlocal uid
            uid = start_draft(
                actor=family,
                call_uid=self.world.call.uid,
                party=KnownChild(child.uid),
                key=key(),
                at=self.now,
            )

        live = [u for u, m in self.found.items() if m.child == number and m.state != "withdrawn"]
        if self.tried(self.open(), work):
            if live:
                assert uid == live[0]
            else:
                before = [m for m in self.found.values() if m.child == number]
                last = max(before, key=lambda m: m.gone) if before else None
                typed = {} if last is None else dict(last.counts[0] if last.counts else last.typed)
                self.found[uid] = Modelled(family, number, typed=typed)
        return uid

    @rule(
        uid=drafts,
        zone=st.sampled_from(["", "东", "西", "=x"]),
        wished=st.sampled_from(WISHES),
    )
    def fill(self, uid: Any, zone: str, wished: list[str]) -> None:
        if uid is None:
            return
        one = self.found[uid]
        allowed = one.state != "withdrawn" and (
            (one.state == "returned" and not self.frozen)
            or (one.state != "returned" and self.open() and not self.frozen)
        )
        if self.tried(
            allowed,
            lambda: save_draft(
                actor=one.family,
                application_uid=uid,
                answers={"zone": zone},
                choices=self.world.wishes(公办=wished),
                at=self.now,
            ),
        ):
            before = (dict(one.typed), list(one.wished))
            one.typed["zone"], one.wished = zone, list(wished)
            same = before[0].get("zone", "") == zone and before[1] == one.wished
            one.pending = one.pending or not same

    @rule(uid=drafts)
    def press(self, uid: Any) -> None:
        if uid is None:
            return
        one = self.found[uid]
        # A repeated key: the first receipt, whatever the clock says.
        if not (one.pending or one.unused):
            assert hand_in(one.family, Application.objects.get(uid=uid), self.now)
            return
        good = one.typed.get("zone") in ("东", "西")
        allowed = one.state != "withdrawn" and not self.frozen and good
        allowed = allowed and (one.state == "returned" or self.open())
        if self.tried(
            allowed, lambda: hand_in(one.family, Application.objects.get(uid=uid), self.now)
        ):
            one.state, one.pending, one.unused = "submitted", False, False
            one.counts = ({"zone": one.typed["zone"]}, list(one.wished))
            one.typed = {"zone": one.typed["zone"]}
            receipt = Application.objects.get(uid=uid).receipt_no
            assert one.receipt in ("", receipt)
            one.receipt = receipt

    @rule(uid=drafts, wished=st.sampled_from(WISHES))
    def complete(self, uid: Any, wished: list[str]) -> None:
        self.fill(uid, "东", wished)
        self.press(uid)

    @rule(uid=drafts, wished=st.sampled_from(WISHES))
    def be_wanted_more_and_complete(self, uid: Any, wished: list[str]) -> None:
        self.want_more(uid)
        self.complete(uid, wished)

    @rule(uid=drafts)
    def take_back(self, uid: Any) -> None:
        if uid is None:
            return
        one = self.found[uid]
        allowed = one.state != "withdrawn" and not (self.frozen and one.receipt)
        if self.tried(
            allowed,
            lambda: withdraw(actor=one.family, application_uid=uid, key=key(), at=self.now),
        ):
            one.state = "withdrawn"
            one.gone = len([m for m in self.found.values() if m.state == "withdrawn"])

    @rule(uid=drafts)
    def check(self, uid: Any) -> None:
        if uid is None:
            return
        one = self.found[uid]
        if self.tried(
            one.state == "submitted" and not self.frozen,
            lambda: check(actor=self.world.officer, application_uid=uid),
        ):
            one.state = "checked"

    @rule(uid=drafts)
    def want_more(self, uid: Any) -> None:
        if uid is None:
            return
        one = self.found[uid]
        allowed = one.state in ("submitted", "checked") and one.sent_back == 0 and not self.frozen
        if self.tried(
            allowed,
            lambda: send_back(
                actor=self.world.officer,
                application_uid=uid,
                missing=[Missing("hukou", "没有拍全")],
            ),
        ):
            one.state, one.sent_back = "returned", 1
            one.unused = not one.pending  # it may be handed in again as it is

    @rule(uid=drafts, word=st.sampled_from(["yes", "no"]))
    def ask_police(self, uid: Any, word: str) -> None:
        if uid is None:
            return
        row = Application.objects.get(uid=uid)
        allowed = bool(self.found[uid].receipt) and not self.frozen
        self.tried(allowed, lambda: say(self.world, row, local=word))

    @rule(hours=st.sampled_from([1, 1, 1, 50]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def end(self) -> None:
        allowed = self.now >= CLOSES and not self.frozen
        if self.tried(
            allowed,
            lambda: freeze(
                actor=self.world.officer,
                round_uid=self.world.round.uid,
                key=key(),
                at=max(self.now, AFTER) if allowed else self.now,
            ),
        ):
            self.frozen = True
            self.world.round.refresh_from_db()

    @invariant()
    def what_was_handed_in_stands(self) -> None:
        for uid, one in self.found.items():
            row = Application.objects.get(uid=uid)
            assert (row.state, row.receipt_no) == (one.state, one.receipt)
            assert (row.draft_enc is not None) == one.pending
            wished = row.choices.order_by("rank").values_list("option__code", flat=True)
            if one.counts is not None:
                assert (answers_of(row), list(wished)) == one.counts
            else:
                assert not wished
        live = [m.child for m in self.found.values() if m.state != "withdrawn"]
        assert len(live) == len(set(live))

    @invariant()
    def the_round_holds_every_receipt_that_counts(self) -> None:
        round_ = self.world.round
        counting = {m.receipt for m in self.found.values() if m.receipt and m.state != "withdrawn"}
        assert {row.receipt_no for row in applications_in(round_)} == counting
        handed = Act.objects.filter(verb="calls.application.submit").count()
        assert handed >= sum(bool(m.receipt) for m in self.found.values())
        current = Attestation.objects.filter(superseded_at=None)
        assert current.count() == current.values("application", "source").distinct().count()
        assert Choice.objects.filter(application__receipt_no="").count() == 0


def test_any_order_of_steps(world: World):
    """Tests the machine with two families of two guardians each."""
    Way.world = world
    Way.families = []
    for name in ("林一", "林二"):
        mother, father = parent(f"{name}母"), parent(f"{name}父")
        Way.families.append((mother, father, child_of(mother, father, name=name)))
    examples = max(12, settings().max_examples // 4)
    run_state_machine_as_test(Way, settings=settings(max_examples=examples, stateful_step_count=30))

"""Two officers review the same plan at once, over HTTP: nobody's words are lost.

200 seeded interleavings. Each officer has pages open that were drawn some time ago, and sends their
forms in an order that the seed decides. After every answer the rules of ACCEPTANCE 5.1 are checked:
what was answered 2xx or 3xx stands, until somebody who had seen it puts something else there; what
came too late is 409 and shows both texts; nothing is answered 5xx.
"""

import random  # noqa: TID251 - seeded by the interleaving
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.surfaces.bureau.plans.desk_world import Page, look, opened_by
from tests.surfaces.conftest import HandIn, SignIn
from tests.surfaces.soup import page_of, words
from xueyou.domains.plans.models import Item, ItemChange
from xueyou.domains.plans.services import conflicts, reviewing

INTERLEAVINGS = 200
STEPS = 6
TEXT = """临澄市教育局2026年教育工作要点

一、扩充学位
(一)加快学校建设。全年新建改扩建中小学12所，完成2500间教室照明改造，招聘教师860人。(责任单位：规划建设科)
"""
DEEDS = ("edit", "accept", "reject", "merge", "split", "undo")


@dataclass
class Ledger:
    """What the database must hold, by what was answered: kept apart from the product's own."""

    standing: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Item → (officer, marker) of the last edit that was answered as done."""
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """(officer, item) → markers that stood on pages this officer has had before him."""
    lost: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)


class Officer:
    """Somebody with one page open, which grows old while the other works."""

    def __init__(self, name: str, client: Client, document: UUID, ledger: Ledger) -> None:
        self.name, self.client, self.document, self.ledger = name, client, document, ledger
        self.page: Page | None = None
        self.item = ""
        self.deed = ""
        self.shown = ""

    def open(self, item: str, deed: str) -> None:
        """Open the page from which the deed will be sent later."""
        mode = {"edit": "edit", "merge": "merge", "split": "split"}.get(deed, "look")
        self.page = look(self.client, self.document, item=item, tab="all", do=mode)
        self.item, self.deed = item, deed
        now = Item.objects.get(version__document__uid=self.document, key=item)
        self.shown = marker_of(now)
        self.ledger.seen.setdefault((self.name, item), set()).add(self.shown)

    def send(self, marker: str) -> None:
        """Send the page's form, however old it is, and hold the answer to the rules."""
        assert self.page is not None
        if self.page.form(f"/{self.deed}/") is None:
            return
        before = Item.objects.get(version__document__uid=self.document, key=self.item)
        changed: dict[str, str] = {}
        if self.deed == "edit":
            changed = {"name": marker}
        elif self.deed == "split":
            changed = {"1__name": f"{marker}甲", "2__name": f"{marker}乙"}
        answer = self.page.send(f"/{self.deed}/", **changed)
        status = answer.status_code
        self.ledger.answers[f"{status // 100}xx" if status != 409 else "409"] += 1
        assert status < 500, (self.deed, status)
        if status == 302:
            self._done(before, marker)
        elif status == 409:
            self._late(answer, before, marker)
        else:
            assert status == 422, (self.deed, status)
        self.page = None

    def _done(self, before: Item, marker: str) -> None:
        """Whatever stood before was on a page that this officer had seen."""
        key = before.key if self.deed != "undo" else undone(before)
        author, standing = self.ledger.standing.get(key, ("", ""))
        seen = self.ledger.seen.get((self.name, key), set())
        if standing and author != self.name and standing not in seen:
            self.ledger.lost.append(f"{self.name} {self.deed} over {standing}, unseen")
        if self.deed == "edit":
            self.ledger.standing[key] = (self.name, marker)
            self.ledger.seen.setdefault((self.name, key), set()).add(marker)
        elif self.deed == "undo":
            self.ledger.standing.pop(key, None)

    def _late(self, answer: Any, before: Item, marker: str) -> None:
        """Both texts stand on the answer, and nothing was written."""
        said = words(page_of(answer))
        assert before.content["name"] in said, (self.deed, before.content["name"])
        if self.deed == "edit":
            assert marker in said
        elif self.deed == "split":
            assert f"{marker}甲" in said
            assert f"{marker}乙" in said
        after = Item.objects.get(pk=before.pk)
        assert (after.revision, after.content) == (before.revision, before.content)


def marker_of(item: Item) -> str:
    """Return what an item is called: edits put their marker there."""
    return str(item.content["name"])


def undone(item: Item) -> str:
    """Return the item upon which an undo works: the last own decision, wherever the page stood."""
    change = ItemChange.objects.filter(deed="undo").order_by("-id").first()
    return change.item.key if change else item.key


@pytest.fixture
def run(sign_in: SignIn, hand_in: HandIn) -> Callable[[int], Ledger]:
    """Return what plays one interleaving by its seed, on the plan as it was opened."""
    document = hand_in(TEXT)
    plan = opened_by("hanwei", document)
    clients = {"韩薇": sign_in("hanwei"), "宋立": sign_in("songli")}
    keys = list(
        Item.objects.filter(version__plan=plan, kind="indicator").values_list("key", flat=True)
    )[:2]
    assert len(keys) == 2

    def play(seed: int) -> Ledger:
        chance = random.Random(seed)
        ledger = Ledger()
        officers = [Officer(name, client, document, ledger) for name, client in clients.items()]
        for step in range(STEPS):
            officer = chance.choice(officers)
            if officer.page is None:
                officer.open(chance.choice(keys), chance.choice(DEEDS))
            else:
                officer.send(f"第{seed}场{step}步")
        for officer in officers:
            if officer.page is not None:
                officer.send(f"第{seed}场末{officer.name}")
        for key, (_, marker) in ledger.standing.items():
            now = Item.objects.get(version__plan=plan, key=key)
            if marker_of(now) != marker:
                ledger.lost.append(f"{marker} is not in the plan")
        _as_opened(plan.pk)
        return ledger

    return play


def _as_opened(plan: int) -> None:
    """Put every item back as it was read, so that the next interleaving starts alike."""
    for item in Item.objects.filter(version__plan=plan).exclude(key__startswith="S"):
        first = item.changes.order_by("revision").first()
        if first is not None:
            content = first.before["content"]
            Item.objects.filter(pk=item.pk).update(
                content=content, state="open", merged_into=None, revision=item.revision + 1
            )
    Item.objects.filter(version__plan=plan, key__startswith="S").update(state="rejected")


def test_200_interleavings_lose_nothing(run: Callable[[int], Ledger]) -> None:
    """Tests 200 seeded orders of two officers' forms, and that they do meet one another."""
    answers: Counter[str] = Counter()
    for seed in range(INTERLEAVINGS):
        ledger = run(seed)
        assert ledger.lost == [], (seed, ledger.lost)
        answers += ledger.answers
    assert answers["3xx"] >= INTERLEAVINGS, answers
    assert answers["409"] >= INTERLEAVINGS // 10, answers
    assert answers["5xx"] == 0, answers


def test_without_the_revision_check_words_are_lost(
    run: Callable[[int], Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the rules above find the fault which they are there to find."""
    monkeypatch.setattr(conflicts, "check_revision", lambda *_: None)
    monkeypatch.setattr(reviewing, "check_revision", lambda *_: None)
    assert any(run(seed).lost for seed in range(60))

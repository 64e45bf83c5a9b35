"""A circular is drafted from a frozen packet, revised without losing truth, checked and signed."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.frozen import a_plan, frozen
from tests.domains.plans.steered import FEBRUARY, indicator, steer, task
from tests.packets import packet
from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.paper_kinds import packet_of
from xueyou.domains.plans.selectors.circulars import traces
from xueyou.domains.plans.services.draft_circular import draft_circular
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.formats.official.editing import as_text, from_text
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.papers.selectors import paper as page
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.drafting import revise
from xueyou.kernel.papers.steps import content_of
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.orgs.models import Organisation


@pytest.fixture
def plan(city: City) -> Plan:
    """Return a plan of the bureau."""
    return a_plan(Organisation.objects.get(path=city.officer.org_path))


def drafted(city: City, checkpoint: Checkpoint, key: str = "k", **more: object) -> Paper:
    """Draft as the plan officer."""
    uid = draft_circular(
        actor=city.officer,
        checkpoint_uid=checkpoint.uid,
        key=key,
        **more,  # type: ignore[arg-type]
    )
    return Paper.objects.get(uid=uid)


def test_a_circular_is_drafted_once_a_key(city: City, plan: Plan) -> None:
    """Tests the paper, its act, and a repeated click."""
    checkpoint = frozen(plan)
    paper = drafted(city, checkpoint)
    assert drafted(city, checkpoint).pk == paper.pk
    assert (paper.kind, paper.state, paper.year) == ("plans.circular", "drafted", 2026)
    assert paper.subject_uid == checkpoint.uid
    done = Act.objects.get(verb="plans.circular.draft")
    assert done.data["claims"] == sum(
        len(block["claims"]) for block in content_of(paper)["body"] if block["type"] == "text"
    )
    assert "2640" not in str(done.data)


def test_the_day_of_reply_lies_ahead(city: City, plan: Plan) -> None:
    """Tests the proposed day, one that was chosen, and one that is over."""
    checkpoint = frozen(plan)
    assert "2026年11月30日前" in as_text(content_of(drafted(city, checkpoint)))
    chosen = drafted(city, checkpoint, "k2", reply_by=date(2026, 12, 8))
    assert "2026年12月8日前" in as_text(content_of(chosen))
    with pytest.raises(PaperRefused):
        drafted(city, checkpoint, "k3", reply_by=date(2026, 11, 20))
    assert Paper.objects.count() == 2


def test_who_does_not_steer_the_plan_drafts_nothing(city: City, plan: Plan) -> None:
    """Tests the county, the department, and the chief, who signs and therefore does not write."""
    checkpoint = frozen(plan)
    for who in (city.county_a, city.department, city.auditor):
        with pytest.raises(NotFound):
            draft_circular(actor=who, checkpoint_uid=checkpoint.uid, key="k")
    with pytest.raises(NotAllowed):
        draft_circular(actor=city.chief, checkpoint_uid=checkpoint.uid, key="k")
    with pytest.raises(NotFound):
        draft_circular(actor=city.officer, checkpoint_uid=uuid4(), key="k")
    assert not Paper.objects.exists()


def test_a_packet_that_contradicts_itself_gives_no_circular(city: City, plan: Plan) -> None:
    """Tests a figure that is none."""
    broken = packet()
    broken["tasks"][0]["indicators"][0]["actual"] = "约两千六"
    with pytest.raises(PaperRefused, match="对不上"):
        drafted(city, frozen(plan, broken))
    assert not Paper.objects.exists()


def test_words_may_change_and_figures_may_not(city: City, plan: Plan) -> None:
    """Tests that a traced figure cannot be moved to another truth, and a typed one is named."""
    paper = drafted(city, frozen(plan))
    before = content_of(paper)
    text = as_text(before).replace("实到2640个", "实到2940个，约占七成")

    def changed(words: str, revision: int) -> None:
        content = {**before, "body": from_text(words, before)}
        revise(
            actor=city.officer,
            paper_uid=paper.uid,
            revision=revision,
            content=content,
            key=str(uuid4()),
        )

    changed(text, 1)
    found = page(city.officer, paper.uid)
    traced = traces(found.sheet.kind, found.sheet.subject_uid, found.printed)
    assert traced.untraced == ("3728", "2940")
    lied = content_of(paper)
    for block in lied["body"]:
        if block["type"] == "text" and "实到2640" in block["text"]:
            block["text"] = block["text"].replace("实到2640", "实到9640")
    with pytest.raises(PaperRefused, match="2640"):
        revise(actor=city.officer, paper_uid=paper.uid, revision=2, content=lied, key=str(uuid4()))


def test_every_footnote_leads_to_its_sentence(city: City, plan: Plan) -> None:
    """Tests numbers in order, words in place, and the quote of an indicator's figures."""
    paper = drafted(city, frozen(plan))
    found = page(city.officer, paper.uid)
    notes = traces(found.sheet.kind, found.sheet.subject_uid, found.printed).notes
    assert [note.number for note in notes] == list(range(1, len(notes) + 1))
    note = next(note for note in notes if "2640" in note.words)
    assert note.where == "任务1“加快学校建设，新增公办学位”的指标“新增公办学位”：灯的依据"
    assert note.quote == "新增公办学位4200个左右。"
    assert note.document == UUID(int=9)


def test_figures_are_looked_at_again_at_check_and_signature(city: City, plan: Plan) -> None:
    """Tests that a text which no longer agrees with its packet is neither checked nor signed."""
    paper = drafted(city, frozen(plan))
    other = packet()
    other["counts"]["bad"] = 4
    wrong = frozen(plan, other | {"period": "2026-09"})
    Paper.objects.filter(pk=paper.pk).update(subject_uid=wrong.uid)
    with pytest.raises(PaperRefused, match="对不上"):
        check(actor=city.chief, paper_uid=paper.uid, revision=1, key="c")
    Paper.objects.filter(pk=paper.pk).update(state="checked")
    with pytest.raises(PaperRefused, match="对不上"):
        sign(actor=city.chief, paper_uid=paper.uid, revision=1, key="s")


def test_a_circular_of_a_real_checkpoint(city: City) -> None:
    """Tests the whole: a plan set up by verbs, frozen by a verb, and the circular of it."""
    steered = steer(
        city,
        [
            task("T1", "加快学校建设", "规划科"),
            indicator("F1", "新增公办学位", "4200", "个", "T1"),
            task("T2", "补充教师", due_on="2026-09-30"),
        ],
        at=FEBRUARY,
    )
    uid = freeze_checkpoint(
        actor=city.officer,
        plan_uid=steered.plan.uid,
        kind="month",
        on=date(2026, 10, 31),
        key="f",
    )
    paper = drafted(city, Checkpoint.objects.get(uid=uid))
    text = as_text(content_of(paper))
    counts = packet_of(uid)["counts"]
    assert f"共有{sum(counts.values())}项任务，其中正常{counts['good']}项" in text
    assert "2026年10月" in paper.title

"""Handing a document in."""

import pytest

from tests.domains.plans.conftest import WORK_POINTS, City, HandIn
from xueyou.domains.plans.models import PlanDocument
from xueyou.domains.plans.selectors.documents import document, documents
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.models import Blob
from xueyou.platform.jobs.models import Job


def test_a_document_waits_with_its_job(city: City, hand_in: HandIn) -> None:
    """Tests that the document belongs to the officer's organisation and a job is queued for it."""
    uid = hand_in(city.officer)
    (row,) = documents(city.officer).rows
    assert (row.uid, row.state, row.title) == (uid, "waiting", "要点")
    assert Job.objects.get().payload == {"document": str(uid)}
    assert Act.objects.filter(verb="plans.document.receive", subject_uid=uid).count() == 1


def test_the_same_key_gives_the_same_document(city: City, hand_in: HandIn) -> None:
    """Tests that a double click hands in one document."""
    assert hand_in(city.officer) == hand_in(city.officer)
    assert PlanDocument.objects.count() == 1


def test_the_same_key_with_another_file_is_refused(city: City, hand_in: HandIn) -> None:
    """Tests that a key cannot carry a second file."""
    hand_in(city.officer)
    with pytest.raises(KeyReused):
        hand_in(city.officer, WORK_POINTS + "(三)再加一项。新增学位100个。\n")


def test_an_auditor_cannot_hand_in(city: City, hand_in: HandIn) -> None:
    """Tests that handing in needs its own permission."""
    with pytest.raises(NotAllowed):
        hand_in(city.auditor)
    assert not PlanDocument.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("   \n", "empty"),
        ("机密★一年\n甲市教育局文件\n" + WORK_POINTS, "classified"),
        ("今天天气很好，我们去公园散步。\n" * 4, "no_plan"),
    ],
)
def test_what_is_refused_leaves_no_trace(
    city: City, hand_in: HandIn, settings: object, text: str, code: str
) -> None:
    """Tests that a refused file reaches neither table, store, job nor act."""
    acts = Act.objects.count()
    with pytest.raises(Refusal) as refused:
        hand_in(city.officer, text)
    assert refused.value.code == code
    for model in (PlanDocument, Blob, Job):
        assert not model.objects.exists()
    assert Act.objects.count() == acts
    assert [p for p in settings.DATA.rglob("*") if p.is_file()] == []  # type: ignore[attr-defined]


def test_an_unread_document_can_be_opened(city: City, hand_in: HandIn) -> None:
    """Tests that the page has something to show before the job has run."""
    shown = document(city.officer, hand_in(city.officer))
    assert (shown.state, shown.blocks, shown.items) == ("waiting", (), ())

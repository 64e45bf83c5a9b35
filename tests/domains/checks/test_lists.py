"""A list goes out, an answer comes back: what becomes a fact, what never does, what stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import File

from tests.domains.checks.asked import TODAY, Asking
from tests.domains.enrolment.world import passed
from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import appoint, key
from xueyou.domains.checks.models import (
    CheckAnswer,
    CheckLine,
    CheckList,
    CheckReply,
    DestructionReceipt,
)
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.selectors import files as selectors
from xueyou.domains.checks.selectors.files import agreeing
from xueyou.domains.checks.services import destroying, recording, replies
from xueyou.domains.checks.services.agreeing import pass_agreeing
from xueyou.domains.checks.services.destroying import (
    destroy_due,
    destroy_list,
    note_their_destruction,
)
from xueyou.domains.checks.services.drawing_up import BACKSTOP, fetch_list, to_ask
from xueyou.domains.checks.services.recording import undo_reply
from xueyou.domains.checks.services.replies import hand_in_reply, returned_reply
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.registry.models import PersonBondKind
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.files.api import BlobState
from xueyou.platform.jobs.api import JobFailed
from xueyou.platform.time import wall_now


def test_an_answer_becomes_facts_and_can_be_undone(asked: Asking, tmp_path: Path) -> None:
    """So it is, it is otherwise, not found: three things, and the third is never a "no"."""
    found = asked.listed()
    before = list(Attestation.objects.values())
    reply = asked.answered(
        found,
        tmp_path / "a.xlsx",
        {
            "林知夏": ("相符", ""),
            "陈望": ("不一致", "柳荫街8号2单元"),
            "周小舟": ("没查到", ""),
        },
    )
    assert reply.state == "taken"
    assert asked.facts("林知夏") == {
        "register": ("home", "agrees"),
        "register_zone": ("LY", "agrees"),
    }
    assert asked.facts("陈望") == {
        "register": ("county", "differs"),
        "register_zone": ("LY", "differs"),
    }
    assert asked.facts("周小舟") == {
        "register": ("", "no_answer"),
        "register_zone": ("", "no_answer"),
    }
    rows = list(asked.world.call.applications.select_related("call"))
    facts = kind_of("enrolment.school").facts(applied(rows), wall_now())
    assert facts[asked.by_name["周小舟"].pk]["register_zone"] == "LY"  # as the family said
    row = Attestation.objects.get(application=asked.by_name["林知夏"])
    assert row.batch_blob_id == reply.attachment.blob_id  # type: ignore[union-attr]
    undo_reply(actor=asked.officer, reply_uid=reply.uid, key=key())
    assert list(Attestation.objects.values()) == before
    assert not CheckAnswer.objects.exists()


def test_nothing_rests_on_what_is_undone(asked: Asking, tmp_path: Path) -> None:
    """A file that an officer went on from stands in the way, in words."""
    reply = asked.answered(asked.listed(), tmp_path / "a.xlsx", {"林知夏": ("相符", "")})
    passed(asked.officer, asked.by_name["林知夏"])
    with pytest.raises(ChecksRefused, match="有 1 份申请已经核对通过"):
        undo_reply(actor=asked.officer, reply_uid=reply.uid, key=key())
    assert asked.facts("林知夏")


def test_one_wrong_cell_refuses_the_whole(asked: Asking, tmp_path: Path) -> None:
    """Rows moved against their codes, words that are none: beside the cell, and nothing written."""

    def moved(sheet: Any) -> None:
        cells = {sheet.cell(row, 2).value: sheet.cell(row, 2) for row in (3, 4, 5)}
        cells["林知夏"].value, cells["陈望"].value = "陈望", "林知夏"

    reply = asked.answered(
        asked.listed(),
        tmp_path / "a.xlsx",
        {"林知夏": ("相符", ""), "陈望": ("对", ""), "周小舟": ("不一致", "")},
        change=moved,
    )
    assert reply.state == "wrong"
    assert not Attestation.objects.exists()
    data = returned_reply(actor=asked.officer, reply_uid=reply.uid)
    (tmp_path / "b.xlsx").write_bytes(data)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    said = {row[1].value: row[-1].value or "" for row in sheet.iter_rows(min_row=3)}
    assert all("姓名" in said[name] for name in ("林知夏", "陈望"))
    assert "请写登记的是什么" in said["周小舟"]


def test_what_was_withdrawn_or_changed_is_passed_over(asked: Asking, tmp_path: Path) -> None:
    """An answer about an application as it no longer is becomes no fact of it."""
    found = asked.listed()
    withdraw(actor=asked.families["林知夏"], application_uid=asked.by_name["林知夏"].uid, key=key())
    line = CheckLine.objects.get(application=asked.by_name["陈望"])
    CheckLine.objects.filter(pk=line.pk).update(told_sha256="0" * 64)
    reply = asked.answered(
        found,
        tmp_path / "a.xlsx",
        {name: ("相符", "") for name in ("林知夏", "陈望", "周小舟")},
    )
    assert (reply.counts["agrees"], reply.counts["passed_over"]) == (1, 2)
    assert not asked.facts("林知夏")
    assert not asked.facts("陈望")


def test_a_later_word_is_laid_over_the_earlier(asked: Asking, tmp_path: Path) -> None:
    """Asked again and nothing found: what the office had said before stays."""
    asked.answered(asked.listed(), tmp_path / "a.xlsx", {"林知夏": ("相符", "")})
    again = asked.listed(everybody=True)
    reply = asked.answered(again, tmp_path / "b.xlsx", {"林知夏": ("没查到", "")})
    assert reply.state == "taken"
    assert asked.facts("林知夏")["register"] == ("home", "agrees")
    assert Attestation.objects.filter(application=asked.by_name["林知夏"]).count() == 1


def test_at_its_end_the_files_are_gone_and_a_receipt_stays(
    asked: Asking, tmp_path: Path, business_clock: Any
) -> None:
    """Who, when, digest, how many; the facts stay; no answer is taken any more."""
    found = asked.listed()
    reply = asked.answered(found, tmp_path / "a.xlsx", {"林知夏": ("相符", "")})
    note_their_destruction(
        actor=asked.officer, list_uid=found.uid, said_by="户政科 内勤", on=TODAY, key=key()
    )
    assert destroy_due() == 0
    found.expires_on = TODAY - timedelta(days=1)
    found.save(update_fields=["expires_on"])
    assert destroy_due() == 1
    found.refresh_from_db()
    receipts = {(one.what, one.why): one for one in DestructionReceipt.objects.all()}
    assert set(receipts) == {("copy", "told"), ("sheet", "expired"), ("reply", "expired")}
    assert receipts["sheet", "expired"].sha256 == found.sheet_sha256
    assert receipts["sheet", "expired"].rows == 3
    assert found.sheet.blob.state == BlobState.DESTROYED  # type: ignore[union-attr]
    assert asked.facts("林知夏")["register"] == ("home", "agrees")
    with pytest.raises(ChecksRefused, match="到期销毁"):
        fetch_list(actor=asked.officer, list_uid=found.uid)
    with pytest.raises(ChecksRefused, match="到期销毁"), (tmp_path / "a.xlsx").open("rb") as file:
        hand_in_reply(
            actor=asked.officer, list_uid=found.uid, upload=File(file, name="a.xlsx"), key=key()
        )
    assert reply.uid


def test_a_list_tells_no_more_than_it_asks(asked: Asking, tmp_path: Path) -> None:
    """Name, number and the answers asked about; taking it away is an act; no number in the log."""
    found = asked.listed()
    _, data = fetch_list(actor=asked.officer, list_uid=found.uid)
    (tmp_path / "a.xlsx").write_bytes(data)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows(min_row=3) for cell in row]
    whole = " ".join(texts)
    assert "110101202003010" in whole
    assert "清溪村" in whole
    assert "2017" not in whole  # since when they live there is not asked
    assert asked.by_name["林知夏"].receipt_no not in whole
    assert "义务教育法第十二条" in str(
        [[c.value for c in r] for r in book.worksheets[1].iter_rows()]
    )
    acts = str(list(Act.objects.filter(verb__startswith="checks.").values_list("data", flat=True)))
    assert "checks.list.fetch" in str(list(Act.objects.values_list("verb", flat=True)))
    assert "110101" not in acts
    with pytest.raises(ChecksRefused, match="已经问过"):
        asked.listed()


def test_a_form_sent_twice_draws_one_list(asked: Asking) -> None:
    """The second time everybody is on a list already: it answers with the first."""
    once = key()
    assert asked.listed(key=once).pk == asked.listed(key=once).pk
    assert CheckLine.objects.count() == 3


def test_what_nobody_stated_is_written_not_agreed_with(
    asked: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open question: the office writes what it has; there is nothing to agree with."""
    kind = kind_of("enrolment.school")
    question = Question(
        "aided",
        "抚恤登记",
        ("market",),
        ("statutory",),
        (),
        Field("aided", "登记", "flag"),
        open=True,
    )
    monkeypatch.setattr(kind, "questions", (question,), raising=False)
    monkeypatch.setattr(
        kind, "confirmed", lambda call, q, rows, at: {one.id: {"statutory": "no"} for one in rows}
    )
    found = asked.listed("market", questions=("aided",))
    said = {"林知夏": ("", "是"), "陈望": ("没查到", "")}
    reply = asked.answered(found, tmp_path / "a.xlsx", {**said, "周小舟": ("相符", "")})
    assert reply.state == "wrong"
    assert [cell["says"] for cell in reply.shown["wrong"]] == [
        "这一项没有人填过，请在后一列直接写登记的是什么；查不到的，选“没查到”。"
    ]
    asked.answered(found, tmp_path / "b.xlsx", said)
    assert asked.facts("林知夏", "market") == {"statutory": ("yes", "stated")}
    assert asked.facts("陈望", "market") == {"statutory": ("", "no_answer")}
    assert asked.facts("周小舟", "market") == {}


def test_only_what_every_office_asked_has_answered_passes_in_a_batch(
    asked: Asking, tmp_path: Path
) -> None:
    """A list that ends unanswered, or an answer that was passed over, is no word of that office."""
    names = ("林知夏", "陈望", "周小舟")
    police = asked.listed()
    asked.answered(police, tmp_path / "a.xlsx", {name: ("相符", "") for name in names})
    call = asked.world.call.uid
    assert len(agreeing(asked.officer, call, 9)) == 3
    housing = asked.listed("housing")
    line = CheckLine.objects.get(list=housing, application=asked.by_name["陈望"])
    CheckLine.objects.filter(pk=line.pk).update(told_sha256="0" * 64)
    said = {name: ("相符", "") for name in names[:2]}
    asked.answered(housing, tmp_path / "b.xlsx", said)
    assert agreeing(asked.officer, call, 9) == [asked.by_name["林知夏"].uid]
    destroy_list(actor=asked.officer, list_uid=housing.uid, key=key())
    assert agreeing(asked.officer, call, 9) == [asked.by_name["林知夏"].uid]


def test_who_claims_a_statutory_group_is_never_passed_in_a_batch(
    asked: Asking, tmp_path: Path
) -> None:
    """No office is asked for the certificate: somebody looks at it before it goes before others."""
    names = ("林知夏", "陈望", "周小舟")
    asked.answered(asked.listed(), tmp_path / "a.xlsx", {name: ("相符", "") for name in names})
    one, call = asked.by_name["林知夏"], asked.world.call.uid
    assert one.uid in agreeing(asked.officer, call, 9)
    save_draft(actor=asked.families["林知夏"], application_uid=one.uid, answers={"policy": "yes"})
    draft = Application.objects.get(pk=one.pk)
    submit(actor=asked.families["林知夏"], application_uid=one.uid, key=str(draft.draft_key))
    others = {asked.by_name[name].uid for name in names[1:]}
    assert set(agreeing(asked.officer, call, 9)) == others
    assert pass_agreeing(actor=asked.officer, call_uid=call, key=key()) == 2
    assert Application.objects.get(pk=one.pk).state == "submitted"


@pytest.mark.parametrize("at_once", [1, 2, 3, 500])
def test_who_claims_a_statutory_group_takes_no_place_in_a_full_batch(
    asked: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """First in line and looked at alone: the batch is filled with those behind."""
    monkeypatch.setattr(selectors, "AT_ONCE", at_once)
    names = ("林知夏", "陈望", "周小舟")
    asked.answered(asked.listed(), tmp_path / "a.xlsx", {name: ("相符", "") for name in names})
    first, *behind = Application.objects.order_by("receipt_no")
    family = asked.families[next(name for name in names if asked.by_name[name] == first)]
    save_draft(actor=family, application_uid=first.uid, answers={"policy": "yes"})
    first.refresh_from_db()
    submit(actor=family, application_uid=first.uid, key=str(first.draft_key))
    call = asked.world.call.uid
    assert agreeing(asked.officer, call, 1) == [behind[0].uid]
    assert agreeing(asked.officer, call, 3) == [one.uid for one in behind]


def test_a_word_does_not_outlive_the_answer_it_rests_on(asked: Asking, tmp_path: Path) -> None:
    """The family moves after the office agreed: a person looks, and the office is asked again."""
    names = ("林知夏", "陈望", "周小舟")
    asked.answered(
        asked.listed("housing"), tmp_path / "a.xlsx", {name: ("相符", "") for name in names}
    )
    one, family = asked.by_name["林知夏"], asked.families["林知夏"]
    call, round_ = asked.world.call.uid, asked.world.round
    for said, agrees in (({"lived_year": "2016"}, 3), ({"road": "清溪村", "door": "3组"}, 2)):
        save_draft(actor=family, application_uid=one.uid, answers=said)
        draft = Application.objects.get(pk=one.pk)
        submit(actor=family, application_uid=one.uid, key=str(draft.draft_key))
        assert len(agreeing(asked.officer, call, 9)) == agrees
    assert asked.facts("林知夏", "housing")["zone"] == ("LY", "differs")
    assert [row.pk for row in to_ask(asked.officer, round_, "housing")] == [one.pk]
    again = asked.listed("housing")
    asked.answered(again, tmp_path / "b.xlsx", {"林知夏": ("相符", "")})
    assert asked.facts("林知夏", "housing")["zone"] == ("QX", "agrees")
    assert not to_ask(asked.officer, round_, "housing").exists()


def test_an_answer_whose_recording_broke_off_blocks_nothing(
    asked: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw ends the job; the list can be answered anew, and destroyed."""

    def broken(*given: Any) -> None:
        raise JobFailed("磁盘满了，没有登记。")

    found = asked.listed()
    with monkeypatch.context() as patch:
        patch.setattr(recording, "write_answers", broken)
        reply = asked.answered(found, tmp_path / "a.xlsx", {"林知夏": ("相符", "")})
    assert reply.state == "taking"
    assert recording.note_broken_off() == 1
    reply.refresh_from_db()
    assert reply.state == "failed"
    again = asked.answered(found, tmp_path / "b.xlsx", {"林知夏": ("相符", "")})
    assert again.state == "taken"
    destroy_list(actor=asked.officer, list_uid=found.uid, key=key())
    assert recording.note_broken_off() == 0


def test_what_is_destroyed_while_an_answer_is_read_takes_it_no_more(
    asked: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is kept behind the receipts; each file has one; the store's own day stands behind."""
    found = asked.listed()
    kept = asked.answered(found, tmp_path / "a.xlsx", {"林知夏": ("相符", "")}, taken=False)
    assert kept.attachment is not None
    assert kept.attachment.delete_after == found.expires_on + BACKSTOP
    judge = replies.check_sheet

    def destroyed_meanwhile(*given: Any) -> Any:
        judged = judge(*given)
        CheckList.objects.filter(pk=found.pk).update(expires_on=TODAY - timedelta(days=1))
        due = destroying._due()
        assert destroy_due() == 1
        with monkeypatch.context() as patch:
            patch.setattr(destroying, "_due", lambda: due)
            assert destroy_due() == 0
        return judged

    monkeypatch.setattr(replies, "check_sheet", destroyed_meanwhile)
    with pytest.raises(ChecksRefused, match="到期销毁"):
        asked.answered(found, tmp_path / "b.xlsx", {"林知夏": ("相符", "")})
    assert CheckReply.objects.count() == 1
    assert DestructionReceipt.objects.filter(what="sheet").count() == 1


def test_an_officer_takes_no_word_about_his_own_kin(asked: Asking, tmp_path: Path) -> None:
    """His own child's row is passed over, in words; a colleague hands the same workbook in."""
    child = asked.by_name["林知夏"].person
    assert child is not None
    with act(SYSTEM, WORK.name) as a:
        holder = account_person(asked.officer.user)  # type: ignore[arg-type]
        bind(a, PersonBondKind.GUARDIAN, holder, child, basis="household", on=TODAY)
        a.about("person", child.uid)
    found = asked.listed()
    said = {"林知夏": ("相符", ""), "陈望": ("相符", "")}
    reply = asked.answered(found, tmp_path / "a.xlsx", said)
    assert (reply.counts["agrees"], reply.counts["passed_over"]) == (1, 1)
    assert not asked.facts("林知夏")
    colleague = appoint("enrolment_officer", asked.world.call.organisation)
    asked.answered(found, tmp_path / "b.xlsx", said, who=colleague)
    assert asked.facts("林知夏")["register"] == ("home", "agrees")

"""The desk by a workbook: taken, filled, shown first, done whole or not at all, and taken back."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.enrolment.world import NOW
from tests.dumps import dump
from tests.kernel.registry.people_world import doing
from tests.surfaces.desk.conftest import Checked, Desk
from tests.surfaces.soup import words
from xueyou.domains.checks.models import DeskBatch, DeskDecision, HomeVisit, Recusal, Referral
from xueyou.domains.checks.services import batches
from xueyou.formats.media_types import XLSX
from xueyou.kernel.calls.answers import sealed_facts
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.pictures import LABEL, keep
from xueyou.platform.acts.models import Act
from xueyou.platform.db import uuid7
from xueyou.platform.files.sealed_copies import sealed_copy
from xueyou.platform.notifications.models import Notification

DAY = NOW.date().isoformat()
TABLES = ("calls_", "checks_homevisit", "checks_referral", "checks_recusal", "deadlines_")


def fetched(desk: Desk, call: UUID, query: str = "") -> bytes:
    """Take the list away."""
    answer = desk.browser.get(f"/desk/calls/{call}/sheet.xlsx{query}")
    assert answer["Content-Type"] == XLSX, answer.content.decode()[:300]
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def filled(data: bytes, said: Mapping[str, Mapping[str, Any]], numbers: Mapping[str, str]) -> bytes:
    """Fill rows in by the child's name; `numbers`: name → receipt number as it is shown."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=3):
        for name, cells in said.items():
            if row[heads.index("receipt")].value == numbers[name]:
                for code, value in cells.items():
                    row[heads.index(code)].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def numbers(checked: Checked) -> dict[str, str]:
    """Return receipt numbers as the list shows them."""
    from xueyou.kernel.calls.receipt_numbers import shown

    return {name: shown(one.receipt_no) for name, one in checked.files.items()}


def handed_in(
    checked: Checked, said: Mapping[str, Mapping[str, Any]], desk: Desk | None = None,
    data: bytes | None = None,
) -> DeskBatch:  # fmt: skip
    """Take the list, fill it in, hand it in."""
    who, call = desk or checked.officer, checked.world.call.uid
    book = filled(data or fetched(who, call), said, numbers(checked))
    file = SimpleUploadedFile("核对.xlsx", book, XLSX)
    answer = who.post(f"/desk/calls/{call}/sheets/", {"file": file})
    assert answer.status_code == 302, words_of(answer)
    return DeskBatch.objects.get(uid=answer["Location"].split("/")[-2])


def words_of(answer: Any) -> str:
    """Return the text of an answer."""
    return answer.content.decode()


def wrong(batch: DeskBatch) -> list[tuple[str, str]]:
    """Return the wrong cells in order: cell, sentence."""
    return [(one["cell"], one["says"]) for one in batch.shown["wrong"]]


def decide(desk: Desk, batch: DeskBatch, step: str = "decide") -> Any:
    """Confirm it, or take it back."""
    return desk.post(f"/desk/batches/{batch.uid}/{step}/", {})


FOUR: dict[str, dict[str, Any]] = {
    "林知夏": {"does": "通过"},
    "阿卜杜热合曼·艾则孜": {"does": "退回补件", "missing": "户口簿：少首页；房产证：请带原件"},
    "周子衿": {"does": "约走访", "day": DAY, "visitors": "甲、乙"},
}


def test_four_decisions_are_shown_done_in_one_act_and_undone_to_the_last_field(
    checked: Checked,
) -> None:
    """Nothing is written before it is confirmed; undone, the tables stand as they stood before."""
    checked.says("林知夏", "police", register_zone=("LY", "differs"))
    batch = handed_in(checked, FOUR)
    assert batch.state == "ready", wrong(batch)
    assert (batch.counts["pass"], batch.counts["back"], batch.counts["visit"]) == (1, 1, 1)
    assert batch.counts["silent"] == 1
    before = dump(TABLES)
    assert decide(checked.officer, batch).status_code == 302
    assert [checked.state(name) for name in FOUR] == ["checked", "returned", "submitted"]
    assert HomeVisit.objects.get().visitors == "甲、乙"
    back = Application.objects.get(state="returned")
    assert [one["what"] for one in back.missing] == ["register_book", "home_paper"]
    assert Attestation.objects.get(application=checked.files["林知夏"]).weighed
    assert Act.objects.filter(verb="checks.batch.decide").count() == 1
    pane = words(checked.officer.see(f"/desk/files/{checked.files['林知夏'].uid}/"))
    assert "成批核对：通过" in pane

    again = decide(checked.officer, batch)
    assert again.status_code == 422
    assert "已经办过了" in words_of(again)
    told = Notification.objects.count()
    assert decide(checked.officer, batch, "undo").status_code == 302
    assert dump(TABLES) == before
    assert Notification.objects.filter(kind="calls.application.not_sent_back").exists()
    assert Notification.objects.count() > told


def test_photographs_that_were_not_handed_in_go_with_the_undo(checked: Checked) -> None:
    """They were taken for what nobody wants any more, and nobody could take them down."""
    said = {name: given for name, given in FOUR.items() if given["does"] == "退回补件"}
    before = dump(TABLES)
    batch = handed_in(checked, said)
    decide(checked.officer, batch)
    back = Application.objects.get(state="returned")
    with doing() as a, sealed_copy(b"jpeg", "p.jpg", label=LABEL, uid=uuid7()) as copy:
        keep(a, back, "register_book", "少首页", [copy])
    assert decide(checked.officer, batch, "undo").status_code == 302
    assert dump(TABLES) == before


def test_undo_is_refused_once_somebody_went_on(checked: Checked) -> None:
    """Sent back after it was passed: the batch stands, and the sentence says how many."""
    batch = handed_in(checked, FOUR)
    decide(checked.officer, batch)
    checked.officer.do(
        f"/desk/files/{checked.files['林知夏'].uid}/back/",
        {"what": "home_paper", "why-home_paper": "请带原件"},
    )
    before = dump(TABLES)
    answer = decide(checked.officer, batch, "undo")
    assert answer.status_code == 422
    assert "有1份申请又有人接着办过" in words_of(answer)
    assert dump(TABLES) == before
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_visit_that_was_called_off_or_a_new_word_holds_the_undo(checked: Checked) -> None:
    """Not only what changed the application itself."""
    batch = handed_in(checked, FOUR)
    decide(checked.officer, batch)
    checked.says("林知夏", "police", register_zone=("LY", "differs"))
    visit = HomeVisit.objects.get()
    checked.officer.do(f"/desk/visits/{visit.uid}/cancel/", {})
    answer = decide(checked.officer, batch, "undo")
    assert "有2份申请" in words_of(answer)


def test_a_wrong_cell_refuses_all_and_the_sentence_stands_beside_it(checked: Checked) -> None:
    """Every fault at its cell, in its rows only; nothing of the right rows is done."""
    said: dict[str, dict[str, Any]] = {
        "林知夏": {"does": "通过", "why": "多余"},
        "阿卜杜热合曼·艾则孜": {"does": "退回补件", "missing": "毕业证：没有"},
        "周子衿": {"does": "约走访", "day": "去年", "visitors": "甲"},
    }
    before = dump(TABLES)
    batch = handed_in(checked, said)
    assert batch.state == "wrong"
    says = "".join(sentence for _, sentence in wrong(batch))
    assert len(wrong(batch)) == 4
    for part in ("这一格要空着", "没有“毕业证”这一样", "请写哪一天", "两个人"):
        assert part in says
    answer = decide(checked.officer, batch)
    assert answer.status_code == 422
    assert dump(TABLES) == before
    back = checked.officer.browser.get(f"/desk/batches/{batch.uid}/wrong.xlsx")
    data = b"".join(back.streaming_content) if back.streaming else back.content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    column = heads.index("wrong")
    given = numbers(checked)
    named = {
        row[heads.index("receipt")].value: row[column].value for row in sheet.iter_rows(min_row=3)
    }
    assert [bool(named[given[name]]) for name in checked.files] == [True, True, True, False]


def test_rows_that_changed_since_the_list_was_taken_are_refused(checked: Checked) -> None:
    """An office answers, another officer passes: both rows say so, before and after handing in."""
    data = fetched(checked.officer, checked.world.call.uid)
    checked.says("林知夏", "police", register_zone=("QX", "differs"))
    checked.officer.do(f"/desk/files/{checked.files['周子衿'].uid}/pass/")
    both = {"林知夏": {"does": "通过"}, "周子衿": FOUR["周子衿"], "许砚舟": {"does": "通过"}}
    batch = handed_in(checked, both, data=data)
    assert [says.startswith("取走表以后") for _, says in wrong(batch)] == [True, True]
    assert all("这一行请重新取表" in says for _, says in wrong(batch))
    page = words(checked.officer.see(f"/desk/batches/{batch.uid}/"))
    assert "有2行请重新取表" in page
    assert "先把这几行从表里删掉" in page

    late = handed_in(checked, {"许砚舟": {"does": "通过"}})
    checked.says("许砚舟", "police", register_zone=("QX", "differs"))
    answer = decide(checked.officer, late)
    assert answer.status_code == 422
    assert "一份也没有办" in words_of(answer)
    late.refresh_from_db()
    assert (late.state, checked.state("许砚舟")) == ("wrong", "submitted")


def test_a_row_that_is_only_wrong_needs_no_new_list(checked: Checked) -> None:
    """Its mark holds still: it is put right in the workbook given back."""
    batch = handed_in(checked, {"林知夏": {"does": "通过", "why": "多余"}})
    assert "重新取表" not in words(checked.officer.see(f"/desk/batches/{batch.uid}/"))


def test_too_many_decisions_are_refused_before_any_of_them_is_looked_up(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole workbook is never asked of the database at once."""
    call = checked.world.call.uid
    said = {name: {"does": "通过"} for name in checked.files}
    book = filled(fetched(checked.officer, call), said, numbers(checked))

    def looked_up(*_: Any) -> Any:
        raise AssertionError("its rows were judged")

    monkeypatch.setattr(batches, "MOST", 3)
    monkeypatch.setattr(batches, "judge_batch", looked_up)
    file = SimpleUploadedFile("核对.xlsx", book, XLSX)
    answer = checked.officer.post(f"/desk/calls/{call}/sheets/", {"file": file})
    assert answer.status_code == 422
    assert "一次最多办3份，表里写了4份" in words_of(answer)
    assert not DeskBatch.objects.exists()


def test_own_kin_is_refused_beside_the_cell_and_the_try_is_remembered(checked: Checked) -> None:
    """By a workbook as by hand."""
    Recusal.objects.create(
        application=checked.files["许砚舟"],
        account=checked.officer.actor.user,
        declared_at=NOW,
    )
    batch = handed_in(checked, {"许砚舟": {"does": "通过"}, "林知夏": {"does": "通过"}})
    assert [says for _, says in wrong(batch)] == [
        "这份申请和您有亲属关系，或者您申报了回避，要由别的经办人办。"
    ]
    assert Act.objects.filter(verb="calls.application.kin").count() == 1
    assert decide(checked.officer, batch).status_code == 422


def test_a_school_hands_its_files_to_the_county_and_decides_no_more(checked: Checked) -> None:
    """Only files that wish for it; handed on in a batch is with the county as if by hand."""
    from xueyou.domains.checks.services.duties import give_duties

    give_duties(
        actor=checked.officer.actor,
        call_uid=checked.world.call.uid,
        option_uids=[checked.world.options["LY"].uid],
        key="duty",
    )
    mine = {"林知夏": {"does": "交区里定", "why": "外祖父的房子"}}
    batch = handed_in(checked, mine, checked.clerk)
    assert batch.counts["rows"] == 2
    decide(checked.clerk, batch)
    assert Referral.objects.get().ended_at is None
    again = handed_in(checked, {"林知夏": {"does": "通过"}}, checked.clerk)
    assert "交给区里了" in wrong(again)[0][1]
    answer = checked.clerk.post(f"/desk/files/{checked.files['林知夏'].uid}/pass/", {})
    assert answer.status_code == 422
    county = handed_in(checked, {"林知夏": {"does": "通过"}})
    decide(checked.officer, county)
    assert checked.state("林知夏") == "checked"
    answer = decide(checked.clerk, batch, "undo")
    assert answer.status_code == 422
    assert decide(checked.officer, county, "undo").status_code == 302
    assert decide(checked.clerk, batch, "undo").status_code == 302
    assert not Referral.objects.exists()


def test_the_list_that_is_taken_is_the_list_that_is_shown(checked: Checked) -> None:
    """Filtered, masked, and remembered; what is not listed cannot be taken."""
    checked.says("周子衿", "police", register_zone=("LY", "differs"))
    call = checked.world.call.uid
    sheet = openpyxl.load_workbook(
        io.BytesIO(fetched(checked.officer, call, "?in=look"))
    ).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 1
    assert "周子衿" not in str(rows)
    assert "不一致" in rows[0]
    assert Act.objects.get(verb="checks.files.fetch").data["rows"] == 1
    none = checked.officer.browser.get(f"/desk/calls/{call}/sheet.xlsx?in=returned")
    assert none.status_code == 302


def test_somebody_elses_batch_is_not_found(checked: Checked) -> None:
    """Not even by the same county's other desk."""
    batch = handed_in(checked, {"林知夏": {"does": "通过"}})
    for step in ("", "wrong.xlsx"):
        answer = checked.clerk.browser.get(f"/desk/batches/{batch.uid}/{step}")
        assert answer.status_code == 404
    assert decide(checked.clerk, batch).status_code == 404


def test_judging_is_flat(checked: Checked) -> None:
    """One row asks as many queries as four."""

    def queries(said: Mapping[str, Mapping[str, Any]]) -> int:
        handed: Sequence[Any] = []
        with CaptureQueriesContext(
            connection,
        ) as caught:
            handed_in(checked, said)
            handed = caught.captured_queries
        return len(handed)

    one = queries({"林知夏": {"does": "通过"}})
    four = queries({name: {"does": "通过"} for name in checked.files})
    assert four <= one
    assert not DeskDecision.objects.exists()


def test_who_checks_no_more_takes_nothing_back(checked: Checked) -> None:
    """Neither a school whose duty has ended, nor who has declared himself partial since."""
    from xueyou.domains.checks.services.duties import give_duties

    def duties(*codes: str) -> None:
        give_duties(
            actor=checked.officer.actor,
            call_uid=checked.world.call.uid,
            option_uids=[checked.world.options[code].uid for code in codes],
            key="-".join(("duty", *codes)),
        )

    duties("LY")
    batch = handed_in(checked, {"林知夏": {"does": "通过"}}, checked.clerk)
    decide(checked.clerk, batch)
    assert checked.state("林知夏") == "checked"
    duties()
    answer = decide(checked.clerk, batch, "undo")
    assert answer.status_code == 422
    assert "有1份申请现在不归您核对" in words_of(answer)

    county = handed_in(checked, {"许砚舟": {"does": "通过"}})
    decide(checked.officer, county)
    Recusal.objects.create(
        application=checked.files["许砚舟"], account=checked.officer.actor.user, declared_at=NOW
    )
    answer = decide(checked.officer, county, "undo")
    assert answer.status_code == 422
    assert Act.objects.filter(verb="calls.application.kin").count() == 1
    assert [checked.state(name) for name in ("林知夏", "许砚舟")] == ["checked", "checked"]


def test_a_word_that_comes_while_it_is_judged_holds_the_batch(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged is what is decided, to the moment the files are held."""
    batch = handed_in(checked, {"林知夏": {"does": "通过"}})
    held = batches.require_unfrozen

    def an_office_answers(round_: Any, step: str) -> None:
        Attestation.objects.create(
            application=checked.files["林知夏"],
            source="police",
            observed_at=NOW,
            recorded_at=NOW,
            act_uid=uuid4(),
            **sealed_facts(uuid4(), {}),
        )
        held(round_, step)

    monkeypatch.setattr(batches, "require_unfrozen", an_office_answers)
    answer = decide(checked.officer, batch)
    assert answer.status_code == 422
    assert checked.state("林知夏") == "submitted"

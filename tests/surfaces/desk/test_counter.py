"""At the counter: filed for a guardian who has no telephone in hand, and seen by her account."""

from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2 as pdfium
import pytest

from tests.domains.enrolment.world import NOW, filled, key
from tests.kernel.calls.world import citizen_number
from tests.surfaces.desk.conftest import Checked
from tests.surfaces.soup import words
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import Asked, ClaimedChild
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.services.drafts import start_draft
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts import holders
from xueyou.platform.accounts.codes import write_phone
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.acts.models import Act
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import wall_now

PHONE = "13800005678"


def form(checked: Checked, **other: str) -> dict[str, str]:
    """Return what a clerk types for a grandmother."""
    return {
        "guardian": "林晓棠",
        "phone": PHONE,
        "phone_again": "138-0000-5678",
        "paper": "household",
        "name": "林小满",
        "kind": "citizen",
        "number": citizen_number(21, date(2020, 3, 1)),
        **{f"a-{name}": text for name, text in filled().items()},
        "wish-0-0": str(checked.world.options["LY"].uid),
        **other,
    }


def begun_at_home(checked: Checked) -> UUID:
    """Let the grandmother have begun on her telephone; return the draft."""
    user = User.objects.make(login_name="grandmother", name="林晓棠")
    write_phone(user, PHONE)
    child = ClaimedChild("citizen", form(checked)["number"], "林小满", "unknown", None)
    return start_draft(
        actor=actor_for(user), call_uid=checked.world.call.uid, party=child, key=key()
    )


def test_a_clerk_files_for_a_guardian_whose_account_sees_it(checked: Checked) -> None:
    """No code is sent; the account is hers by the number, and what was done says who did it."""
    here = f"/desk/calls/{checked.world.call.uid}/counter/"
    checked.officer.see(here)
    where = checked.officer.do(here, form(checked))
    made = Application.objects.get(channel="counter")
    assert (made.state, made.submitted_by) == ("submitted", checked.officer.actor.user)
    guardian = User.objects.get(pk=Phone.objects.get().user_id)
    (row,) = mine(actor_for(guardian))
    assert row.receipt_no == made.receipt_no
    assert Notification.objects.filter(user=guardian).exists()
    act = Act.objects.get(verb="checks.counter.file")
    assert act.data == {"call": str(checked.world.call.uid), "choices": 1, "paper": "household"}
    pane = words(checked.officer.see(where))
    assert "窗口代填" in pane
    assert "林小满" in pane

    answer = checked.officer.browser.get(f"/desk/files/{made.uid}/sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = pdfium.PdfDocument(answer.content)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    assert "林小满" in text
    assert "桂园小区" in text
    assert "原件已核" in text
    assert "志愿" not in text


def test_a_number_that_was_quiet_for_long_is_not_taken_for_its_old_holder(
    checked: Checked,
) -> None:
    """Else who has it now would name his own child, and see those of who had it before."""
    begun_at_home(checked)
    Phone.objects.update(proved_at=wall_now() - holders.QUIET)
    here = f"/desk/calls/{checked.world.call.uid}/counter/"
    another = form(checked, name="苏一", number=citizen_number(23, date(2020, 3, 1)))
    answer = checked.officer.post(here, another)
    assert answer.status_code == 422
    assert "很久没有登录" in answer.content.decode()
    assert not Application.objects.filter(channel="counter").exists()


def test_a_slip_is_refused_in_words_and_nothing_is_there(checked: Checked) -> None:
    """Two numbers, a paper not seen, an answer missing: the form comes back as it was typed."""
    here = f"/desk/calls/{checked.world.call.uid}/counter/"
    for slip in (
        {"phone_again": "13800005679"},
        {"paper": ""},
        {"a-road": ""},
        {"wish-0-0": ""},
        {"number": "123"},
    ):
        answer = checked.officer.post(here, form(checked, **slip))
        assert answer.status_code == 422, slip
        assert "林晓棠" in answer.content.decode()
    assert not Application.objects.filter(channel="counter").exists()
    assert not Phone.objects.exists()


def test_nobody_files_for_himself_at_the_counter(checked: Checked) -> None:
    """A clerk's own account is near: somebody else has to sit there."""
    write_phone(checked.officer.actor.user, PHONE)  # type: ignore[arg-type]
    answer = checked.officer.post(f"/desk/calls/{checked.world.call.uid}/counter/", form(checked))
    assert answer.status_code == 422
    assert "也记下了这一次" in answer.content.decode()
    tried = Act.objects.get(verb="calls.application.kin")
    assert (tried.actor, tried.subject_kind) == (str(checked.officer.actor), "call")
    assert not Application.objects.filter(channel="counter").exists()


def test_what_a_guardian_hands_in_meanwhile_is_not_written_over(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read before the guardian's own hand arrived: what counts is what stands under the lock."""
    begun_at_home(checked)
    own = {"submitted_at": NOW, "receipt_no": "1", "answers_enc": b"own", "state": "submitted"}
    own["round"] = checked.world.round
    found = Asked.application

    def read_too_early(asked: Asked, *given: Any) -> Application | None:
        early = found(asked, *given)
        assert early is not None
        Application.objects.filter(pk=early.pk).update(**own)
        return early

    monkeypatch.setattr(Asked, "application", read_too_early)
    answer = checked.officer.post(f"/desk/calls/{checked.world.call.uid}/counter/", form(checked))
    assert "已经交过一份申请了" in answer.content.decode()


def test_a_draft_that_the_guardian_begins_in_that_moment_is_taken_over(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at once begin one application: the counter finds the guardian's at the second look."""
    begun = begun_at_home(checked)
    found, looks = Asked.application, iter([False, True])

    def not_there_yet(asked: Asked, *given: Any) -> Application | None:
        return found(asked, *given) if next(looks) else None

    monkeypatch.setattr(Asked, "application", not_there_yet)
    checked.officer.do(f"/desk/calls/{checked.world.call.uid}/counter/", form(checked))
    assert Application.objects.get(channel="counter").uid == begun

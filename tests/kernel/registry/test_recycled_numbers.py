"""A telephone number that passed to somebody else opens nothing of who had it before."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.kernel.registry.people_world import Family, child, claim, family, guard
from xueyou.kernel.registry.services.invitations import accept_invitation
from xueyou.kernel.registry.services.people import account_person
from xueyou.kernel.registry.services.sharing import share_claim
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts import codes, holders
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import wall_now

NUMBER = "13800005678"
HOLDER = "/sign-in/holder/"
NAME, BORN = "林小满", "2020-03-05"
DAY = timedelta(days=1)


@pytest.fixture
def outbox(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Path:
    """Let messages fall into a folder of this test."""
    settings.DATA = tmp_path
    return tmp_path / "outbox"


def code_given_back(outbox: Path, phone: Client) -> Any:
    """Ask for a code and give it back."""
    codes.SignInCode.objects.update(made_at=wall_now() - DAY)
    phone.post("/sign-in/", {"phone": NUMBER})
    work_off()
    messages = [json.loads(path.read_text()) for path in outbox.glob("*.json")]
    newest = max(messages, key=lambda message: message["at"])
    return phone.post("/sign-in/code/", {"code": newest["params"]["code"]})


def account(outbox: Path, *, quiet: timedelta) -> User:
    """Return a family's account with a child, whose number was quiet that long."""
    code_given_back(outbox, Client())
    user = User.objects.get()
    guard(Family(user, account_person(user)), child(NAME))
    Phone.objects.update(proved_at=wall_now() - quiet)
    return user


def test_the_next_holder_of_a_number_sees_nothing(outbox: Path) -> None:
    """He begins anew; the old account keeps its child and loses the number, by an act."""
    old = account(outbox, quiet=holders.QUIET)
    phone = Client()
    assert code_given_back(outbox, phone).url == HOLDER
    assert NAME not in phone.get(HOLDER).content.decode()
    assert phone.get("/family/").status_code == 302
    assert phone.post(HOLDER, {"name": NAME, "born_on": "2020-03-06"}).status_code == 422
    phone.post(HOLDER, {"who": "new"})
    page = phone.get("/family/")
    assert page.status_code == 200
    assert NAME not in page.content.decode()
    assert Phone.objects.get(ended_at=None).user != old
    assert old.phones.get().ended_at is not None
    assert Act.objects.filter(verb="accounts.phone.pass_on").count() == 1


@pytest.mark.parametrize("typed", [BORN, "20200305", "2020年3月5日"])
def test_who_has_had_it_all_along_says_a_child(outbox: Path, typed: str) -> None:
    """Then the number is proved: the next time nobody asks."""
    old = account(outbox, quiet=holders.QUIET + DAY)
    phone = Client()
    code_given_back(outbox, phone)
    assert phone.post(HOLDER, {"name": f" {NAME}", "born_on": typed}).status_code == 302
    assert NAME in phone.get("/family/").content.decode()
    again = Client()
    assert code_given_back(outbox, again).url != HOLDER
    assert Phone.objects.get().user == old


def test_a_child_that_was_shared_with_the_account_is_asked_for_too(outbox: Path) -> None:
    """Who was let in by a code sees the application: the next holder of his number must not."""
    code_given_back(outbox, Client())
    father, mother = User.objects.get(), family("mother")
    made = claim(mother)
    code = share_claim(actor=mother.actor, claim_uid=made.uid, key="share")
    accept_invitation(actor=actor_for(father), code=code, key="accept")
    Phone.objects.update(proved_at=wall_now() - holders.QUIET)
    phone = Client()
    assert code_given_back(outbox, phone).url == HOLDER
    said = {"name": made.name, "born_on": str(made.born_on)}
    assert phone.post(HOLDER, said).status_code == 302


def test_within_ninety_days_nobody_is_asked(outbox: Path) -> None:
    """No number is handed out again so soon."""
    account(outbox, quiet=holders.QUIET - DAY)
    assert code_given_back(outbox, Client()).url != HOLDER


def test_an_account_without_a_child_is_opened(outbox: Path) -> None:
    """There is nothing to know of it."""
    code_given_back(outbox, Client())
    Phone.objects.update(proved_at=wall_now() - holders.QUIET * 4)
    assert code_given_back(outbox, Client()).url != HOLDER


def test_guessing_ends_after_five_a_day(outbox: Path) -> None:
    """Whatever browser, and however many codes: then even the right words wait."""
    account(outbox, quiet=holders.QUIET)
    for _ in range(5):
        phone = Client()
        code_given_back(outbox, phone)
        assert phone.post(HOLDER, {"name": "王某", "born_on": BORN}).status_code == 422
    refused = phone.post(HOLDER, {"name": NAME, "born_on": BORN})
    assert refused.status_code == 429
    assert phone.get("/family/").status_code == 302


def test_without_a_code_there_is_no_such_page(outbox: Path) -> None:
    """A made-up cookie leads back to the beginning."""
    account(outbox, quiet=holders.QUIET)
    phone = Client()
    phone.cookies["xueyou_holder"] = "made-up"
    assert phone.post(HOLDER, {"who": "new"}).url == "/sign-in/"
    assert Phone.objects.get().ended_at is None

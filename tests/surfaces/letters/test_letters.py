"""The letter's PDF for its family; the page of its code for everybody."""

from django.test import Client

from tests.domains.enrolment.test_places import RARE, answered, code_of
from tests.domains.enrolment.world import World, parent
from xueyou.domains.enrolment.letter_codes import new_code, shown_code
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User

Placed = tuple[World, SignedIn, Application]


def of(actor: SignedIn) -> Client:
    """Return a browser in which somebody is signed in."""
    assert isinstance(actor.user, User)
    User.objects.filter(pk=actor.user.pk).update(staff=False)
    client = Client()
    client.force_login(User.objects.get(pk=actor.user.pk))
    return client


def checked(code: str, client: Client | None = None) -> tuple[int, str]:
    """Return (status, page) of a code that is typed."""
    answer = (client or Client()).post("/letters/", {"code": code})
    return answer.status_code, answer.content.decode()


def test_the_family_gets_its_pdf_and_nobody_else(placed: Placed) -> None:
    """Tests the family, another family, a stranger, and the family before it has accepted."""
    _, family, mine = placed
    address = f"/letters/{mine.uid}/"
    assert of(family).get(address).status_code == 404
    answered(family, mine)
    answer = of(family).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert of(parent("另一家")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_page_says_the_same_school_and_reason(placed: Placed) -> None:
    """Tests what anybody reads who types the code: masked, and no more than the letter."""
    _, family, mine = placed
    answered(family, mine)
    status, page = checked(shown_code(code_of(mine)))
    assert status == 200
    assert "现在有效" in page
    assert "文澜小学" in page
    assert result_of(family, mine.uid)[0].wishes[0].zh.replace(RARE, "孩子") in page
    assert RARE not in page
    assert "2020" not in page.split("<main")[1]  # no day of birth
    assert str(mine.uid) not in page


def test_a_code_that_is_none_is_told_kindly(placed: Placed) -> None:
    """Tests a wrong code and an empty one; what was typed stays."""
    status, page = checked("abc")
    assert status == 404
    assert 'value="abc"' in page
    assert checked("")[0] == 422
    assert checked(new_code())[0] == 404


def test_a_place_given_back_makes_the_letter_void(placed: Placed) -> None:
    """Tests the page after the family has given its place back."""
    _, family, mine = placed
    answered(family, mine)
    code = code_of(mine)
    answered(family, mine, accept=False)
    assert "现在无效" in checked(code)[1]


def test_codes_cannot_be_tried_for_long(db: None) -> None:
    """Tests the limit of an address."""
    client = Client()
    answers = [checked(new_code(), client)[0] for _ in range(21)]
    assert answers[:20] == [404] * 20
    assert answers[20] == 429


def test_a_scanned_code_stands_in_the_form(db: None) -> None:
    """Tests that the address in the letter's square fills the form and looks nothing up."""
    page = Client().get("/letters/?code=7QK4MR2X8ABCD").content.decode()
    assert 'value="7QK4MR2X8ABCD"' in page
    assert "<form" in page

"""Whoever types a number learns nothing from it: known and unknown ones are answered alike."""

from datetime import timedelta

from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.domains.enrolment.world import key
from tests.leaks.answers import ask, sign_in, undone
from tests.leaks.families import BORN
from tests.leaks.persons import BY_ID
from tests.leaks.world import World
from xueyou.kernel.calls.models import Application
from xueyou.kernel.registry.documents import check_character, masked_number
from xueyou.kernel.registry.models import Claim
from xueyou.platform.accounts.models import SignInCode

STRANGERS = ("ex-guardian", "neighbour", "claimer", "clerk-a1", "registrar-a1", "enroller-a")
CHILDREN = ("elder", "middle", "younger")
PAGES = ("application", "check")


def test_a_childs_number_is_answered_like_nobodys(leak_world: World) -> None:
    """Also where the child has asked already, in this very call."""
    body = f"350504{BORN:%Y%m%d}999"
    for stranger in STRANGERS:
        unknown = _begun(leak_world, stranger, body + check_character(body))
        for child in CHILDREN:
            known = _begun(leak_world, stranger, leak_world.numbers[child])
            assert known == unknown, f"{stranger} tells {child}'s number from nobody's"


def _begun(world: World, person: str, number: str) -> list[object]:
    """Begin a form for a child with that number; return the answer and the pages that follow."""
    given = {"kind": "citizen", "number": number, "name": "林某某", "idempotency_key": key()}
    call = world.things["call"][""][-1]
    with undone():
        client = sign_in(world, BY_ID[person])
        answer = ask(client, "POST", reverse("family:start", args=[call]), {}, given)
        made = Application.objects.latest("pk")
        assert answer.status == 302
        assert str(made.uid) in answer.headers["Location"]
        pages = [reverse("family:home"), *(reverse(f"family:{n}", args=[made.uid]) for n in PAGES)]
        found = [answer, *(ask(client, "GET", page, {}, {}) for page in pages)]
        return [one.comparable(str(made.uid), number) for one in found]


def test_a_child_added_by_its_number_is_answered_like_nobodys(leak_world: World) -> None:
    """Without any call being open: the page of one's own says the same of both."""
    for stranger in STRANGERS:
        unknown = _added(leak_world, stranger, leak_world.numbers["unclaimed"])
        for child in CHILDREN:
            known = _added(leak_world, stranger, leak_world.numbers[child])
            assert known == unknown, f"{stranger} tells {child}'s number from nobody's"


def _added(world: World, person: str, number: str) -> list[object]:
    given = {"kind": "citizen", "number": number, "name": "林某某", "idempotency_key": key()}
    with undone():
        client = sign_in(world, BY_ID[person])
        answer = ask(client, "POST", reverse("family:add_child"), {}, given)
        assert answer.status == 302
        page = ask(client, "GET", reverse("family:me"), {}, {})
        made = str(Claim.objects.latest("pk").uid)  # the page leads to it
        return [
            answer.headers["Location"].replace(made, "…"),
            page.comparable(number, masked_number("citizen", number), made),
        ]


def test_a_telephone_is_answered_like_one_that_nobody_has(leak_world: World) -> None:
    """At the door, and on the page where the code is typed."""
    number = leak_world.numbers["mother"]
    nobodys = number[:3] + f"{(int(number[3:7]) + 1) % 10_000:04d}" + number[7:]
    assert nobodys not in leak_world.numbers.values()
    assert _asked_for_code(number) == _asked_for_code(nobodys)


def _asked_for_code(number: str) -> list[object]:
    with undone():
        SignInCode.objects.update(made_at=F("made_at") - timedelta(hours=1))
        client = Client(raise_request_exception=False)
        kept = client.post(reverse("phone_sign_in"), {"phone": number})
        assert kept.status_code == 302
        page = ask(client, "GET", reverse("phone_code"), {}, {})
        assert page.status == 200
        return [kept.headers["Location"], sorted(kept.headers), page.comparable()]

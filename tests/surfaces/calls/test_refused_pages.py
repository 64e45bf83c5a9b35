"""A page of the desk that says no leads on: its links and forms go where its own page's would."""

from typing import Any
from uuid import uuid4

from django.test import Client

from tests.surfaces.calls.conftest import School
from tests.surfaces.calls.test_a_county_runs_its_call import officer, sent  # noqa: F401
from tests.surfaces.calls.test_a_school_runs_its_call import RULES, menu, opened
from tests.surfaces.following import followed, refused
from tests.surfaces.soup import one, page_of
from xueyou.kernel.calls.models import Call, Option, Round
from xueyou.kernel.calls.services.rounds import Times, add_round


def test_the_page_of_a_call(school: School, business_clock: Any) -> None:
    """Steps that come too early, on the page of the call with a tab for each of its rounds."""
    _, round_ = opened(school, business_clock)
    clerk = school.clerk.browser
    menu(school, Call.objects.get(), Round.objects.get())
    school.clerk.do(f"{round_}cancel/")
    first = Round.objects.get()
    times = Times(first.opens_at, first.closes_at)
    add_round(actor=school.clerk.actor, call_uid=first.call.uid, times=times, key=str(uuid4()))
    page = refused(clerk, f"{round_}cancel/")
    assert len(page.cssselect("nav.tabs a[href*='round=']")) == 2
    refused(clerk, f"{round_}freeze/")
    refused(clerk, f"{round_}rehearse/")


def test_the_rules_keep_what_was_typed(school: School, business_clock: Any) -> None:
    """Of what the rules rest on, and that it was checked; nothing is typed twice."""
    _, round_ = opened(school, business_clock)
    menu(school, Call.objects.get(), Round.objects.get())
    clerk = school.clerk.browser
    given = {name: RULES[name] for name in ("document", "number", "appeal_until")}
    answer = clerk.get(f"{round_}rules/", {"see": "1"} | given)
    form = one(page_of(answer), "form[method=post]")
    typed = {box.get("name"): box.get("value", "") for box in form.cssselect("input[name]")}
    assert given.items() <= typed.items(), "the form brings along what the text was written from"
    page = refused(clerk, f"{round_}announce/", **given, rules="x", source="", verified="on")
    boxes = {box.get("name"): box.get("value") for box in page.cssselect("form[method=get] input")}
    assert given.items() <= boxes.items()
    assert one(page, "form[method=post] input[name=verified]").get("checked") is not None
    own = followed(clerk, f"{round_}rules/", clerk.get(f"{round_}rules/"))
    assert own.cssselect("a[href$='rules/?own=1']")


def test_the_places_of_a_county(officer: Client) -> None:  # noqa: F811
    """Rows that are wrong: a line is registered at the page of the places, not with the rows."""
    new = page_of(officer.get("/calls/new/?kind=enrolment.school"))
    given = {
        "kind": "enrolment.school",
        "organisation": one(new, "input[name=organisation]").get("value"),
        "year": "2028",
        "title": "2028年入学",
        "s-stage": "primary",
    }
    times = sent(officer, "/calls/new/", given)["Location"]
    span = {"opens_at": "2028-05-01T08:00", "closes_at": "2028-05-10T17:00"}
    assert sent(officer, times, span).status_code == 302
    places = f"/calls/rounds/{Round.objects.get().uid}/places/"
    assert sent(officer, f"{places}rows/", {"rows": "CD-01\t90"}).status_code == 302
    page = refused(officer, f"{places}rows/", rows="CD-99\t几个")
    assert page.cssselect(f"form[action='{places}'] #delta")
    answer = sent(officer, f"{places}void/", {"line": "0"})
    assert answer.status_code == 404
    line = {"option": str(Option.objects.get().uid), "kind": "planned", "delta": "-1000"}
    refused(officer, places, **line)

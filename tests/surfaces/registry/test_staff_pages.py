"""The page of a school's teachers: entered, told apart, ended; nobody else's school."""

from datetime import date
from typing import Any

from django.test import Client

from tests.domains.roll.files import Rolls
from tests.kernel.registry.people_world import officer
from tests.surfaces.registry.conftest import Browser
from tests.surfaces.registry.test_roll_pages import posted
from tests.surfaces.soup import page_of, words
from xueyou.kernel.registry.models import Membership


def address(rolls: Rolls) -> str:
    """Return the page of the clerk's school."""
    return f"/registry/staff/{rolls.places.school_a.uid}/"


def uid_of(actor: Any) -> str:
    """Return the uid of an account."""
    return str(actor.user.uid)


def test_a_teacher_is_entered_and_ended(clerk: Client, rolls: Rolls) -> None:
    """From the roll's page to the teachers; entered with a day, ended with a reason."""
    teacher = officer("school_teacher", rolls.places.school_a)
    roll = page_of(clerk.get(f"/registry/rolls/{rolls.places.school_a.uid}/"))
    assert [a.get("href") for a in roll.cssselect("a.cell") if "本校老师" in words(a)] == [
        address(rolls)
    ]
    shown = words(page_of(clerk.get(address(rolls))))
    assert ("还没有登记老师" in shown, "教师" in shown) == (True, True)
    done = posted(clerk, address(rolls), who=[uid_of(teacher)], on="2026-09-01")
    assert done["Location"] == address(rolls)
    row = Membership.objects.standing().get()
    assert (row.kind, row.organisation, row.valid_from, row.person.account) == (
        "staff",
        rolls.places.school_a,
        date(2026, 9, 1),
        teacher.user,
    )
    assert "2026年9月1日起" in words(page_of(clerk.get(address(rolls))))
    end = f"/registry/staff/members/{row.uid}/end/"
    refused = posted(clerk, end, on="2026-08-31", why="left")
    page = page_of(refused)
    assert (refused.status_code, "结束的日子要在这以后" in words(page)) == (422, True)
    assert [form.get("action") for form in page.cssselect("details[open] form")] == [end]
    assert page.cssselect("details[open] input[type=date]")[0].get("value") == "2026-08-31"
    assert posted(clerk, end, on="2026-11-01", why="left")["Location"] == address(rolls)
    assert Membership.objects.standing().get().valid_to == date(2026, 11, 1)
    assert posted(clerk, end, on="2026-11-01", why="left").status_code == 404


def test_what_was_typed_stays_where_it_is_refused(clerk: Client, rolls: Rolls) -> None:
    """Nobody chosen, a day to come, an account of another school: 422 and nothing written."""
    teacher = officer("school_teacher", rolls.places.school_a)
    nobody = posted(clerk, address(rolls), on="2026-09-01")
    page = page_of(nobody)
    assert (nobody.status_code, "还没有选人" in words(page)) == (422, True)
    assert page.cssselect("#on")[0].get("value") == "2026-09-01"
    late = posted(clerk, address(rolls), who=[uid_of(teacher)], on="2026-11-21")
    page = page_of(late)
    assert "日子不能写以后的" in words(page)
    assert [box.get("value") for box in page.cssselect("[name=who][checked]")] == [uid_of(teacher)]
    other = posted(clerk, address(rolls), who=[uid_of(rolls.other)], on="2026-11-20")
    assert "没有角色，也没有岗位" in other.content.decode()
    assert posted(clerk, address(rolls), who=["x"], on="2026-11-20").status_code == 422
    assert not Membership.objects.exists()


def test_namesakes_are_told_apart(clerk: Client, rolls: Rolls) -> None:
    """Two of one name show the name they sign in with."""
    officer("school_teacher", rolls.places.school_a, "the-other-one")
    assert "the-other-one" in words(page_of(clerk.get(address(rolls))))
    alone = officer("school_teacher", rolls.places.school_b, "alone").user
    type(alone).objects.filter(pk=alone.pk).update(name="别的名字")
    registrar = f"/registry/staff/{rolls.places.school_b.uid}/"
    assert clerk.get(registrar).status_code == 404


def test_registry_officers_of_the_county_and_no_others(rolls: Rolls, browser: Browser) -> None:
    """The county's registry officer enters for its schools; nobody else does."""
    county = officer("registry_officer", rolls.places.county_a)
    teacher = officer("school_teacher", rolls.places.school_a)
    done = posted(browser(county), address(rolls), who=[uid_of(teacher)], on="2026-11-20")
    assert done.status_code == 302
    end = f"/registry/staff/members/{Membership.objects.get().uid}/end/"
    others = [officer("school_principal", rolls.places.school_a), teacher, rolls.other]
    others.append(officer("registry_officer", rolls.places.county_b))
    for stranger in map(browser, others):
        assert stranger.get(address(rolls)).status_code == 404
        assert posted(stranger, end, on="2026-11-20", why="wrong").status_code == 404
    assert posted(browser(county), end, on="2026-11-20", why="wrong").status_code == 302
    assert not Membership.objects.standing().exists()

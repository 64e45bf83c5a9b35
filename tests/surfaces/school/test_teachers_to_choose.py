"""Who leads a club: the form offers the school's teachers, and leads to where they are entered."""

from tests.domains.clubs.world import World, appoint
from tests.surfaces.school.conftest import browser, post
from tests.surfaces.soup import page_of, words
from xueyou.platform.accounts.models import User
from xueyou.platform.time import business_today


def test_who_is_missing_among_the_teachers_is_entered_first(world: World) -> None:
    """The form leads to the school's teachers; entered there, one can be chosen."""
    desk, teacher = browser(world.clerk), appoint("school_teacher", world.school)
    assert isinstance(teacher.user, User)
    form = f"/clubs/terms/{world.call.uid}/add/"
    there = f"/registry/staff/{world.school.uid}/"
    page = page_of(desk.get(form))
    assert there in [link.get("href") for link in page.cssselect(".hint a")]
    assert page.cssselect("#f-leader optgroup") == []
    entered = post(desk, there, who=[str(teacher.user.uid)], on=business_today().isoformat())
    assert entered.status_code == 302
    page = page_of(desk.get(form))
    assert [words(one) for one in page.cssselect("#f-leader optgroup option")] == [
        teacher.user.name
    ]

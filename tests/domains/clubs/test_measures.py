"""What is counted of clubs: pupils who take part, schools that held a session."""

from tests.domains.clubs.world import FIRST, World, founded, moment, pupil
from xueyou.domains.clubs.models import Session
from xueyou.kernel.indicators.measures import compute
from xueyou.kernel.indicators.periods import period

NAMES = ("clubs.pupils_joined", "clubs.schools_offering")


def test_shares_are_of_schools_that_offer_clubs(world: World) -> None:
    """For the city as for the school; what has not been held is not offered."""
    club = world.add("棋")
    session = world.session(club)
    world.place(club, pupil(world, "林一"))
    pupil(world, "陈二")
    founded("别的小学", "school", world.city)
    subjects = [world.city.pk, world.school.pk]
    year, as_of = period("2027"), moment(FIRST)
    found = compute(NAMES, subjects, year, as_of)
    shares = [(one.organisation, one.numerator, one.denominator) for one in found[NAMES[0]]]
    assert shares == [(pk, 1, 2) for pk in sorted(subjects)]
    assert [one.value for one in found[NAMES[1]]] == [0, 0]
    Session.objects.filter(pk=session.pk).update(state="held")
    assert [one.value for one in compute(NAMES, subjects, year, as_of)[NAMES[1]]] == [1, 1]

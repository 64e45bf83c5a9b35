"""Bonds hold for days, are known from a moment, and are corrected by voiding, never changed."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from tests.platform.orgs.trees import city
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs import verbs
from xueyou.platform.orgs.bonds import bind, faults, void_bond
from xueyou.platform.orgs.models import Organisation, OrganisationBond
from xueyou.platform.orgs.tree import OrganisationRefused
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db
JAN, JUL, DEC = date(2026, 1, 1), date(2026, 7, 1), date(2026, 12, 31)


@pytest.fixture
def pair() -> tuple[Organisation, Organisation]:
    """Two schools of one city."""
    rows = city()
    return rows["第一中学"], rows["第二中学"]


def bound(
    pair: tuple[Organisation, Organisation], start: date, end: date | None = None
) -> OrganisationBond:
    """Bind the pair as an alliance."""
    with act(SYSTEM, verbs.BIND.name) as a:
        return bind(a, "alliance", *pair, valid_from=start, valid_to=end)


def void(bond: OrganisationBond) -> None:
    """Void a bond."""
    with act(SYSTEM, verbs.VOID.name) as a:
        void_bond(a, bond)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (JAN - timedelta(days=1), False),
        (JAN, True),
        (JUL - timedelta(days=1), True),
        (JUL, False),
    ],
)
def test_a_span_is_half_open(
    pair: tuple[Organisation, Organisation], day: date, holds: bool
) -> None:
    """The first day counts, the last does not."""
    bound(pair, JAN, JUL)
    assert OrganisationBond.objects.on(day).exists() == holds


def test_what_we_believed_stays_readable(pair: tuple[Organisation, Organisation]) -> None:
    """A correction is known from its own moment on; before it we believed the old row."""
    before = wall_now()
    wrong = bound(pair, JAN)
    between = wall_now()
    void(wrong)
    right = bound(pair, JUL)
    after = wall_now()

    def believed(at: datetime) -> list[int]:
        return [bond.pk for bond in OrganisationBond.objects.on(DEC).known(at)]

    assert believed(before) == []
    assert believed(between) == [wrong.pk]
    assert believed(after) == [right.pk]


def test_overlap_is_refused_in_words_and_what_touches_is_not(
    pair: tuple[Organisation, Organisation],
) -> None:
    """[Jan, Jul) and [Jul, …) touch; anything sharing a day overlaps."""
    bound(pair, JAN, JUL)
    for start, end in ((JAN, None), (date(2025, 1, 1), date(2026, 1, 2)), (date(2026, 3, 1), JUL)):
        with pytest.raises(OrganisationRefused, match="没有重复登记"):
            bound(pair, start, end)
    bound(pair, JUL)
    assert OrganisationBond.objects.count() == 2
    assert Act.objects.filter(verb=verbs.BIND.name).count() == 2


def test_voiding_twice_is_refused(pair: tuple[Organisation, Organisation]) -> None:
    """The first voiding keeps its moment."""
    bond = bound(pair, JAN)
    void(bond)
    with pytest.raises(OrganisationRefused, match="已经作废"):
        void(bond)


def test_check_bonds_finds_what_came_in_by_another_way(
    pair: tuple[Organisation, Organisation],
) -> None:
    """Overlaps hidden behind a shorter bond, bonds of the closed, paths torn off."""
    bound(pair, JAN)
    assert list(faults()) == []
    for start, end in ((JUL, date(2026, 8, 1)), (date(2026, 9, 1), None)):
        OrganisationBond.objects.create(
            kind="alliance", a=pair[0], b=pair[1], valid_from=start, valid_to=end,
            recorded_at=wall_now(),
        )  # fmt: skip
    Organisation.objects.filter(pk=pair[1].pk).update(closed_on=DEC, opened_on=JAN)
    Organisation.objects.filter(pk=pair[0].pk).update(path="000001.000009.000001.")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_bonds", stdout=out)
    assert ended.value.code == 1
    said = out.getvalue()
    assert said.count("时间重叠") == 2
    assert said.count("比其中已撤销的单位还要长") == 2
    assert said.count("路径不在上级之下") == 2

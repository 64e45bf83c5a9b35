"""Which lists of wishes a family is asked for: those for others stay away."""

import pytest

from tests.domains.enrolment.ruled import ANSWERS, NOTICE
from xueyou.domains.enrolment.call_kinds import SchoolEnrolment
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.rulebook.language.reading import rulebook_of


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["民办", "公办", "随迁"]),
        ({"register": "home"}, ["民办", "公办"]),
        ({"register": "elsewhere", "policy": "no"}, ["民办", "随迁"]),
        ({"register": "elsewhere", "policy": "yes"}, ["民办", "公办", "随迁"]),
    ],
)
def test_residents_and_migrants_are_asked_for_their_own_lists(
    answers: dict[str, str], asked: list[str]
) -> None:
    """Tests a county that takes migrants by points; whoever the rules could place is asked."""
    given = {**ANSWERS, "migrants": "points", "statutory": "first"}
    rules = rulebook_of(forms.write(forms.BOTH, NOTICE, given, committee=False).encode(), "rules")
    kind = SchoolEnrolment()
    assert [one.id for one in rules.batches if kind.may_ask(answers, one)] == asked


def test_where_all_are_treated_alike_all_are_asked() -> None:
    """Tests a county that ranks migrants with the others."""
    rules = rulebook_of(forms.write(forms.BOTH, NOTICE, ANSWERS, committee=False).encode(), "rules")
    kind = SchoolEnrolment()
    away = {"register": "elsewhere", "policy": "no"}
    assert all(kind.may_ask(away, one) for one in rules.batches)

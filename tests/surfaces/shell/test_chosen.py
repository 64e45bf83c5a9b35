"""What was chosen in a form, or the sentence of the page that asks for it."""

from uuid import UUID

import pytest
from django.test import RequestFactory

from xueyou.surfaces.shell.chosen import NotChosen, chosen

SAYS = "请选是哪个县区。没有登记。"


def test_a_choice_is_its_uid() -> None:
    """As it is written in the form."""
    uid = UUID(int=7)
    assert chosen(RequestFactory().post("/", {"county": str(uid)}), "county", SAYS) == uid


@pytest.mark.parametrize("given", [{}, {"county": ""}, {"county": "CD"}])
def test_without_one_the_page_says_what_to_choose(given: dict[str, str]) -> None:
    """Left out, empty, or nothing that this form offered."""
    with pytest.raises(NotChosen) as refused:
        chosen(RequestFactory().post("/", given), "county", SAYS)
    assert refused.value.zh == SAYS

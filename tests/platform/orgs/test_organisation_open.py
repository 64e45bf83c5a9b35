"""Entering organisations by hand, as a new deployment begins."""

import pytest
from django.core.management import CommandError, call_command

from xueyou.platform.acts.models import Act
from xueyou.platform.orgs.models import Organisation


def test_bureau_first_then_what_is_below(db: None) -> None:
    """Tests that a county hangs below the bureau, each by an act."""
    call_command("organisation_open", "B", "某市教育局", "bureau")
    call_command("organisation_open", "C1", "某县教育局", "county", under="B", short="某县")
    county = Organisation.objects.get(code="C1")
    assert county.parent is not None
    assert county.path.startswith(county.parent.path)
    assert Act.objects.filter(verb="orgs.organisation.create").count() == 2


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("B", "又一个局", "bureau"), {}),
        (("B2", "第二个局", "bureau"), {}),
        (("C1", "某县教育局", "county"), {"under": "无"}),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    db: None, arguments: tuple[str, ...], options: dict[str, str]
) -> None:
    """Tests a code in use, a second root, an unknown parent: nothing is entered."""
    call_command("organisation_open", "B", "某市教育局", "bureau")
    with pytest.raises(CommandError, match=r"[\u4e00-\u9fff]"):
        call_command("organisation_open", *arguments, **options)
    assert Organisation.objects.count() == 1

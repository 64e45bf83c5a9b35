"""Nothing reaches the public but the kind's columns, and nothing that names a person's number."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.kernel.publications.conftest import LIST
from xueyou.kernel.publications.kinds import publication_kind
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import payload
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.platform.files.models import Blob
from xueyou.platform.files.places import incoming_folder

Shown = Callable[..., Publication]


@pytest.mark.parametrize(
    "row",
    [
        {"number": "E001"},
        {"number": "E001", "school": "甲", "phone": "1"},
        {"number": "11010519491231002X", "school": "甲"},
        {"number": "E001", "school": "１１０１０５１９４９１２３１００２Ｘ"},
        {"number": "E001", "school": "家长13800138000"},
        {"number": "E001", "school": "长" * 301},
    ],
)
def test_one_wrong_cell_and_nothing_is_published(shown: Shown, row: dict[str, str]) -> None:
    """A missing column, a strange one, a citizen number, a mobile number, a novel."""
    with pytest.raises(PublicationRefused):
        shown(rows=[{"number": "E000", "school": "甲"}, row])
    assert not Publication.objects.exists()
    assert not Blob.objects.exists()
    assert not list(incoming_folder().iterdir())


@pytest.mark.parametrize("fields", [[], ["number", "number"], ["number", "score"]])
def test_only_the_kinds_columns_can_be_chosen(shown: Shown, fields: list[str]) -> None:
    """None, one twice, or one the kind has not."""
    with (
        pytest.raises(PublicationRefused),
        payload(LIST, title="t", organ="o", fields=fields, rows=[]),
    ):
        pass


def test_no_kind_can_be_made_that_shows_a_citizen_number() -> None:
    """The columns themselves are looked at."""
    with pytest.raises(ValueError, match="never"):
        publication_kind(
            "publications.bad", zh="坏", fields={"id": "身份证号"}, longest=timedelta(days=1)
        )


def test_it_may_not_stand_longer_than_its_kind_allows(shown: Shown) -> None:
    """Thirty days at most, for this kind."""
    assert shown(days=30)
    with pytest.raises(PublicationRefused):
        shown(days=31)

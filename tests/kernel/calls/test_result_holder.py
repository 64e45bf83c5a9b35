"""What results keep of a person is handed out whole, and goes when it must."""

from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import Results, frozen_round
from xueyou.kernel.calls.models import Appeal, Decision
from xueyou.kernel.calls.models.sealed import APPEALED
from xueyou.kernel.calls.result_holder import ResultsHolder
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.appeals import appeal
from xueyou.kernel.registry.models import Person
from xueyou.platform.time import business_now

WORDS = "户口迁入时间写错了。"


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Publish a round; the first family appeals."""
    settings.DATA = tmp_path
    results = frozen_round({"S1": 1}, [(90, ["S1"]), (80, ["S1"])])
    published(results)
    appeal(
        actor=results.family,
        application_uid=results.applications["R00000000"].uid,
        words=WORDS,
        key=key(),
    )
    return results


def person(results: Results) -> Person:
    """Return the first child."""
    found = results.applications["R00000000"].person
    assert found is not None
    return found


def test_everything_is_handed_out(results: Results) -> None:
    """Sentence, offer, and the family's own words; nobody else's."""
    found = ResultsHolder().export(person(results))
    assert [one["verdict"] for one in found["results"]] == ["placed"]
    assert "S1" in found["results"][0]["told"]["zh"]
    assert [one["state"] for one in found["offers"]] == ["open"]
    assert [one["words"] for one in found["appeals"]] == [WORDS]


def test_erased_only_verdicts_stay(results: Results) -> None:
    """No sentence and no words; the page still opens, and the other family's is untouched."""
    ResultsHolder().erase(person(results), business_now())
    told = result_of(results.family, results.applications["R00000000"].uid)[0]
    assert (told.verdict, told.zh, told.wishes) == ("placed", "", ())
    assert APPEALED.text(Appeal.objects.get()) == ""
    assert Decision.objects.exclude(explanation_enc=None).count() == 1

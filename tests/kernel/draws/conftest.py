"""A bureau that draws lots for a small roster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.kernel.papers.conftest import Office, found_office
from xueyou.formats.proof import draws
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.purposes import draw_purpose
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.platform.time import business_now

PURPOSE = draw_purpose("draws.test", zh="试抽", subject_kind="test")
ROSTER = draws.roster_csv([("", "E001"), ("", "E002"), ("T1", "E003"), ("T1", "E004")])
PLACES = draws.places_csv([("main", "S1", "*", "2")])
RULES = b"rules: yes\n"
WITNESS = ["3917 8826 5501 8876 2901", "7710 2299 1145 7002 3388"]
SUBJECT = UUID("0196a000-0000-7000-8000-000000000001")


@dataclass
class Lottery:
    """The office, and what commits a draw about one subject."""

    office: Office
    commit: Callable[..., UUID]


@pytest.fixture
def lottery(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Lottery:
    """Found the office, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    office = found_office()

    def commit(**more: Any) -> UUID:
        asked = {
            "actor": office.chief,
            "purpose": PURPOSE.code,
            "subject_uid": SUBJECT,
            "organisation_uid": office.bureau.uid,
            "roster": ROSTER,
            "rules": RULES,
            "places": PLACES,
            "options": None,
            "sources": [Source("某公证处当日开奖号码", "digits:7"), Source("备用源", "digits:7")],
            "not_before": business_now() + timedelta(hours=1),
            "seals": [draws.seal(line) for line in WITNESS],
            "key": str(uuid4()),
        }
        return commit_draw(**(asked | more))

    return Lottery(office, commit)

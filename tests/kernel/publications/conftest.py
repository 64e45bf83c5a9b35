"""A bureau that publishes lists of places."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.kernel.papers.conftest import Office, found_office
from xueyou.kernel.publications.kinds import publication_kind
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import payload
from xueyou.kernel.publications.services.publishing import publish
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now

LIST = publication_kind(
    "publications.test_list",
    zh="录取名单",
    fields={"number": "受理号", "school": "学校", "reason": "依据"},
    longest=timedelta(days=30),
)
PUBLISH = register_verb("publications.test.publish", zh="公示一份名单")
ROWS = [{"number": "E001", "school": "第一小学"}, {"number": "E002", "school": "第二小学"}]


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Office:
    """Found the office, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return found_office()


def publish_list(
    office: Office,
    *,
    rows: list[dict[str, str]] | None = None,
    start: datetime | None = None,
    days: int = 10,
    subject: UUID | None = None,
    supersedes: Publication | None = None,
) -> Publication:
    """Publish a list for ten days from now."""
    start = start or business_now()
    rows = ROWS if rows is None else rows
    asked = {"title": "录取名单", "organ": office.bureau.name, "fields": ["number", "school"]}
    with payload(LIST, rows=rows, **asked) as ready, act(SYSTEM, PUBLISH.name) as a:
        a.about("round", subject or uuid4())
        return publish(
            a,
            ready,
            organisation=office.bureau,
            subject_kind="round",
            subject_uid=subject or uuid4(),
            visible_from=start,
            visible_to=start + timedelta(days=days),
            supersedes=supersedes,
        )


@pytest.fixture
def shown(office: Office) -> Callable[..., Publication]:
    """Return what publishes a list for ten days from now."""
    return partial(publish_list, office)

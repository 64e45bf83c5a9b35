"""A frozen packet in 临澄市, and papers taken along by the pages' own forms."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.plans.frozen import a_plan, frozen
from tests.packets import packet
from tests.surfaces.conftest import SignIn
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper
from xueyou.platform.orgs.models import Organisation

PAPERS = "/bureau/papers/"


@pytest.fixture
def checkpoint(city: None) -> Checkpoint:
    """Return a frozen month of the bureau's plan."""
    return frozen(a_plan(Organisation.objects.get(code="LC")), packet())


@pytest.fixture
def paper(officer: Client, checkpoint: Checkpoint) -> Paper:
    """Return a circular that 韩薇 drafted by a click."""
    answer = officer.post(f"{PAPERS}circular/{checkpoint.uid}/", form())
    assert answer.status_code == 302
    return Paper.objects.get()


def form(**more: Any) -> dict[str, Any]:
    """Return a form's fields with a fresh key."""
    return {"idempotency_key": str(uuid4()), **more}


Press = Callable[..., Any]


@pytest.fixture
def press(sign_in: SignIn, paper: Paper) -> Press:
    """Return what presses a button of the paper's page as somebody."""

    def pressed(step: str, who: str = "hanwei", **more: Any) -> Any:
        paper.refresh_from_db()
        fields = form(revision=paper.revision, **more)
        return sign_in(who).post(f"{PAPERS}{paper.uid}/{step}/", fields)

    return pressed


@pytest.fixture
def signed(press: Press, paper: Paper) -> Paper:
    """Return the circular checked by 宋立 and signed by 周明远."""
    assert press("check", "songli").status_code == 302
    assert press("sign", "zhoumingyuan").status_code == 302
    paper.refresh_from_db()
    return paper

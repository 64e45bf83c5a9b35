"""An office with two officers and a chief, a department, and papers to write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.drafting import draft
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

LETTER = paper_kind("papers.test_letter", zh="函", countersigned=False, addressed=True)
NOTE = paper_kind("papers.test_note", zh="纪要", countersigned=True, addressed=False)
WRITE = register_verb("papers.test.write", zh="写一份公文稿")


@dataclass
class Office:
    """People of one bureau, of its department, a county, a school."""

    bureau: Organisation
    writer: SignedIn
    checker: SignedIn
    chief: SignedIn
    enroller: SignedIn
    department: SignedIn
    county: SignedIn
    stranger: SignedIn


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Office:
    """Found the office by verbs, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return found_office()


def found_office() -> Office:
    """Found the bureau, a department, a county and a school, and appoint their people."""

    def found(name: str, kind: str, parent: Organisation | None = None) -> Organisation:
        with act(SYSTEM, "orgs.organisation.create") as a:
            return create_organisation(
                a, name=name, kind=kind, parent=parent, code=name, opened_on=date(2020, 1, 1)
            )

    def appoint(role: str, place: Organisation, name: str) -> SignedIn:
        user = User.objects.make(login_name=name, name=name)
        grant_role(
            actor=SYSTEM,
            user=user,
            role=role,
            organisation=place,
            valid_from=date(2026, 1, 1),
            key=name,
        )
        return actor_for(user)

    bureau = found("甲市教育局", "bureau")
    return Office(
        bureau=bureau,
        writer=appoint("plan_officer", bureau, "writer"),
        checker=appoint("plan_officer", bureau, "checker"),
        chief=appoint("bureau_chief", bureau, "chief"),
        enroller=appoint("enrolment_officer", bureau, "enroller"),
        department=appoint("department_officer", found("基教科", "department", bureau), "dep"),
        county=appoint("county_officer", found("丙县", "county", bureau), "county"),
        stranger=appoint("school_clerk", found("某小学", "school", bureau), "stranger"),
    )


def content(**more: Any) -> dict[str, Any]:
    """Return a content that a paper can be drafted from."""
    return {
        "organ": "甲市教育局",
        "number_code": "甲教",
        "addressee": "各处室",
        "body": [{"type": "text", "text": "现将有关情况通报如下。"}],
        "signer_line": "甲市教育局",
        **more,
    }


Write = Callable[..., Paper]


@pytest.fixture
def write(office: Office) -> Write:
    """Return what drafts a paper by the writer's own act."""

    def make(
        kind: str = LETTER.code,
        subject: UUID | None = None,
        by: SignedIn | None = None,
        **more: Any,
    ) -> Paper:
        actor = by or office.writer
        assert isinstance(actor.user, User)
        with act(actor, WRITE.name) as a:
            paper = draft(
                a,
                kind=kind,
                organisation=office.bureau,
                year=2026,
                title="关于一件事的函",
                content=content(**more),
                subject_kind="matter",
                subject_uid=subject or uuid4(),
                by=actor.user,
            )
            a.about("paper", paper.uid, org_path=office.bureau.path)
            return paper

    return make


def key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())

"""The script of 临澄市: places, people, roles and documents, each by an officer's own verb."""

from datetime import datetime
from pathlib import Path

from django.core.files.base import File

from xueyou.demo.people import PEOPLE, PLACES, Place, Somebody
from xueyou.demo.replay.households import settle_households
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.services import open_account
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation
from xueyou.platform.orgs.verbs import CREATE
from xueyou.platform.time import CITY

FOUNDED = datetime(2024, 1, 2, 9, 0, tzinfo=CITY)
DOCUMENTS = Path(__file__).parent / "documents"

HANDED_IN: tuple[tuple[str, str, datetime], ...] = (
    ("hanwei", "plan-2024-2028.docx", datetime(2024, 3, 4, 10, 20, tzinfo=CITY)),
    ("songli", "work-points-2025.docx", datetime(2025, 2, 21, 11, 30, tzinfo=CITY)),
    ("songli", "summary-2025.docx", datetime(2026, 1, 9, 15, 5, tzinfo=CITY)),
    ("hanwei", "work-points-2026.docx", datetime(2026, 2, 26, 9, 40, tzinfo=CITY)),
)
"""Who handed in which document, and when by the business clock."""


def found_city() -> None:
    """Set up the places, people and families; what is there already is left as it is."""
    for place in PLACES:
        found(place)
    for somebody in PEOPLE:
        appoint(somebody)
    settle_households()


def hand_in(login_name: str, file_name: str, at: datetime) -> None:
    """Have a person hand a document in. Repeating it changes nothing."""
    actor = actor_for(User.objects.get(login_name=login_name))
    with (DOCUMENTS / file_name).open("rb") as opened:
        upload = File(opened, name=SHOWN_NAMES[file_name])
        receive_document(actor=actor, upload=upload, key=f"demo-{file_name}", at=at)


SHOWN_NAMES = {
    "plan-2024-2028.docx": "临澄市教育事业发展规划（2024—2028年）.docx",
    "work-points-2025.docx": "临澄市教育局2025年教育工作要点.docx",
    "summary-2025.docx": "临澄市教育局2025年工作总结.docx",
    "work-points-2026.docx": "临澄市教育局2026年教育工作要点.docx",
}
"""Names under which the files were handed in; the package itself keeps to plain names."""


def found(place: Place) -> None:
    """Found a place. Repeating it changes nothing."""
    key = f"demo-place-{place.code}"
    with act(SYSTEM, CREATE.name, at=FOUNDED, key=key) as a:
        if a.repeated:
            return
        parent = Organisation.objects.get(code=place.under) if place.under else None
        create_organisation(
            a,
            name=place.name,
            kind=place.kind,
            parent=parent,
            short_name=place.short_name,
            code=place.code,
            region_code=place.region,
        )


def appoint(somebody: Somebody) -> None:
    """Open somebody's account with the one role. Repeating it changes nothing."""
    open_account(
        actor=SYSTEM,
        login_name=somebody.login_name,
        name=somebody.name,
        key=f"demo-account-{somebody.login_name}",
    )
    grant_role(
        actor=SYSTEM,
        user=User.objects.get(login_name=somebody.login_name),
        role=somebody.role,
        organisation=Organisation.objects.get(code=somebody.place),
        valid_from=FOUNDED.date(),
        key=f"demo-role-{somebody.login_name}",
    )

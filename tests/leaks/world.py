"""The leak world: a city with counties A, B, C (C's name and code begin with A's), built by verbs.

Every name, file name, sentence and number of a document carries a sentinel of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.leaks.persons import PERSONS, Person
from tests.leaks.places import CHILDREN, KIND, PARENT, wards
from tests.leaks.sentinels import Sentinels
from xueyou.domains.plans.models import PlanDocument
from xueyou.domains.plans.notices import READ
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.kernel.registry.models import Person as Child
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.telling import notify
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

READ_IN = ("city", "office", "A", "A1", "A2", "B", "B1", "B2", "C", "C1")
WAITING_IN = ("A", "A1", "B", "B1")
HANDS_IN = {
    "city": "plan_officer",
    "office": "department_officer",
    **dict.fromkeys("ABC", "county_officer"),
}


@dataclass
class World:
    """What was built, by place and by person."""

    sentinels: Sentinels = field(default_factory=Sentinels)
    places: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    authors: dict[str, User] = field(default_factory=dict)
    read: dict[str, UUID] = field(default_factory=dict)
    waiting: dict[str, UUID] = field(default_factory=dict)
    told: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, dict[str, list[UUID]]] = field(default_factory=dict)
    """What was steered: kind of thing, then owner, then uids in the order they were made."""

    children: dict[str, Child] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Numbers of children's documents, and telephones of families."""

    codes: dict[str, str] = field(default_factory=dict)
    """Codes that somebody was given, by what they open."""

    books: dict[str, bytes] = field(default_factory=dict)
    """Workbooks that rightful people hand in, by name."""

    def keep(self, kind: str, owner: str, uid: UUID) -> None:
        """Remember a thing of an owner."""
        self.things.setdefault(kind, {}).setdefault(owner, []).append(uid)

    def order(self, kind: str, owner: str) -> int:
        """Return how many things of that kind the owner has already."""
        return len(self.things.get(kind, {}).get(owner, ()))

    def one(self, kind: str, owner: str) -> UUID:
        """Return the first thing of that kind that the owner has."""
        return self.things[kind][owner][0]

    def place_of_path(self, path: str) -> str | None:
        """Return the place whose organisation has that path."""
        return next((name for name, row in self.places.items() if row.path == path), None)


def build(*more: Callable[[World], None]) -> World:
    """Build the world in the database that Django is pointed at.

    `more` adds what is steered and asked for, before the documents come in that stay unread.
    """
    world = World()
    for place in PARENT:
        _add_place(world, place)
    for person in PERSONS:
        if person.holds or person.at:
            world.users[person.id] = _account(world, person.id, "name")
            for number, (role, place) in enumerate(person.holds):
                _give(world, world.users[person.id], role, place, person, number)
    for place in dict.fromkeys((*READ_IN, *WAITING_IN)):
        author = _account(world, f"author-{place}", "author", owner=place)
        role = HANDS_IN.get(place, "school_clerk")
        grant_role(
            actor=SYSTEM,
            user=author,
            role=role,
            organisation=world.places[place],
            valid_from=date(2026, 1, 1),
            key=f"author-{place}",
        )
        world.authors[place] = author
    for place in READ_IN:
        world.read[place] = hand_in(world, place, "read")
    work_off()
    for add in more:
        add(world)
    for place in WAITING_IN:
        world.waiting[place] = hand_in(world, place, "waiting")
    for person, user in world.users.items():
        _tell(world, person, user)
    return world


def _tell(world: World, person: str, user: User) -> None:
    title = world.sentinels.word("told", person, "title")
    with transaction.atomic():
        notify(READ.name, act_uid=uuid4(), users=[user], params={"title": title, "items": "1"})
    world.told[person] = Notification.objects.filter(user=user).latest("pk").uid


def hand_in(world: World, place: str, which: str) -> UUID:
    """Hand in one document of a place, full of sentinels; return its uid."""
    name, text = document(world.sentinels, place, which)
    actor = actor_for(world.authors[place])
    upload = SimpleUploadedFile(name, text.encode())
    return receive_document(actor=actor, upload=upload, key=f"{place}-{which}")


def document(sentinels: Sentinels, place: str, which: str) -> tuple[str, str]:
    """Return file name and text of a plan whose every part is marked."""

    def word(part: str) -> str:
        return sentinels.word("document", place, f"{which}.{part}")

    number = sentinels.number("document", place, f"{which}.number")
    text = f"""{word("title")}区2026年教育工作要点

一、总体要求
以{word("spirit")}为指导，办好人民满意的教育。

二、主要任务
（一）扩大学位供给。推进{word("task")}学校建设工程，2026年新增公办学位{number}个，义务教育巩固率达到99.5%。（责任单位：{word("unit")}科）
（二）加强教师队伍。实施{word("project")}项目，总投资300万元，12月底前完成。（责任单位：{word("second_unit")}科、人事科）

三、保障措施
各单位要加强领导，确保{word("safeguard")}各项任务落到实处。
"""
    return f"{word('file_name')}.txt", text


def an_upload(token: str) -> BytesIO:
    """Return a readable document that holds one word to look for."""
    text = document(Sentinels(), "city", token)[1]
    file = BytesIO(text.encode())
    file.name = f"{token}.txt"
    return file


def _add_place(world: World, place: str) -> None:
    parent = PARENT[place]
    mark = "" if place == "A" else world.sentinels.word("place", place, "name")
    name, code = f"{place} {mark}", world.sentinels.word("register", place, "code")
    if place == "A":
        name = "澄东"
    if place == "C":  # begins with A's name and code
        name, code = f"澄东{mark}", world.places["A"].code + code
    with act(SYSTEM, "orgs.organisation.create") as a:
        world.places[place] = create_organisation(
            a,
            name=name,
            kind=KIND[place],
            parent=world.places[parent] if parent else None,
            code=code,
            opened_on=date(2020, 1, 1),
        )


def _account(world: World, login: str, content: str, owner: str = "") -> User:
    tokens = {
        "login_name": world.sentinels.word("login", login, "login_name"),
        "email": world.sentinels.word("account", login, "email"),
    }
    return User.objects.make(
        login_name=tokens["login_name"],
        name=world.sentinels.word(content, owner or login, "name"),
        email=f"{tokens['email']}@example.org",
    )


def _give(world: World, user: User, role: str, place: str, person: Person, number: int) -> None:
    span: dict[str, Any] = {"valid_from": person.begins, "valid_to": person.ends}
    grant_role(
        actor=SYSTEM,
        user=user,
        role=role,
        organisation=world.places[place],
        key=f"{person.id}-{number}",
        **span,
    )


def add_to(world: World, place: str, copies: int) -> None:
    """Copy a place's read document many times, as rows: it is their number that matters."""
    original = PlanDocument.objects.get(uid=world.read[place])
    attachment = original.attachment
    for number in range(copies):
        copied = type(attachment).objects.get(pk=attachment.pk)
        copied.pk, copied.uid = None, UUID(int=attachment.uid.int + 1 + number)
        copied.save(force_insert=True)
        row = PlanDocument.objects.get(pk=original.pk)
        row.pk, row.uid, row.attachment = None, UUID(int=original.uid.int + 1 + number), copied
        row.title = f"{number} {row.title}"
        row.save(force_insert=True)


def queue_before_all(world: World, place: str, copies: int) -> None:
    """Put jobs of a place into the queue before everybody else's."""
    for number in range(copies):
        document = PlanDocument.objects.get(uid=world.waiting[place])
        job = Job.objects.get(uid=document.job_uid)
        job.pk, job.uid, job.dedupe_key = None, uuid4(), f"{place}-{number}"
        job.run_at -= timedelta(hours=1)
        job.save(force_insert=True)


def rename_everything_of_b(world: World) -> None:
    """Give everything of B and its schools other words, but for the public names of the places."""
    places = [row for name, row in world.places.items() if name.startswith("B")]
    Organisation.objects.filter(pk__in=[row.pk for row in places]).update(code="", sort_key="0")
    people = User.objects.filter(assignments__organisation__in=places)
    people.exclude(pk=world.users["both"].pk).update(name="Ø", is_active=False)
    PlanDocument.objects.filter(organisation__in=places).update(title="Ø", file_name="Ø.txt")


def rename_family(world: World, guardian: str) -> None:
    """Give a family other words, and its children for whom nothing was asked of county A."""
    User.objects.filter(pk=world.users[guardian].pk).update(name="Ø")
    others = [name for name in wards(guardian) if CHILDREN[name].asked != "A"]
    children = [world.children[name].pk for name in others]
    changed = Child.objects.filter(pk__in=children).update(name="Ø", search_key="Ø", sex="female")
    assert changed == len(children) > 0

"""`run.json`: where the site is, which process it is, and who can sign in by one click."""

import json
import os
from pathlib import Path
from typing import TypedDict

from django.conf import settings

from xueyou.platform.access.models import Assignment
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.demo import shown_families, sign_in_path
from xueyou.platform.time import business_now
from xueyou.site.run.folder import record_path


class Person(TypedDict):
    """Somebody who can sign in by one click."""

    id: str
    name: str
    role: str
    organisation: str
    sign_in_url: str


class Record(TypedDict):
    """What `run.json` holds; docs/interfaces.md fixes it."""

    url: str
    pid: int
    commit: str
    env: str
    now: str
    persons: list[Person]


def record_of(url: str, root: Path) -> Record:
    """Return the record of this running site."""
    return {
        "url": url,
        "pid": os.getpid(),
        "commit": commit_of(root),
        "env": settings.XUEYOU_ENV,
        "now": business_now().isoformat(timespec="seconds"),
        "persons": [] if settings.XUEYOU_ENV == "prod" else persons(url),
    }


def persons(url: str) -> list[Person]:
    """Return who holds a role today, once each, and the families, with one-click addresses."""
    held = Assignment.objects.in_force().select_related("user", "organisation")
    found: dict[str, Person] = {}
    for assignment in held.filter(user__is_active=True).order_by("organisation__path", "id"):
        held_role = roles().get(assignment.role)
        if held_role is None:
            continue
        user, role, place = assignment.user, held_role.zh, assignment.organisation.name
        if str(user.uid) in found:
            person = found[str(user.uid)]
            person["role"] += f"、{role}"
            if place not in person["organisation"]:
                person["organisation"] += f"、{place}"
            continue
        found[str(user.uid)] = {
            "id": str(user.uid),
            "name": user.name,
            "role": role,
            "organisation": place,
            "sign_in_url": url.rstrip("/") + sign_in_path(user),
        }
    families: list[Person] = [
        {
            "id": str(family.user.uid),
            "name": family.user.name,
            "role": "家长",
            "organisation": family.said,
            "sign_in_url": url.rstrip("/") + sign_in_path(family.user),
        }
        for family in shown_families()
    ]
    return [*found.values(), *families]


def write(data: Path, record: Record) -> None:
    """Put the record in its place in one step; nobody ever reads half of it."""
    final = record_path(data)
    unfinished = final.with_suffix(".tmp")
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.replace(final)


def remove(data: Path) -> None:
    """Take the record away: the site no longer runs."""
    record_path(data).unlink(missing_ok=True)


def commit_of(root: Path) -> str:
    """Return the commit that is checked out, read without git; "unknown" outside a checkout."""
    git = root / ".git"
    try:
        if git.is_file():  # a linked work tree
            git = (root / git.read_text().removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref:"):
            return head
        return _resolve(git, head.removeprefix("ref:").strip())
    except OSError:
        return "unknown"


def _resolve(git: Path, ref: str) -> str:
    common = git / "commondir"
    shared = (git / common.read_text().strip()).resolve() if common.exists() else git
    for folder in (git, shared):
        if (folder / ref).is_file():
            return (folder / ref).read_text().strip()
    for line in (shared / "packed-refs").read_text().splitlines():
        commit, _, name = line.partition(" ")
        if name == ref:
            return commit
    return "unknown"

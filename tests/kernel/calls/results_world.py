"""A frozen round made of bare rows: options with places, applicants with scores and wishes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.kernel.papers.conftest import Office, found_office
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import CallKind, call_kind
from xueyou.kernel.calls.models import (
    Application,
    Call,
    CallState,
    CapacityLine,
    Choice,
    LineKind,
    Offer,
    Option,
    Round,
    RoundState,
    Rulebook,
    Run,
)
from xueyou.kernel.calls.models.sealed import ANSWERS
from xueyou.kernel.registry.models import Person, PersonBond
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_now

TAKEN: list[tuple[str, UUID]] = []
"""What the kind was asked to do: ("up" or "back", uid of the offer)."""


@call_kind("calls.results_test")
class Scored(CallKind):
    """Places go by a score; one lane."""

    zh = "测试录取"
    answers = (Field("score", "总分", type="integer"),)
    fact_names = ("score",)
    publication = "calls.results_test"

    def take_up(self, offer: Offer, a: ActInProgress) -> None:
        """Remember it."""
        TAKEN.append(("up", offer.uid))

    def give_back(self, offer: Offer, a: ActInProgress) -> None:
        """Remember it."""
        TAKEN.append(("back", offer.uid))


@call_kind("calls.lanes_test")
class Lanes(Scored):
    """The same with a place in each lane."""

    zh = "测试多时段"
    many_lanes = True
    publication = None


RULES = """schema: xueyou-rules/1
title: 测试招生
jurisdiction: {code: "310000", name: 甲市}
year: 2026
stage: senior
sources:
  S1: {title: 测试, issuer: 测试, number: "1", date: "2026-01-01", url: "-", status: 待核}
facts:
  score: {zh: 总分, type: integer}
appeal: {to: 甲市教育局, until: "2026-12-31"}
"""
LOTTERY = "lottery: {ticket: one}\n"
BATCH = """  - id: BATCH
    zh: 招生
    choices: {mode: parallel, max: 6}
    rank: [score desc]
    tie_last: TIE
    refill: next
"""


def rules(batches: Sequence[str] = ("main",), tie: str = "stable_id") -> str:
    """Return a rulebook of some batches that rank by score."""
    lottery = LOTTERY if tie == "lottery" else ""
    made = "".join(BATCH.replace("BATCH", one).replace("TIE", tie) for one in batches)
    return f"{RULES}{lottery}batches:\n{made}"


@dataclass
class Results:
    """A frozen round and its people. `applications` by receipt number, in order."""

    office: Office
    call: Call
    round: Round
    options: dict[str, Option]
    applications: dict[str, Application]
    family: SignedIn  # guardian of the first child
    families: dict[str, SignedIn] = field(default_factory=dict)


def receipt(number: int) -> str:
    """Return the receipt number of the applicant with that number."""
    return f"R{number:08d}"


def frozen_round(
    places: dict[str, int],
    wishes: Sequence[tuple[int, Sequence[str]]],
    *,
    text: str = "",
    kind: str = "calls.results_test",
    lanes: dict[str, str] | None = None,
    reply: timedelta | None = timedelta(days=3),
    guardians: int = 3,
    office: Office | None = None,
) -> Results:
    """Make a frozen round: places by option code, (score, option codes) of each applicant."""
    office = office or found_office()
    now = business_now() - timedelta(days=1)
    text = text or rules()
    sha = sha256_hex(text.encode())
    book = Rulebook.objects.create(
        name=str(uuid4()),
        jurisdiction=office.bureau,
        year=2026,
        version=1,
        text=text,
        sha256=sha,
        source="测试",
        recorded_at=now,
    )
    call = Call.objects.create(
        kind=kind, organisation=office.bureau, year=2026, title="测试招生", state=CallState.OPEN
    )
    round_ = Round.objects.create(
        call=call,
        ordinal=1,
        rulebook=book,
        rulebook_sha256=sha,
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
        state=RoundState.FROZEN,
        frozen_at=now,
        reply_by=None if reply is None else business_now() + reply,
    )
    options = _options(call, round_, office.bureau, places, lanes or {}, now)
    applications = _applications(office, call, round_, options, wishes, lanes or {}, now)
    families = {
        number: _guardian(application, n)
        for n, (number, application) in enumerate(list(applications.items())[:guardians])
    }
    family = next(iter(families.values()), office.stranger)
    return Results(office, call, round_, options, applications, family, families)


def _options(
    call: Call,
    round_: Round,
    organisation: Organisation,
    places: dict[str, int],
    lanes: dict[str, str],
    now: datetime,
) -> dict[str, Option]:
    made = [
        Option(
            call=call, code=code, organisation=organisation, title=f"{code}学校",
            lane=lanes.get(code, ""),
        )
        for code in places
    ]  # fmt: skip
    Option.objects.bulk_create(made)
    CapacityLine.objects.bulk_create(
        CapacityLine(
            option=option,
            round=round_,
            batch=lanes.get(option.code, ""),
            kind=LineKind.PLANNED,
            delta=places[option.code],
            reason="计划",
            source_kind="test",
            source_uid=uuid4(),
            recorded_at=now,
        )
        for option in made
    )
    return {option.code: option for option in made}


def _applications(
    office: Office,
    call: Call,
    round_: Round,
    options: dict[str, Option],
    wishes: Iterable[tuple[int, Sequence[str]]],
    lanes: dict[str, str],
    now: datetime,
    at_once: int = 5000,
) -> dict[str, Application]:
    found: dict[str, Application] = {}
    number, some = 0, []
    for one in wishes:
        some.append(one)
        if len(some) == at_once:
            found |= _some(office, call, round_, options, some, lanes, now, number)
            number, some = number + len(some), []
    return found | _some(office, call, round_, options, some, lanes, now, number)


def _some(
    office: Office, call: Call, round_: Round, options: dict[str, Option], some: list[Any],
    lanes: dict[str, str], now: datetime, start: int,
) -> dict[str, Application]:  # fmt: skip
    people = [Person(name=f"孩子{start + n}", recorded_at=now) for n in range(len(some))]
    Person.objects.bulk_create(people)
    writer = office.writer.user
    assert isinstance(writer, User)
    made = []
    for n, (score, _) in enumerate(some):
        uid = uuid7()
        made.append(
            Application(
                uid=uid,
                receipt_no=receipt(start + n),
                call=call,
                year=2026,
                person=people[n],
                home_path=office.bureau.path,
                state="submitted",
                draft_key=uuid4(),
                round=round_,
                submitted_at=now,
                drafted_by=writer,
                drafted_at=now,
                saved_at=now,
                traced_at=now,
                **ANSWERS.columns(uid, canonical_json({"score": str(score)}).decode()),
            )
        )
    Application.objects.bulk_create(made)
    rows = []
    for application, (_, wished) in zip(made, some, strict=True):
        by_batch: dict[str, int] = {}
        for code in wished:
            batch = lanes.get(code, "main")
            by_batch[batch] = rank = by_batch.get(batch, 0) + 1
            rows.append(
                Choice(
                    application=application, round=round_, batch=batch, rank=rank,
                    option=options[code],
                )
            )  # fmt: skip
    Choice.objects.bulk_create(rows)
    return {one.receipt_no: one for one in made}


def _guardian(application: Application, number: int) -> SignedIn:
    now = business_now()
    user = User.objects.make(login_name=f"family{number}", name=f"家长{number}")
    parent = Person.objects.create(name=f"家长{number}", account=user, recorded_at=now)
    assert application.person is not None
    PersonBond.objects.create(
        kind="guardian",
        holder=parent,
        subject=application.person,
        basis="household",
        valid_from=now.date() - timedelta(days=30),
        recorded_at=now,
    )
    return actor_for(user)


def finished(results: Results, run_uid: UUID) -> Run:
    """Return a run as it stands now."""
    return Run.objects.get(uid=run_uid)

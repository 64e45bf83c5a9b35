"""Many applications at once, for who wants to measure: rows as the verbs would have written them.

Not for the city itself, which is told by verbs. A thousand rows are one act, so that the log says
where they come from; the child is entered without a document, and nobody can sign in for it.
"""

from dataclasses import replace
from hashlib import sha256
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from xueyou.demo.replay.enrolling import answers_of, call_of, round_of
from xueyou.demo.verbs import LOAD
from xueyou.demo.year.crowd import Household, households
from xueyou.demo.year.enrolment import OPEN
from xueyou.demo.year.seasons import CD_OPEN
from xueyou.kernel.calls.answers import sealed_answers
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, ApplicationState, Call, Choice, Option, Round
from xueyou.kernel.calls.receipt_numbers import new_receipt_number
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.names import name_key, name_order
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.services import open_account
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

ACCOUNT, AT_ONCE = "demo-load", 1000
BATCH = "公办"


def load(applications: int, seed: str) -> int:
    """Add so many made applications to the open call; return how many are new.

    The same seed makes the same families; asked for again, they are there already.
    """
    call, round_ = call_of(OPEN), round_of(OPEN)
    open_account(actor=SYSTEM, login_name=ACCOUNT, name="演示装入", staff=False, key=ACCOUNT)
    who = User.objects.get(login_name=ACCOUNT)
    options = dict(Option.objects.filter(call=call).values_list("code", "pk"))
    name = sha256(seed.encode()).hexdigest()[:12]
    made = households(replace(CD_OPEN.crowd, name=name, count=applications))
    new = turn = 0
    while some := list(islice(made, AT_ONCE)):
        with act(SYSTEM, LOAD.name, key=f"demo-load-{name}-{turn}-{len(some)}") as a:
            if not a.repeated:
                _write(a, some, call, round_, who, options)
                a.about("call", call.uid, org_path=call.organisation.path)
                a.data = {"call": call.uid, "rows": len(some), "seed": name}
                new += len(some)
        turn += 1
    return new


def _write(
    a: ActInProgress,
    some: list[Household],
    call: Call,
    round_: Round,
    who: User,
    options: dict[str, int],
) -> None:
    people = Person.objects.bulk_create(
        Person(
            name=one.ward.name,
            search_key=name_key(one.ward.name),
            sort_key=name_order(one.ward.name),
            sex=one.ward.sex,
            born_on=one.ward.born_on,
            recorded_at=a.at,
        )
        for one in some
    )
    kind, rows = kind_of(call.kind), []
    for family, person in zip(some, people, strict=True):
        uid, answers = uuid7(), answers_of(family.home)
        rows.append(
            Application(
                uid=uid,
                receipt_no=new_receipt_number(),
                call=call,
                year=call.year,
                person=person,
                home_path=call.organisation.path,
                applicant_class=kind.applicant_class(call, answers),
                state=ApplicationState.SUBMITTED,
                form_version=kind.form_version,
                draft_key=uuid5(NAMESPACE_URL, f"{uid}"),
                round=round_,
                submitted_at=a.business_at,
                submitted_by=who,
                drafted_by=who,
                drafted_at=a.business_at,
                saved_at=a.business_at,
                traced_at=a.at,
                **sealed_answers(uid, answers, {BATCH: list(family.home.wishes)}),
            )
        )
    applications = Application.objects.bulk_create(rows)
    Choice.objects.bulk_create(
        Choice(
            application=application, round=round_, batch=BATCH, rank=rank, option_id=options[code]
        )
        for family, application in zip(some, applications, strict=True)
        for rank, code in enumerate(family.home.wishes, start=1)
    )

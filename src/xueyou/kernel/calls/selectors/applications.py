"""Applications as they are read: by their family whole, by offices with what they need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.answers import answers_of, attested_of
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Option, PhaseStep
from xueyou.kernel.calls.selectors.grounds import Ground, grounds_of
from xueyou.kernel.calls.services.drafts import begun
from xueyou.kernel.calls.views import FamilySees, HomeSees
from xueyou.kernel.calls.windows import Window, round_at, window_of
from xueyou.kernel.registry.access import SETTLE_CLAIM
from xueyou.platform.access.prepared_reading import prepared_views
from xueyou.platform.access.reading import NotFound, Rows, read, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now, wall_now

HIDDEN = "＊＊＊"


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish of a list."""

    option: UUID
    code: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class FamilySheet:
    """The whole application for its own family. `answers` as typed while a draft is open; `window`
    is that of the next step the family may take, None where there is none.
    """

    row: FamilySees
    answers: Mapping[str, str]
    wishes: Mapping[str, Sequence[Wish]]
    window: Window | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says: facts with value, how it stands beside the family's word, and why."""

    source: str
    facts: Mapping[str, Mapping[str, str]]
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class HomeSheet:
    """The application for who answers for it: what was handed in, what sources say of it, and on
    what each fact of the rules rests.

    `bound`: those handed in that go together with it; None where it goes alone.
    """

    row: HomeSees
    bound: Sequence[HomeSees] | None
    answers: Mapping[str, str]
    said: Sequence[Said]
    grounds: Sequence[Ground]
    missing: Sequence[Mapping[str, str]]


@prepared_views(READ_APPLICATION, FamilySees)
def _mine(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.order_by("-year", "-saved_at", "pk")


def mine(actor: Actor) -> list[FamilySees]:
    """Return the applications of the actor's own children, the newest first; one query."""
    return _mine(actor)


def application(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> FamilySheet:
    """Return an application for its own family. Raises NotFound."""
    at = at or business_now()
    row = read(actor, READ_APPLICATION, FamilySees).get(uid)
    found = Application.objects.select_related("call", "round").get(uid=row.uid)
    draft = begun(found)
    step = PhaseStep.RETURN if found.state == "returned" else PhaseStep.APPLY
    round_ = found.round if step is PhaseStep.RETURN else round_at(found.call, at)
    window = window_of(round_, step, found.applicant_class) if round_ is not None else None
    return FamilySheet(
        row=row,
        answers=draft.answers,
        wishes=_wishes(draft.wishes),
        window=window,
        open_now=window is not None and window.holds(at),
    )


def _wishes(wishes: Mapping[str, Sequence[str]]) -> dict[str, list[Wish]]:
    every = [uid for wished in wishes.values() for uid in wished]
    rows = Option.objects.select_related("organisation").filter(uid__in=every)
    options = {str(row.uid): row for row in rows}
    return {
        batch: [
            Wish(row.uid, row.code, row.title, row.organisation.name)
            for uid in wished
            if (row := options.get(uid)) is not None
        ]
        for batch, wished in wishes.items()
    }


def listed(actor: Actor, call_uid: UUID | str) -> Rows[HomeSees]:
    """Return the applications of a call handed in, for who answers for them; filter and page."""
    rows = read(actor, READ_APPLICATION, HomeSees).exclude(receipt_no="")
    return rows.restrict(_of_call(call_uid)).order_by("-submitted_at")


def sheet(actor: Actor, uid: UUID | str) -> HomeSheet:
    """Return one application for who answers for it; sensitive answers are not shown. NotFound."""
    row = read(actor, READ_APPLICATION, HomeSees).get(uid)
    found = Application.objects.select_related("call", "round").get(uid=row.uid)
    hidden = {field.name for field in kind_of(found.call.kind).answers if field.sensitive}
    answers = {name: HIDDEN if name in hidden else text for name, text in answers_of(found).items()}
    rows = found.attestations.filter(superseded_at=None).order_by("source", "id")
    said = [(one, _shown(attested_of(one), one.body)) for one in rows]
    return HomeSheet(
        row=row,
        bound=_bound(actor, found) if found.group_key else None,
        answers=answers,
        said=[Said(one.source, facts, one.observed_at) for one, facts in said],
        grounds=grounds_of(found, wall_now()),
        missing=found.missing,
    )


def _bound(actor: Actor, found: Application) -> list[HomeSees]:
    rows = read(actor, READ_APPLICATION, HomeSees).exclude(receipt_no="")
    group = Q(call=found.call_id, group_key=found.group_key, withdrawn_at=None)
    return list(rows.restrict(group & ~Q(pk=found.pk)).order_by("receipt_no"))


def claim_to_decide(actor: Actor, uid: UUID | str) -> UUID | None:
    """Return the undecided claim that an application rests on, None unless the actor decides it."""
    claims = scope(actor, SETTLE_CLAIM).filter(applications__uid=uid)
    found: UUID | None = claims.values_list("uid", flat=True).first()
    return found


def counts(actor: Actor, call_uid: UUID | str) -> dict[str, int]:
    """Return how many applications of a call stand where, of those the actor answers for."""
    rows = scope(actor, READ_APPLICATION, HomeSees).filter(_of_call(call_uid)).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def _of_call(uid: UUID | str) -> Q:
    try:
        return Q(call__uid=UUID(str(uid)))
    except ValueError:
        raise NotFound from None


def _shown(
    said: Mapping[str, Mapping[str, str]], open_: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return what a source says, sealed values not shown."""
    seen = set(open_)
    return {
        name: {**fact, "v": fact["v"] if name in seen else HIDDEN} for name, fact in said.items()
    }

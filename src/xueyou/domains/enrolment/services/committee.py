"""The expert committee 专家委员会: children who are not ranked, and the places it gives them.

What the committee decides is a source's word like any other (PANEL). When the round is frozen each
decided place is laid into a batch of its own, beside those of the lot: it takes nothing from
anybody, and the run, the letter and the proof know it like every other place.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.enrolment.facts import NOWHERE
from xueyou.domains.enrolment.rulebooks.batches import PANEL
from xueyou.domains.enrolment.verbs import DECIDE_PANEL
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.applied import applied
from xueyou.kernel.calls.insiders import require_impartial
from xueyou.kernel.calls.kinds import Applied, kind_of
from xueyou.kernel.calls.models import (
    Application,
    Attestation,
    AttestationSource,
    Choice,
    LineKind,
    Option,
    Round,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.services.attesting import Fact, attest
from xueyou.kernel.calls.services.capacity import write_line
from xueyou.kernel.calls.services.freezing import applications_in
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import wall_now

ORDINARY = "ordinary"
"""The committee's word that the child takes part like all others."""
AT_ONCE = 1000
REASON = "专家委员会安排"


def decide_panel(
    *,
    actor: Actor,
    application_uid: UUID | str,
    decided: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Enter what the committee decided: the uid of an option of the call, NOWHERE for teaching at
    home or another arrangement, ORDINARY for a child that is ranked like all others.

    May be changed until the round is frozen. Raises NotFound, OwnKin, CallRefused.
    """
    request = {"application": str(application_uid), "decided": decided}
    require_impartial(actor, application_uid, at=at)
    with act(actor, DECIDE_PANEL.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        if a.repeated:
            return
        call = application.call
        a.lock(application)
        application.call = call
        if application.group_key and decided != ORDINARY:
            raise CallRefused("这个孩子和双胞胎绑在一起录取，要先分开，再登记。没有登记。")
        schools = {uid: code for uid, code, _ in schools_of_call(application.call_id)}
        if decided not in (NOWHERE, ORDINARY, *schools):
            raise CallRefused("这一项报名里没有这所学校，没有登记。请先把它加为选项。")
        special = "no" if decided == ORDINARY else "yes"
        school = schools.get(decided, NOWHERE)
        facts = {"special": Fact(special), "panel_school": Fact(school)}
        attest(a, application, AttestationSource.PANEL, facts, observed_at=a.business_at)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"call": call.uid}


def lay_committee_places(round_: Round, a: ActInProgress) -> None:
    """Lay a place and a wish for each child that the committee has placed, inside the freeze.

    A school's places are one line, which names no child.

    Raises CallRefused while it has not decided about a child.
    """
    if PANEL not in {batch.id for batch in rules_of(round_).batches}:
        return
    undecided, placed = 0, []
    for application, facts in special_in(round_):
        school = facts.get("panel_school", "")
        if not school:
            undecided += 1
        elif school != NOWHERE:
            placed.append((application, school))
    if undecided:
        raise CallRefused(
            f"有 {undecided} 个孩子专家委员会还没有定，没有封存。请先在“专家委员会”里登记。"
        )
    options = {school: _option(round_.call_id, school) for _, school in placed}
    given = Counter(school for _, school in placed)
    for application, school in placed:
        option = options[school]
        if option is None:
            raise CallRefused("专家委员会定的学校已经不在选项里，没有封存。请先核对。")
        Choice.objects.update_or_create(
            application=application, round=round_, batch=PANEL, rank=1, defaults={"option": option}
        )
    source = Ref("round", round_.uid)
    for school, count in sorted(given.items()):
        option = options[school]
        assert option is not None, "refused above"
        write_line(a, round_, option, LineKind.RESERVE, count, REASON, source, batch=PANEL)


def special_in(round_: Round) -> Iterator[tuple[Application, dict[str, str]]]:
    """Yield the applications of a round that go before the committee, each with its facts."""
    kind, at = kind_of(round_.call.kind), wall_now()
    rows = applications_in(round_).select_related("call").order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        by_key = {one.pk: one for one in some}
        asked = [one for one in applied(some) if _mentioned(one)]
        if asked:
            facts = kind.facts(asked, at)
            for one in asked:
                if facts[one.id].get("special") == "yes":
                    yield by_key[one.id], facts[one.id]


def elsewhere_of(left: QuerySet[Application]) -> set[int]:
    """Return the keys of those for whom the committee has found something else than a school."""
    rows = Attestation.objects.filter(
        source=AttestationSource.PANEL, option=None, superseded_at=None, application__in=left
    )
    return {
        one.application_id
        for one in rows
        if attested_of(one).get("panel_school", {}).get("v") == NOWHERE
    }


def schools_of_call(call_id: int) -> Sequence[tuple[str, str, str]]:
    """Return the schools that the committee may name: (uid of the option, code, title)."""
    rows = Option.objects.filter(call=call_id, withdrawn_at=None).order_by("-code")
    found = {code: one for one in rows if (code := one.attributes.get("school", ""))}
    return [(str(one.uid), code, one.title) for code, one in sorted(found.items())]


def _mentioned(one: Applied) -> bool:
    said = any("special" in facts for facts in one.attested.values())
    return said or one.answers.get("special") == "yes"


def _option(call_id: int, school: str) -> Option | None:
    rows = Option.objects.filter(call=call_id, withdrawn_at=None).order_by("code")
    return next((one for one in rows if one.attributes.get("school") == school), None)

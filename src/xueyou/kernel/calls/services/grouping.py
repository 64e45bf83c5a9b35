"""Applications that count as one: bound by their family while they are filled in, and parted."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.answers import Draft, draft_of, sealed_draft
from xueyou.kernel.calls.groups import binding, mates_of, part, together
from xueyou.kernel.calls.insiders import require_all_impartial
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, ApplicationState, Call, PhaseStep
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.services.changing import require_unfrozen
from xueyou.kernel.calls.services.drafts import own_application
from xueyou.kernel.calls.services.telling import PARTED, tell_of
from xueyou.kernel.calls.windows import any_window, require_undecided, round_at
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

ALONE = "这份申请没有和别的绑在一起，没有改动。"


def bind_applications(
    *,
    actor: Actor,
    application_uids: Sequence[UUID | str],
    key: str,
    at: datetime | None = None,
) -> None:
    """Let applications of one family count as one group: one list, one ticket.

    The first one's list of wishes becomes that of all; where it is empty, the next one's. The list
    changed last by any of them holds for all. Raises NotFound, WindowClosed, CallRefused where the
    rules or the kind know no such group, or the children are not bound so.
    """
    uids = list(dict.fromkeys(str(uid) for uid in application_uids))
    with act(actor, verbs.GROUP.name, at=at, key=key, request={"applications": uids}) as a:
        found = [own_application(actor, uid) for uid in uids]
        if a.repeated:
            return
        if len(found) < 2 or len({one.call_id for one in found}) > 1:
            raise CallRefused("要绑在一起的申请至少两份，而且是同一项申报的。没有改动。")
        call = found[0].call
        _require_window(call, a.business_at, "绑在一起")
        why = kind_of(call.kind).may_group(found)
        if why:
            raise CallRefused(why)
        a.lock(*found)
        if any(one.group_key for one in found):
            raise CallRefused("其中一份已经和别的绑在一起，没有改动。")
        if any(one.submitted_at is not None for one in found):
            raise CallRefused(
                "绑在一起要在交之前办：先绑定，再交。没有改动。"
                "已经交了的，可以先撤回，再重新开始填，填过的会带出来。"
            )
        if any(one.state != ApplicationState.DRAFT for one in found):
            raise CallRefused("其中一份已经撤回，不能绑在一起。没有改动。")
        _join(found)
        _describe(a, call, found)


def unbind_applications(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Let the applications bound to this one go on alone, each with the list as it stands.

    Raises NotFound, WindowClosed, CallRefused where it is bound to none, or its round is frozen.
    """
    request = {"application": str(application_uid)}
    with act(actor, verbs.UNGROUP.name, at=at, key=key, request=request) as a:
        application = own_application(actor, application_uid)
        if a.repeated:
            return
        _require_window(application.call, a.business_at, "分开")
        _part(a, application, by_officer=False)


def part_group(
    *, actor: Actor, application_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Part a group whose children turned out to be no twins, and tell their family.

    Raises NotFound, OwnKin, CallRefused where it is bound to none, or its round is frozen.
    """
    request = {"application": str(application_uid)}
    found: Application = target(actor, CHECK_APPLICATION, application_uid)
    require_all_impartial(actor, [found, *mates_of(found)], at=at)
    with act(actor, verbs.UNGROUP.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        if a.repeated:
            return
        tell_of(a, PARTED, _part(a, application, by_officer=True))


def _require_window(call: Call, at: datetime, step: str) -> None:
    """Refuse what a family may do only while it may apply, under rules that know groups."""
    round_ = round_at(call, at)
    if round_ is None or not any_window(round_, PhaseStep.APPLY, at):
        raise WindowClosed(f"现在不在填报时间里，不能{step}，没有改动。")
    require_unfrozen(round_, step)
    if binding(rules_of(round_)) is None:
        raise CallRefused("这一轮的规则里没有一起录取这一条，没有改动。请分别填报。")


def _join(found: Sequence[Application]) -> None:
    drafts = [draft_of(one) for one in found]
    wishes = next((one.wishes for one in drafts if any(one.wishes.values())), {})
    group = secrets.token_hex(16)
    for one, draft in zip(found, drafts, strict=True):
        one.group_key = group
        one.revision += 1
        columns = sealed_draft(one.uid, Draft(draft.answers, wishes))
        for name, value in columns.items():
            setattr(one, name, value)
        one.save(update_fields=["group_key", "revision", *columns])


def _part(a: ActInProgress, application: Application, *, by_officer: bool) -> Application:
    """Part the group of an application; return it, with its call."""
    call, claim = application.call, application.claim
    mates = mates_of(application)
    for round_ in {one.round for one in (application, *mates) if one.round is not None}:
        require_unfrozen(round_, "分开")
    a.lock(application, *mates)
    mates = together(application, mates)
    for one in (application, *mates):
        require_undecided(one, "分开")
    if not application.group_key:
        raise CallRefused(ALONE)
    part([application, *mates])
    application.call, application.claim = call, claim
    _describe(a, call, [application, *mates], by_officer=by_officer)
    return application


def _describe(a: ActInProgress, call: Call, members: Sequence[Application], **more: object) -> None:
    a.about("application", members[0].uid, org_path=members[0].home_path)
    a.data = {"call": call.uid, "members": [one.uid for one in members], **more}

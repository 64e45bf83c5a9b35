"""Writing the tree: create, rename, move a subtree, close. Each inside the caller's act.

Whoever changes the tree's shape holds the root's row, so a path is never built on one that is
being rewritten. Names are used as given; keys for search and order are made here.
"""

from datetime import date

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Substr

from xueyou.platform.acts.verbs import Verb
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import search_key, sort_key
from xueyou.platform.orgs import verbs
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.orgs.paths import DEEPEST, PathFull, child_path, depth_of, is_within


class OrganisationRefused(ValueError):
    """A change of the tree was refused, in words; nothing was changed."""


def create_organisation(
    a: ActInProgress,
    *,
    name: str,
    kind: str,
    parent: Organisation | None = None,
    short_name: str = "",
    code: str = "",
    region_code: str = "",
    opened_on: date | None = None,
) -> Organisation:
    """Add an organisation below `parent` (None: the root, of which a deployment has one)."""
    path = _next_path(a, parent)
    row = Organisation(
        parent=parent,
        path=path,
        depth=depth_of(path),
        kind=OrganisationKind(kind),
        code=code,
        region_code=region_code,
        opened_on=opened_on or a.business_at.date(),
    )
    _name(row, name, short_name)
    row.save(force_insert=True)
    parent_uid = parent.uid if parent else None
    _note(a, verbs.CREATE, row, {"kind": row.kind, "parent": parent_uid, "path": path})
    return row


def rename_organisation(
    a: ActInProgress, organisation: Organisation, *, name: str, short_name: str = ""
) -> None:
    """Give an organisation another name; what was written under the old one stays as it is."""
    a.lock(organisation)
    _name(organisation, name, short_name)
    organisation.save(update_fields=["name", "short_name", "search_key", "sort_key"])
    _note(a, verbs.RENAME, organisation, {})


def move_organisation(
    a: ActInProgress, organisation: Organisation, new_parent: Organisation
) -> int:
    """Hang a subtree below another parent; rewrite all its paths; return how many rows moved.

    Acts keep the path they were written with: who answered for it then does not change.
    """
    if organisation.parent_id is None:
        raise OrganisationRefused("最上面的单位不能移到别处。")
    _hold_tree(a)
    organisation.refresh_from_db()
    new_parent.refresh_from_db()
    before = organisation.path
    if is_within(new_parent.path, before):
        raise OrganisationRefused("不能把一个单位移到它自己或它的下级下面。")
    if organisation.parent_id == new_parent.pk:
        raise OrganisationRefused("它已经隶属于这个单位，没有改动。")
    after = _next_path(a, new_parent)
    deeper = depth_of(after) - depth_of(before)
    subtree = Organisation.objects.filter(path__startswith=before)
    if subtree.filter(depth__gt=DEEPEST - deeper).exists():
        raise PathFull("移过去以后层级超过上限，没有改动。")
    moved = subtree.update(
        path=Concat(
            Value(after), Substr("path", len(before) + 1), output_field=CharField(max_length=120)
        ),
        depth=F("depth") + deeper,
    )
    Organisation.objects.filter(pk=organisation.pk).update(parent=new_parent)
    organisation.refresh_from_db()
    _note(
        a,
        verbs.MOVE,
        organisation,
        {"path_before": before, "path_after": after, "moved": moved},
    )
    return moved


def close_organisation(a: ActInProgress, organisation: Organisation, *, on: date) -> None:
    """Close an organisation from a day on; refused while it has open ones below it."""
    _hold_tree(a)
    organisation.refresh_from_db()
    if organisation.closed_on is not None:
        raise OrganisationRefused("这个单位已经撤销，没有改动。")
    if on <= organisation.opened_on:
        raise OrganisationRefused("撤销日期要晚于设立日期。")
    if organisation.children.filter(closed_on=None).exists():
        raise OrganisationRefused("它下面还有单位没有撤销或移走，请先处理下级单位。")
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    _note(a, verbs.CLOSE, organisation, {"closed_on": on.isoformat()})


def _hold_tree(a: ActInProgress) -> None:
    root = Organisation.objects.filter(parent=None).order_by("id").first()
    if root is not None:
        a.lock(root)


def _next_path(a: ActInProgress, parent: Organisation | None) -> str:
    _hold_tree(a)
    if parent is None:
        if Organisation.objects.filter(parent=None).exists():
            raise OrganisationRefused("最上面已经有一个单位了；一个部署只为一个市。")
        return child_path("", 1)
    parent.refresh_from_db()
    if parent.closed_on is not None:
        raise OrganisationRefused("上级单位已经撤销，下面不能再设单位。")
    path = child_path(parent.path, parent.segments_given + 1)
    parent.segments_given += 1
    parent.save(update_fields=["segments_given"])
    return path


def _name(row: Organisation, name: str, short_name: str) -> None:
    if not name.strip():
        raise OrganisationRefused("单位名称不能为空。")
    row.name = name.strip()
    row.short_name = short_name.strip()
    row.search_key = search_key(f"{row.name} {row.short_name}")
    row.sort_key = sort_key(row.name)


def _note(
    a: ActInProgress, verb: Verb, organisation: Organisation, data: dict[str, object]
) -> None:
    """Write the act's subject and data, where this change is what the act is about."""
    if a.verb == verb.name:
        a.about("organisation", organisation.uid, organisation.path)
        a.data = data

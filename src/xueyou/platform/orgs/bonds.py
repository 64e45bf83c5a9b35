"""Writing bonds between organisations, and finding what no constraint can hold."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q

from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import overlaps
from xueyou.platform.orgs import verbs
from xueyou.platform.orgs.models import BondKind, Organisation, OrganisationBond
from xueyou.platform.orgs.paths import depth_of
from xueyou.platform.orgs.tree import OrganisationRefused


def bind(
    a: ActInProgress,
    kind: str,
    first: Organisation,
    second: Organisation,
    *,
    valid_from: date,
    valid_to: date | None = None,
) -> OrganisationBond:
    """Bind `first` to `second` over half-open days; overlap with a standing bond is refused."""
    a.lock(first, second)
    same = OrganisationBond.objects.standing().filter(kind=BondKind(kind), a=first, b=second)
    if same.filter(overlaps(valid_from, valid_to)).exists():
        raise OrganisationRefused("这两个单位在这段时间里已有同样的关系，没有重复登记。")
    bond = OrganisationBond.objects.create(
        kind=kind, a=first, b=second, valid_from=valid_from, valid_to=valid_to, recorded_at=a.at
    )
    if a.verb == verbs.BIND.name:
        a.about("organisation", first.uid, first.path)
        a.data = {
            "kind": kind,
            "a": first.uid,
            "b": second.uid,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat() if valid_to else None,
        }
    return bond


def void_bond(a: ActInProgress, bond: OrganisationBond) -> None:
    """Declare that a bond was recorded wrongly; what was believed before stays readable."""
    a.lock(bond)
    if bond.voided_at is not None:
        raise OrganisationRefused("这条关系已经作废，没有改动。")
    bond.voided_at = a.at
    bond.save(update_fields=["voided_at"])
    if a.verb == verbs.VOID.name:
        a.about("organisation", bond.a.uid, bond.a.path)
        a.data = {"kind": bond.kind, "a": bond.a.uid, "b": bond.b.uid}


def faults() -> Iterator[str]:
    """Yield a sentence for each fault in bonds and tree that the database itself cannot refuse."""
    yield from _overlapping()
    yield from _outliving()
    yield from _misplaced()


def _overlapping() -> Iterator[str]:
    standing = OrganisationBond.objects.standing().select_related("a", "b")
    ordered = standing.order_by("kind", "a_id", "b_id", "valid_from").iterator()
    longest: OrganisationBond | None = None
    for bond in ordered:
        same = longest is not None and _pair(longest) == _pair(bond)
        if longest is None or not same:
            longest = bond
            continue
        if _ends(longest) > bond.valid_from:
            yield f"关系 {longest.pk} 与 {bond.pk}（{bond.a} — {bond.b}）时间重叠。"
        longest = max(longest, bond, key=_ends)


def _pair(bond: OrganisationBond) -> tuple[str, int, int]:
    return bond.kind, bond.a_id, bond.b_id


def _ends(bond: OrganisationBond) -> date:
    return bond.valid_to or date.max


def _outliving() -> Iterator[str]:
    ended = Q(a__closed_on__isnull=False) & (Q(valid_to=None) | Q(valid_to__gt=F("a__closed_on")))
    ended |= Q(b__closed_on__isnull=False) & (Q(valid_to=None) | Q(valid_to__gt=F("b__closed_on")))
    for bond in OrganisationBond.objects.standing().filter(ended).select_related("a", "b"):
        yield f"关系 {bond.pk}（{bond.a} — {bond.b}）比其中已撤销的单位还要长。"


def _misplaced() -> Iterator[str]:
    for row in Organisation.objects.select_related("parent").order_by("path").iterator():
        above = row.parent.path if row.parent else ""
        if not row.path.startswith(above) or depth_of(row.path) != depth_of(above) + 1:
            yield f"单位 {row.pk}（{row}）的路径不在上级之下。"

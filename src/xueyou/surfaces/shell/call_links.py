"""Owns the cells that rooms hang on the page of a call: each room enters its own when it starts."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import can
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class LinkOnCall:
    """A cell: its words and where it leads for the call at hand."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class _Hung:
    kind: str
    label: str
    address_name: str
    permission: Permission | None


_HUNG: list[_Hung] = []


def put_on_call(
    kind: str, label: str, address_name: str, permission: Permission | None = None
) -> None:
    """Hang a cell on every call of a kind. The address takes the call's uid as its one argument.

    With a permission, only those who hold it somewhere are shown the cell; the page it leads to
    judges by itself in any case.
    """
    _HUNG.append(_Hung(kind, label, address_name, permission))


def links_on_call(actor: Actor, kind: str, call_uid: UUID) -> list[LinkOnCall]:
    """Return the cells of a call of this kind that the actor is shown, as they were hung."""
    return [
        LinkOnCall(hung.label, reverse(hung.address_name, args=[call_uid]))
        for hung in _HUNG
        if hung.kind == kind and (hung.permission is None or can(actor, hung.permission))
    ]

"""What forms of those who steer a plan offer to choose from: posts, units, counties."""

from collections.abc import Sequence

from django.db.models import QuerySet

from xueyou.domains.plans.services.units import OFFICES
from xueyou.kernel.registry.models import Post
from xueyou.platform.orgs.models import Organisation, OrganisationKind

Pairs = list[tuple[str, str]]
"""Uid and words."""


def posts_under(path: str) -> Pairs:
    """Return the open posts below a path, with their organisation."""
    rows = Post.objects.filter(organisation__path__startswith=path, closed_on=None)
    return [
        (str(post.uid), f"{post.organisation.display_name} {post.title}")
        for post in rows.select_related("organisation").order_by("organisation__path", "pk")
    ]


def offices_under(path: str) -> Pairs:
    """Return the units below a path that can owe something: departments, counties; no schools."""
    return _pairs(_open(path, OFFICES).exclude(path=path))


def counties_under(path: str) -> Pairs:
    """Return the counties below a path."""
    return _pairs(_open(path, (OrganisationKind.COUNTY,)).exclude(path=path))


def _open(path: str, kinds: Sequence[str]) -> "QuerySet[Organisation]":
    rows = Organisation.objects.filter(path__startswith=path, kind__in=kinds, closed_on=None)
    return rows.order_by("path")


def _pairs(rows: "QuerySet[Organisation]") -> Pairs:
    return [(str(row.uid), row.display_name) for row in rows]

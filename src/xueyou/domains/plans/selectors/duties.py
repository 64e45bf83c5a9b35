"""Who owes which tasks and projects today, with the holders of the posts. Three queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from xueyou.domains.plans.models import Duty
from xueyou.domains.plans.selectors.board_views import DutyView
from xueyou.kernel.registry.selectors.posts import holders
from xueyou.platform.orgs.models import Organisation, OrganisationKind


class Duties:
    """The duties that stand on a day, by task or by project."""

    def __init__(
        self, owner: str, owner_ids: Iterable[int], on: date, *, below: str | None = None
    ) -> None:
        """Fetch them. `below`: the only county whose posts are shown; None for all counties."""
        rows = list(
            Duty.objects.standing()
            .on(on)
            .filter(**{f"{owner}__in": list(owner_ids)})
            .select_related("post", "organisation", "post__organisation")
            .order_by("role", "ordinal", "pk")  # "lead" before "support"
        )
        held = holders({row.post_id for row in rows if row.post_id is not None}, on)
        foreign = _other_counties(rows, below)
        self._owner = f"{owner}_id"
        self.rows = rows
        self._views: dict[int, list[DutyView]] = {}
        for row in rows:
            holder = held.get(row.post_id)
            shown = row.post is not None and row.post.organisation.path[: len(below or "")]
            self._views.setdefault(getattr(row, self._owner), []).append(
                _view(row, holder.name if holder else "", named=shown not in foreign)
            )

    def of(self, owner_id: int) -> tuple[DutyView, ...]:
        """Return the duties of one owner, the leader first."""
        return tuple(self._views.get(owner_id, ()))

    def lead(self, owner_id: int) -> DutyView | None:
        """Return who leads it."""
        return next((duty for duty in self.of(owner_id) if duty.role == "lead"), None)

    def owed_under(self, path: str, post_ids: Iterable[int]) -> set[int]:
        """Return the owners that the posts, or organisations under a path ("" for none), owe."""
        posts = set(post_ids)
        return {
            getattr(row, self._owner)
            for row in self.rows
            if row.post_id in posts
            or (path and row.organisation is not None and row.organisation.path.startswith(path))
        }


def _other_counties(rows: Iterable[Any], below: str | None) -> set[str]:
    """Return the paths of counties other than the reader's in which posts of these duties lie."""
    if below is None:
        return set()
    within = {row.post.organisation.path[: len(below)] for row in rows if row.post is not None}
    counties = Organisation.objects.filter(kind=OrganisationKind.COUNTY, path__in=within - {below})
    return set(counties.values_list("path", flat=True))


def _view(row: Any, holder: str, *, named: bool) -> DutyView:
    return DutyView(
        uid=row.uid,
        role=row.role,
        unit=row.unit_name,
        ours=row.organisation_id is not None or row.post_id is not None,
        post=row.post.title if row.post and named else "",
        holder=holder if named else "",
        since=row.valid_from,
    )

"""Owns who a printed unit is: an organisation of the tree, a post, every county, or an outsider.

A document says 规划建设科, 市教育局, 各县（区）教育局, 市财政局. What lies in the plan's tree gets
its organisation (and the post that answers for it); the rest keeps the name as printed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xueyou.kernel.registry.models import Post
from xueyou.platform.access.anchors import PATH_SEGMENT
from xueyou.platform.orgs.models import Organisation, OrganisationKind

LEAD, SUPPORT = "lead", "support"
LONGEST_NAME = 80

OFFICES = (
    OrganisationKind.BUREAU,
    OrganisationKind.COUNTY,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.INSTITUTION,
    OrganisationKind.OTHER_DEPARTMENT,
    OrganisationKind.COMPANY,
)
"""Kinds that can owe a task. Schools are not among them: nothing is asked of a school."""

_EVERY_COUNTY = re.compile(
    r"(?:各|所有|全部)(?:县|市|区)(?:[(、/]*(?:县|市|区)[)、]*)*(?:教育局|教育和体育局|教体局)?"
)
_HEAD = re.compile(r"(?:局长|处长|科长|主任|室主任|所长|院长|馆长)$")
_DEPUTY = ("副", "助理", "代")


@dataclass(frozen=True, slots=True)
class Owed:
    """One line of duty: who, in which role. Equal lines are the same duty."""

    role: str
    unit_name: str
    organisation_id: int | None
    post_id: int | None


def plain(name: str) -> str:
    """Return a name for comparing: without blanks, brackets of one width."""
    return "".join(name.split()).replace("（", "(").replace("）", ")")


class Units:
    """The organisations and posts that can owe something under one plan, by their names."""

    def __init__(self, organisation: Organisation, on: date) -> None:
        ends = range(PATH_SEGMENT, len(organisation.path), PATH_SEGMENT)
        above = [organisation.path[:end] for end in ends]
        rows = Organisation.objects.filter(
            Q(path__startswith=organisation.path, kind__in=OFFICES) | Q(path__in=above),
            Q(closed_on=None) | Q(closed_on__gt=on),
        ).order_by("-depth", "path")
        self._by_name: dict[str, Organisation] = {}
        self.counties: list[Organisation] = []
        for row in rows:
            # Shallower rows come later and win: 基础教育科 of the bureau before a county's own.
            for name in {row.name, row.short_name, row.name.removeprefix(organisation.name)}:
                if name:
                    self._by_name[plain(name)] = row
            if row.kind == OrganisationKind.COUNTY and row.path != organisation.path:
                self.counties.append(row)
        self.counties.sort(key=lambda row: row.path)
        self.by_code: Mapping[str, Organisation] = {
            row.code: row for row in self._by_name.values() if row.code
        }
        self._posts = _posts(self._by_name.values())

    def owed(self, units: Iterable[Mapping[str, str]]) -> list[Owed]:
        """Return the duties that printed units make: the first leader leads, the others support."""
        found: list[Owed] = []
        known: set[tuple[int | None, str]] = set()
        led = False
        for unit in units:
            role = LEAD if unit.get("role") == LEAD and not led else SUPPORT
            lines = self._lines(unit.get("unit", "").strip(), role)
            for line in lines:
                same = (line.organisation_id, "" if line.organisation_id else line.unit_name)
                if same not in known:
                    known.add(same)
                    found.append(line)
            led = led or (role == LEAD and bool(lines))
        return found

    def one(self, name: str) -> Owed:
        """Return whom one name means, as a supporter; "every county" stays a name here."""
        lines = self._lines(name.strip(), SUPPORT)
        return lines[0] if len(lines) == 1 else Owed(SUPPORT, name.strip(), None, None)

    def organisation(self, name: str) -> Organisation | None:
        """Return the organisation of that name or short name."""
        return self._by_name.get(plain(name))

    def post_for(self, organisation: Organisation) -> Post | None:
        """Return the post that answers for an organisation: its only one, or its head's."""
        posts = self._posts.get(organisation.pk, ())
        if len(posts) == 1:
            return posts[0]
        heads = [post for post in posts if is_head(post.title)]
        return heads[0] if len(heads) == 1 else None

    def _lines(self, name: str, role: str) -> list[Owed]:
        if not name:
            return []
        if _EVERY_COUNTY.fullmatch(plain(name)) and self.counties:
            return [self._line(county, county.name, SUPPORT) for county in self.counties]
        organisation = self.organisation(name)
        if organisation is not None:
            return [self._line(organisation, name, role)]
        post = self._post_named(name)
        if post is not None:
            return [Owed(role, name[:LONGEST_NAME], post.organisation_id, post.pk)]
        return [Owed(role, name[:LONGEST_NAME], None, None)]

    def _line(self, organisation: Organisation, name: str, role: str) -> Owed:
        post = self.post_for(organisation)
        return Owed(role, name[:LONGEST_NAME], organisation.pk, post.pk if post else None)

    def _post_named(self, name: str) -> Post | None:
        """Return the post printed as unit and title together: 规划建设科科长."""
        for posts in self._posts.values():
            for post in posts:
                places = (post.organisation.name, post.organisation.short_name)
                if plain(name) in {plain(place + post.title) for place in places if place}:
                    return post
        return None


def is_head(title: str) -> bool:
    """Return whether a post's title is that of a head: 科长, not 副科长."""
    return bool(_HEAD.search(title)) and not any(word in title for word in _DEPUTY)


def _posts(organisations: Iterable[Organisation]) -> Mapping[int, Sequence[Post]]:
    found: dict[int, list[Post]] = {}
    rows = (
        Post.objects.filter(organisation__in={row.pk for row in organisations}, closed_on=None)
        .select_related("organisation")
        .order_by("organisation", "opened_on", "pk")
    )
    for post in rows:
        found.setdefault(post.organisation_id, []).append(post)
    return found

"""A page of a form comes back: what it carries is saved, and the form is shown as it stands then.

One reading serves all three: which fields the page has, what is saved, and which page follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.forms import (
    FamilyForm,
    Page,
    faults_of,
    form_on,
    sheet_of,
)
from xueyou.kernel.calls.services.drafts import (
    BUSY,
    TRIES,
    begun,
    require_fillable,
    require_revision,
    save_onto,
)
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now

WISH = "wish"
"""The field of a page of wishes: option uids, the best liked first, "" for an empty place."""
Posted = Mapping[str, Sequence[str]]
"""What a page sent: each field's values in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A page after it was saved. `faults` by field, or by the name of its list of wishes."""

    form: FamilyForm
    page: Page
    faults: Mapping[str, str]


def fill_page(
    *,
    actor: Actor,
    application_uid: UUID | str,
    page_code: str,
    posted: Posted,
    revision: int | None = None,
    at: datetime | None = None,
) -> Filled:
    """Save what a page carries and return the form as it is then. Raises what save_draft raises.

    What the page does not ask is left alone; NotFound also where a wish is not on its list.
    """
    at = at or business_now()
    for _ in range(TRIES):
        sheet = sheet_of(actor, application_uid, at)
        application = sheet.application
        require_fillable(actor, application)
        answers, wishes = picked(form_on(sheet, begun(application)).page(page_code), posted)
        require_revision(application, revision)
        draft = save_onto(actor, application, sheet.round, answers, wishes, at)
        if draft is not None:
            form = form_on(sheet, draft)
            page = form.page(page_code)
            return Filled(form, page, faults_of(form, page))
    raise CallRefused(BUSY)


def picked(page: Page, posted: Posted) -> tuple[dict[str, str], dict[str, Sequence[str]]]:
    """Return answers and wishes that a page carries; a field that did not come is left as it is.

    Raises NotFound for a wish that is not on the page's list.
    """
    answers = {one.name: posted[one.name][-1] for one in page.fields if posted.get(one.name)}
    listed = page.wishes
    if listed is None or WISH not in posted:
        return answers, {}
    known = {one.uid for one in listed.options}
    chosen = [uid for uid in posted[WISH] if uid]
    if not set(chosen) <= known:
        raise NotFound
    return answers, {listed.name: chosen[: listed.most]}

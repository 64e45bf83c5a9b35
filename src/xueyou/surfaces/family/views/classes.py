"""A child's class for its family: which, how it was drawn, how even the classes are."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.classes.access import READ_OWN_CHILD
from xueyou.domains.classes.selectors.evenness import child_class
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route


@route(permission=READ_OWN_CHILD, content="personal")
def own_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the class of one's own child; of other children nothing."""
    row, told = child_class(current_actor(request), uid)
    return render(request, "family/class.html", {"tab": "me", "row": row, "told": told})

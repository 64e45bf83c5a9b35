"""The open comparison of a plan's counties, departments and levels."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.selectors.comparison import comparison
from xueyou.domains.plans.selectors.comparison_views import GROUPS
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.wall.dots import dots_of
from xueyou.surfaces.bureau.wall.picture import day_words


@route(permission=READ_PLAN, content="internal")
def compare_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show places side by side in one dimension, each over its own denominator."""
    asked = request.GET
    found = comparison(current_actor(request), uid, asked.get("by", ""), asked.get("of", ""))
    context = {
        "comparison": found,
        "groups": tuple(GROUPS.items()),
        "dots": dots_of(found),
        "day": day_words(found.today),
    }
    return render(request, "bureau/wall/compare.html", context)

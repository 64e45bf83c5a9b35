"""Today's five things, for a leader's phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.selectors.today import today
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.wall.errands import errands_of
from xueyou.surfaces.bureau.wall.picture import day_words


@route(permission=READ_PLAN, content="internal")
def today_page(request: HttpRequest) -> HttpResponse:
    """Show what the person should see to today: five things at most, each with what to do."""
    found = today(current_actor(request))
    context = {"today": found, "day": day_words(found.day), "errands": errands_of(found)}
    return render(request, "bureau/wall/today.html", context)

"""The page of an indicator: its series, promises, definitions, and what computes it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import READ_TASK, STEER_PLAN
from xueyou.domains.plans.selectors.indicator import IndicatorView, indicator
from xueyou.domains.plans.services.bind_measure import bind_measure
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.figures.chart import chart
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key


@route(permission=READ_TASK, content="internal", objects="indicators.target")
def indicator_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a promise with all its figures: drawn, and in a table beside."""
    view = indicator(current_actor(request), uid)
    context = {"view": view, "chart": chart(view), "rows": _rows(view), "key": new_key()}
    return render(request, "bureau/figures/indicator.html", context)


@route(permission=STEER_PLAN, content="internal", methods=("POST",), objects="indicators.target")
def measure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose what computes an indicator from today on, or nothing."""
    try:
        bind_measure(
            actor=current_actor(request),
            target_uid=uid,
            measure=request.POST.get("measure", "")[:80],
            key=form_key(request),
        )
    except (PlanRefused, KeyMissing, KeyReused) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "已经记下，系统算的数和单位报的数并排放着。")
    return HttpResponseRedirect(reverse("bureau:figures:indicator", args=[uid]))


def _rows(view: IndicatorView) -> list[tuple[object, list[str]]]:
    """Return the table beside the drawing: a day a row, a basis a column."""
    by_basis = [{dot.on: dot.shown for dot in series.dots} for series in view.series]
    return [(day, [found.get(day, "") for found in by_basis]) for day in view.days]

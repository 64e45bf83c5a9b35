"""The gallery: every component in every state, in both densities and both sizes of type."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.surfaces.design.icons import ICONS

COLOURS = (
    ("青", "qing"),
    ("墨", "mo"),
    ("朱", "zhu"),
    ("绿", "lv"),
    ("黄", "huang"),
    ("赤", "chi"),
    ("蓝", "lan"),
)
DENSITIES = ("family", "desk")
STATES = (
    ("good", "正常"),
    ("slow", "偏慢"),
    ("bad", "滞后"),
    ("done", "完成"),
    ("none", "没数据"),
    ("wait", "等回复"),
)


@route(permission=PUBLIC, content="public")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components; `density` chooses family or desk."""
    density = request.GET.get("density", "")
    context = {
        "chosen": density if density in DENSITIES else DENSITIES[0],
        "densities": (("family", "手机"), ("desk", "桌面")),
        "colours": COLOURS,
        "steps": range(1, 11),
        "states": STATES,
        "icons": ICONS,
    }
    return render(request, "design/gallery.html", context)

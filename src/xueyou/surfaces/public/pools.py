"""Places that are given all year, as sums: how many there are, how many are given, what is left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.kernel.calls.selectors.rolling import pools_open
from xueyou.platform.access.routes import PUBLIC, route


@route(permission=PUBLIC, content="public")
def pool_list(request: HttpRequest) -> HttpResponse:
    """List the sums of what is given all year. No child can be recognised in a sum."""
    return render(request, "public/pools.html", {"pools": pools_open()})

"""Whether the process lives (`/healthz`) and whether the site can do its work (`/readyz`)."""

from datetime import timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.jobs.models import WorkerBeat
from xueyou.platform.time import wall_now

WORKER_SILENT = timedelta(seconds=15)
NOT_STORED = {"Cache-Control": "no-store"}


@route(permission=PUBLIC, content="public")
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=NOT_STORED)


@route(permission=PUBLIC, content="public")
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 with every reason: database, migrations, worker heartbeat."""
    reasons = not_ready()
    return JsonResponse(
        {"ready": not reasons, "reasons": reasons},
        status=503 if reasons else 200,
        headers=NOT_STORED,
        json_dumps_params={"ensure_ascii": False},
    )


def not_ready() -> list[str]:
    """Return why the site cannot do its work, in words; nothing where it can."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations: 数据库的表还没有更新到这个版本"]
        if not WorkerBeat.objects.filter(seen_at__gt=wall_now() - WORKER_SILENT).exists():
            return ["worker: 后台处理程序没有在运行"]
    except Error:
        return ["database: 数据库连不上"]
    return []

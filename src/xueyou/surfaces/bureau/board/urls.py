"""Addresses of the ledger."""

from django.urls import path

from xueyou.surfaces.bureau.board.views import (
    board,
    closing,
    duties,
    files,
    money,
    notes,
    project,
    steps,
    targets,
    task,
    values,
)

app_name = "board"
urlpatterns = [
    path("", board.plan_list, name="list"),
    path("<uuid:uid>/", board.plan_page, name="plan"),
    path("tasks/<uuid:uid>/", task.task_page, name="task"),
    path("projects/<uuid:uid>/", project.project_page, name="project"),
    path("tasks/<uuid:task>/report/<uuid:uid>/", values.report, name="report"),
    path("tasks/<uuid:task>/restate/<uuid:uid>/", values.restate, name="restate"),
    path("tasks/<uuid:uid>/note/", notes.task_note, name="task_note"),
    path("projects/<uuid:uid>/note/", notes.project_note, name="project_note"),
    path("tasks/<uuid:uid>/finish/", closing.close_task, name="finish_task"),
    path("projects/<uuid:uid>/finish/", closing.close_project, name="finish_project"),
    path("tasks/<uuid:uid>/reopen/", closing.open_task, name="reopen_task"),
    path("projects/<uuid:uid>/reopen/", closing.open_project, name="reopen_project"),
    path("tasks/<uuid:uid>/steps/new/", steps.add_to_task, name="add_task_step"),
    path("projects/<uuid:uid>/steps/new/", steps.add_to_project, name="add_project_step"),
    path(
        "tasks/<uuid:owner>/steps/<uuid:uid>/finish/", steps.finish_of_task, name="finish_task_step"
    ),
    path(
        "tasks/<uuid:owner>/steps/<uuid:uid>/revise/", steps.revise_of_task, name="revise_task_step"
    ),
    path(
        "projects/<uuid:owner>/steps/<uuid:uid>/finish/",
        steps.finish_of_project,
        name="finish_step",
    ),
    path(
        "projects/<uuid:owner>/steps/<uuid:uid>/revise/",
        steps.revise_of_project,
        name="revise_step",
    ),
    path("projects/<uuid:uid>/revise/", steps.revise_end, name="revise_project"),
    path("projects/<uuid:uid>/money/", money.record, name="money"),
    path("tasks/<uuid:uid>/duties/new/", duties.assign_task, name="assign_task"),
    path("projects/<uuid:uid>/duties/new/", duties.assign_project, name="assign_project"),
    path("tasks/<uuid:owner>/duties/<uuid:uid>/end/", duties.end_of_task, name="end_task_duty"),
    path("projects/<uuid:owner>/duties/<uuid:uid>/end/", duties.end_of_project, name="end_duty"),
    path("tasks/<uuid:task>/indicators/<uuid:uid>/feature/", targets.feature, name="feature"),
    path("tasks/<uuid:task>/indicators/<uuid:uid>/nature/", targets.nature, name="nature"),
    path("tasks/<uuid:task>/indicators/<uuid:uid>/counties/", targets.counties, name="counties"),
    path("tasks/<uuid:task>/curves/<uuid:uid>/", targets.curve, name="curve"),
    path("tasks/<uuid:task>/files/<uuid:uid>/", files.of_task, name="task_file"),
    path("projects/<uuid:project>/files/<uuid:uid>/", files.of_project, name="project_file"),
]

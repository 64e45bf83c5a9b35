"""Addresses of the registry's desk."""

from django.urls import path

from xueyou.surfaces.registry.views import (
    claims,
    people,
    pupils,
    roll_imports,
    rolls,
    staff,
    standings,
    zones,
)

app_name = "registry"
urlpatterns = [
    path("people/", claims.claim_list, name="claims"),
    path("people/claims/<uuid:uid>/", claims.claim_page, name="claim"),
    path("people/claims/<uuid:uid>/decide/", claims.decide, name="decide"),
    path("people/search/", people.search, name="people"),
    path("people/<uuid:uid>/", people.person_page, name="person"),
    path("people/<uuid:uid>/merge/", people.merge, name="merge"),
    path("people/<uuid:uid>/numbers/<uuid:number>/", people.whole_number, name="unmask"),
    path("people/<uuid:uid>/bonds/<uuid:bond>/end/", people.end_one_bond, name="end_bond"),
    path("standings/", standings.provider_list, name="providers"),
    path("standings/providers.xlsx", standings.provider_table, name="providers_table"),
    path("standings/exempt/", standings.exempt_list, name="exempt"),
    path("standings/exempt.xlsx", standings.exempt_table, name="exempt_table"),
    path("standings/<uuid:uid>/", standings.standing_page, name="standing"),
    path("standings/<uuid:uid>/withdraw/", standings.withdraw, name="withdraw"),
    path("zones/", zones.zone_list, name="zones"),
    path("zones/template.xlsx", zones.template_file, name="zones_template"),
    path("zones/<uuid:uid>/", zones.notice_page, name="notice"),
    path("rolls/", rolls.school_list, name="rolls"),
    path("rolls/<uuid:uid>/", rolls.roll, name="roll"),
    path("rolls/<uuid:uid>/pupils/", rolls.pupil_list, name="pupils"),
    path("rolls/<uuid:uid>/template.xlsx", rolls.template_file, name="template"),
    path("rolls/pupils/<uuid:uid>/", pupils.pupil_page, name="pupil"),
    path("rolls/pupils/<uuid:uid>/leave/", pupils.leave, name="leave"),
    path("staff/<uuid:uid>/", staff.staff_page, name="staff"),
    path("staff/members/<uuid:uid>/end/", staff.end, name="end_staff"),
    path("rolls/imports/<uuid:uid>/", roll_imports.import_page, name="import"),
    path("rolls/imports/<uuid:uid>/take-in/", roll_imports.take_in, name="take_in"),
    path("rolls/imports/<uuid:uid>/undo/", roll_imports.undo, name="undo"),
    path("rolls/imports/<uuid:uid>/wrong.xlsx", roll_imports.wrong, name="wrong"),
]

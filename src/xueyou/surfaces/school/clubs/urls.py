"""Addresses of the desk of clubs."""

from django.urls import path

from xueyou.surfaces.school.clubs.views import (
    account_orders,
    bill_table,
    bills,
    funds,
    leaving,
    menu,
    pupils,
    roll,
    sessions,
    worker,
)
from xueyou.surfaces.school.clubs.views import terms as term_pages

app_name = "clubs"
_TERM = "terms/<uuid:uid>/"
_ITEM = "terms/items/<uuid:uid>/"
_BILL = "terms/bills/<uuid:uid>/"
_SESSION = "sessions/<uuid:uid>/"
_FUND = "funds/<uuid:uid>/"
urlpatterns = [
    path("terms/", term_pages.term_list, name="list"),
    path(_TERM, term_pages.term_page, name="term"),
    path(_TERM + "add/", menu.add, name="add"),
    path(_ITEM, menu.edit, name="edit"),
    path(_ITEM + "drop/", menu.drop, name="drop"),
    path(_ITEM + "close/", menu.close, name="close"),
    path(_TERM + "sessions/", sessions.week, name="sessions"),
    path(_TERM + "sessions/lay-out/", sessions.lay_out, name="lay_out"),
    path(_TERM + "pupils/", pupils.pupils, name="pupils"),
    path(_TERM + "bills/", bills.bill_list, name="bills"),
    path(_TERM + "bills/table.xlsx", bill_table.table, name="bills_table"),
    path(_TERM + "bills/make/", bills.make, name="make_bills"),
    path(_TERM + "bills/pay/", bills.pay, name="pay"),
    path(_BILL, bills.bill, name="bill"),
    path(_BILL + "reverse/", bills.reverse_one, name="reverse_bill"),
    path("sessions/worker.js", worker.worker, name="worker"),
    path("sessions/", sessions.today, name="today"),
    path(_SESSION + "roll/", roll.roll, name="roll"),
    path(_SESSION + "cancel/", sessions.cancel, name="cancel"),
    path(_SESSION + "leaving/", leaving.leaving_page, name="leaving"),
    path("funds/", funds.fund_list, name="funds"),
    path("funds/order/", account_orders.order, name="order"),
    path("funds/orders/<uuid:uid>/publish/", account_orders.publish, name="publish"),
    path(_FUND, funds.fund, name="fund"),
    path(_FUND + "enter/", funds.enter_one, name="enter"),
    path("funds/entries/<uuid:uid>/reverse/", funds.reverse_one, name="reverse_entry"),
]

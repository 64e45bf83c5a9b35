"""Addresses of the papers desk."""

from django.urls import path

from xueyou.surfaces.bureau.papers.views import drafting, files, papers, sheets, steps

app_name = "papers"
urlpatterns = [
    path("", papers.paper_list, name="list"),
    path("sheets/", sheets.sheet_list, name="sheets"),
    path("sheets/new/<uuid:plan>/", sheets.new, name="new_sheet"),
    path("sheets/<uuid:uid>/", sheets.sheet_page, name="sheet"),
    path("sheets/<uuid:uid>/workbook.xlsx", sheets.workbook, name="workbook"),
    path("sheets/<uuid:uid>/returned.xlsx", sheets.returned, name="returned"),
    path("sheets/<uuid:uid>/return/", sheets.take_back, name="return"),
    path("circular/<uuid:checkpoint>/", drafting.circular, name="circular"),
    path("<uuid:uid>/", papers.paper_page, name="paper"),
    path("<uuid:uid>/edit/", drafting.edit, name="edit"),
    path("<uuid:uid>/send-back/", steps.give_back, name="send_back"),
    path("<uuid:uid>/check/", steps.check_it, name="check"),
    path("<uuid:uid>/countersign/", steps.countersign_it, name="countersign"),
    path("<uuid:uid>/sign/", steps.sign_it, name="sign"),
    path("<uuid:uid>/withdraw/", steps.withdraw_it, name="withdraw"),
    path("<uuid:uid>/number/", steps.number_it, name="number"),
    path("<uuid:uid>/serve/", steps.serve_it, name="serve"),
    path("<uuid:uid>/archive/", steps.archive_it, name="archive"),
    path("<uuid:uid>/scan/", files.take_scan, name="scan"),
    path("<uuid:uid>/scan/file/", files.scan_file, name="scan_file"),
    path("<uuid:uid>/paper.docx", files.word_file, name="docx"),
    path("<uuid:uid>/paper.pdf", files.pdf_file, name="pdf"),
]

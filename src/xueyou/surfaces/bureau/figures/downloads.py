"""Owns how a workbook is handed out: as a file to keep, never shown in place."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_download(name: str, data: bytes) -> HttpResponse:
    """Answer a workbook as a file to keep."""
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

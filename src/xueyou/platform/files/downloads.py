"""Handing files out: as downloads, never as pages of ours; pictures we wrote ourselves inline."""

from typing import TypeVar

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from xueyou.formats.media_types import JPEG
from xueyou.platform.files.models import Attachment
from xueyou.platform.files.names import harmless_name
from xueyou.platform.files.store import open_blob

R = TypeVar("R", bound=HttpResponseBase)
SANDBOX = "default-src 'none'; sandbox"


def download(attachment: Attachment) -> FileResponse:
    """Return the response that saves the file; FileNotAvailable where it may not go out.

    Whatever the bytes are (a page with script, an image that is also a page), the browser is told
    to save them and to guess nothing. The name is given as RFC 6266 asks.
    """
    response = FileResponse(
        open_blob(attachment.blob),
        as_attachment=True,
        filename=harmless_name(attachment.title),
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def saved(data: bytes, content_type: str, name: str) -> HttpResponse:
    """Return the response that saves bytes which this program made, under a harmless name.

    The media type is true and may be said; the browser is told to guess at nothing else. A slash
    stands for itself here ("2026/2027学年"): names of ours hold no folders.
    """
    name = name.replace("/", "／")
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, harmless_name(name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def picture(attachment: Attachment) -> FileResponse:
    """Return the response that shows a JPEG which this program wrote from pixels.

    Only for such: nothing but pixels is in it (formats.photos). FileNotAvailable as for downloads;
    ValueError for any other media type.
    """
    if attachment.blob.media_type != JPEG:
        raise ValueError("only a picture written by this program is shown inline")
    return _inline(FileResponse(open_blob(attachment.blob), content_type=JPEG))


def opened_picture(jpeg: bytes) -> HttpResponse:
    """Return the response that shows a JPEG which this program wrote and kept sealed."""
    return _inline(HttpResponse(jpeg, content_type=JPEG))


def _inline(response: R) -> R:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response

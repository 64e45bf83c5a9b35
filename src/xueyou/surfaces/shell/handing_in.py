"""Taking a workbook from a form: what every page with an upload has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from xueyou.formats.refusal import Refusal
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import MAX_FILE_BYTES, ReaderBusy, harmless_name, uploaded
from xueyou.surfaces.shell.bodies import answered_unread, declared_length, takes_uploads
from xueyou.surfaces.shell.errors import error_page
from xueyou.surfaces.shell.keys import KeyMissing, form_key
from xueyou.surfaces.shell.refusing import words_of

View = Callable[..., HttpResponseBase]
FORM_BYTES = 64 * 1024
"""What the other fields and the borders between them may take."""
LIMITS = {"most_bytes": MAX_FILE_BYTES, "most_mb": MAX_FILE_BYTES // (1024 * 1024)}
_OLD_FORM = "这张网页已经交过别的文件，那一份收下了，没有变动。请在这里再选一次，再点“交上去”。"
_NO_FILE = "还没有选文件。请先选一份，再点“交上去”。"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a file was not taken: the sentence, the name of the file, and which refusal it was."""

    says: str
    name: str = ""
    code: str = "refused"


def takes_file(refused: View | None = None) -> Callable[[View], View]:
    """Let the view below take a file: refused by its declared length before any of it is read.

    `refused` answers then, given the request, why, and what the address names; without it a page
    says so. Stands under `route`: who may not ask is turned away first.
    """

    def around(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt  # the token stands in the body, which is read only once its length is known
        @takes_uploads
        @wraps(view)
        def limited(request: HttpRequest, **address: Any) -> HttpResponseBase:
            if request.method != "POST" or declared_length(request) <= MAX_FILE_BYTES + FORM_BYTES:
                return protected(request, **address)
            if refused is None:
                return answered_unread(request, error_page(request, 413))
            why = Wrong(Refusal("too_large").zh, code="too_large")
            return answered_unread(request, refused(request, why, **address))

        return limited

    return around


def handed_in(
    request: HttpRequest,
    take: "Callable[[UploadedFile[bytes], str], UUID]",
    refusals: tuple[type[Exception], ...],
) -> UUID | Wrong:
    """Give the uploaded file and the form's key to `take`; return its uid, or why it was refused.

    `refusals` are what else `take` may raise, each with its words in `zh`.
    """
    name = ""
    try:
        file = uploaded(request)
        if file is None:
            return Wrong(_NO_FILE, code="missing")
        name = harmless_name(file.name or "")
        return take(file, form_key(request))
    except Refusal as refused:
        return Wrong(refused.zh, name, refused.code)
    except ReaderBusy as busy:
        return Wrong(busy.zh, name, "busy")
    except KeyMissing as missing:
        return Wrong(str(missing), name, "key_missing")
    except KeyReused:
        return Wrong(_OLD_FORM, name, "key_reused")
    except refusals as refused:
        return Wrong(words_of(refused), name)

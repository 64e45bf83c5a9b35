"""Owns how a one-page form is described and read: fields with labels, hints and what is wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from xueyou.domains.plans.services.refusals import WHOLE, PlanRefused
from xueyou.formats.refusal import Refusal
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import uploaded
from xueyou.platform.files.uploads import Readable
from xueyou.surfaces.shell.days import DayMissing
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

_OLD_FORM = "这张表已经交过一次，那一次办好了，没有受影响。要再办一次，请核对下面的内容再交。"

Wrong = dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `kind`: line, number, day, words, choice, pick, photos, evidence."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    value: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One page with one form: rows of fields that stand side by side."""

    title: str
    about: str
    """What it concerns: shown under the title."""
    rows: tuple[tuple[Field, ...], ...]
    submit: str
    back: str
    """Address of the page it came from."""
    said: tuple[tuple[str, str], ...] = ()
    """Labelled facts beside the form, so that nobody has to remember them."""
    advice: str = ""


def answered(
    request: HttpRequest, form: Form, verb: Callable[[str], object], said: str
) -> HttpResponse:
    """Show a form; handed in, call the verb with its key, say so, and lead back where it came from.

    What is wrong is shown with what was typed.
    """
    if request.method != "POST":
        return _shown(request, form)
    wrong = attempted(request, verb)
    if wrong:
        return _shown(request, form, wrong)
    messages.success(request, said)
    return HttpResponseRedirect(form.back)


def attempted(request: HttpRequest, verb: Callable[[str], object]) -> Wrong:
    """Call a verb with the form's key; return what is wrong, nothing where it was done."""
    try:
        verb(form_key(request))
    except PlanRefused as refused:
        return refused.wrong
    except DayMissing as missing:
        return {missing.field: missing.zh}
    except Refusal as refusal:
        return {"files": refusal.zh}
    except KeyMissing as missing:
        return {WHOLE: str(missing)}
    except KeyReused:
        return {WHOLE: _OLD_FORM}
    return {}


def typed(request: HttpRequest, name: str) -> str:
    """Return what was typed in a field."""
    return request.POST.get(name, "")


def files(request: HttpRequest) -> Sequence[Readable]:
    """Return the uploaded files. Raises Refusal where one was too large."""
    uploaded(request, "files")
    found: list[Any] = request.FILES.getlist("files")
    return found


def options(pairs: Iterable[tuple[str, str]] | Mapping[str, str]) -> tuple[Option, ...]:
    """Return choices from pairs of value and label."""
    given = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple(Option(value, label) for value, label in given)


def _shown(request: HttpRequest, form: Form, wrong: Wrong | None = None) -> HttpResponse:
    """Show a form: empty, or with what was typed and what is wrong (422)."""
    rows = tuple(tuple(_filled(request, field, wrong) for field in row) for row in form.rows)
    names = {field.name for row in rows for field in row}
    summary = [
        ("" if name == WHOLE or name not in names else name, says)
        for name, says in (wrong or {}).items()
    ]
    context = {
        "form": form,
        "rows": rows,
        "summary": summary,
        "key": new_key(),
        "files": any(field.kind in ("photos", "evidence") for row in rows for field in row),
    }
    return render(request, "bureau/board/form.html", context, status=422 if wrong else 200)


def _filled(request: HttpRequest, field: Field, wrong: Wrong | None) -> Field:
    if request.method != "POST":
        return field
    value = typed(request, field.name) if field.name in request.POST else field.value
    return replace(field, value=value, error=(wrong or {}).get(field.name, ""))

"""Answers: a page, a part of it, a way back, or nothing new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme

from kept.kernel.errors import Refused

from .htmx import wants_part
from .parts import render_part

REFUSED = 422


def answer(
    request: HttpRequest, template: str, *, part: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """The page; for a script that asked, only its `{% partialdef part %}` or its block of that name."""
    if part and wants_part(request):
        html = render_part(request, template, part, context)
        response = HttpResponse(html + _toasts(request), status=status)
    else:
        response = render(request, template, context, status=status)
        if status == REFUSED and (lost := _unsaid(context.values(), response.content.decode())):
            for words in lost:
                messages.error(request, words)
            response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def back(
    request: HttpRequest, to: Any, *args: Any, message: Any = None, undo: str = "", **kwargs: Any
) -> HttpResponse:
    """After a write: go to an address, a url name or a record. `undo` is an address to post to."""
    if message is not None:
        messages.success(request, message, extra_tags=f"undo:{undo}" if undo else "")
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": resolve_url(to, *args, **kwargs)})
    return HttpResponseRedirect(resolve_url(to, *args, **kwargs))


def way_back(request: HttpRequest, otherwise: Any) -> Any:
    """Where a form was sent from, if it says so and the address is one of ours; else what is given."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address and ours else otherwise


@contextmanager
def refusals(form: forms.BaseForm, **typed: str) -> Iterator[None]:
    """Turn a `Refused` into an error of the form, beside its field when the form has that field.

    `typed` says under which name the form asks for a field: `refusals(form, cod_amount="cod")`.
    """
    try:
        yield
    except Refused as no:
        field = typed.get(no.field or "", no.field)
        form.add_error(field if field in form.fields else None, str(no.message))


def polled(
    request: HttpRequest, fingerprint: str, make: Callable[[], HttpResponse], *, stamp: str = ""
) -> HttpResponseBase:
    """304 while the fingerprint is what the page already shows; else the fresh answer, marked with it.

    A stamp after a dot tells the page more, see `standing`.
    """
    etag = f'"{etag_of(fingerprint)}{stamp and f".{stamp}"}"'
    if shown_by(request)[0] == etag_of(fingerprint):
        return HttpResponseNotModified(headers={"ETag": etag})
    response = make()
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def shown_by(request: HttpRequest) -> tuple[str, str]:
    """Name and stamp of what the asking page shows already."""
    name, _, stamp = request.headers.get("If-None-Match", "").strip('"').partition(".")
    return name, stamp


def etag_of(fingerprint: str) -> str:
    """A short name for what a page shows."""
    return blake2b(fingerprint.encode(), digest_size=12).hexdigest()


def _unsaid(shown: Iterable[Any], page: str) -> list[str]:
    """Errors of forms that are absent from the page, since what they ask for is not possible any more."""
    failed = [form for form in shown if isinstance(form, forms.BaseForm) and form.errors]
    said = [str(words) for form in failed for errors in form.errors.values() for words in errors]
    return [words for words in dict.fromkeys(said) if escape(words) not in page]


def _toasts(request: HttpRequest) -> str:
    """Words that wait for the reader, to be shown beside the part that changed."""
    waiting = get_messages(request)
    return render_to_string("kernel/parts/toasts.html", {"messages": waiting}, request) if waiting else ""

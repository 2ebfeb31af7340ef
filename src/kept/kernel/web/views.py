"""The kernel's own doors."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.models import SavedView

from . import finding, panels
from .answers import answer, back
from .chrome import DENSITIES, SHEETS, THEMES, language_chosen
from .doors import public, signed_in
from .htmx import wants_part
from .saved_views import remove_view, save_view

A_YEAR = 365 * 24 * 3600


@require_GET
@signed_in
def find(request: HttpRequest) -> HttpResponse:
    """Quick find, as the dialog's list or as a page of its own; a whole number opens its record."""
    text = request.GET.get("q", "").strip()[:80]
    groups = finding.find_everywhere(Actor.of(request), text)
    exact = [
        hit for group in groups for hit in group.hits if text and hit.number.casefold() == text.casefold()
    ]
    if len(exact) == 1 and not wants_part(request):
        return redirect(exact[0].url)
    return answer(request, "kernel/find.html", part="hits", text=text, groups=groups)


@require_GET
@signed_in
def panel(request: HttpRequest, name: str, type_name: str, pk: int) -> HttpResponseBase:
    """One panel of a record that this actor may see."""
    actor = Actor.of(request)
    hung, kind = panels.PANELS.get((type_name, name)), panels.TYPES.get(type_name)
    if hung is None or kind is None or not actor.may(hung.permission):
        raise Http404
    rows = kind.model._default_manager.all()
    assert isinstance(rows, Permitted), f"{type_name} has no permitted()"
    record = get_object_or_404(rows.permitted(actor, kind.permission), pk=pk)
    template, context = hung.show(request, record)
    page = template if wants_part(request) else "kernel/panel.html"
    return render(request, page, {**context, "record": record, "panel": hung, "inside": template})


@require_POST
@signed_in
def saved_views(request: HttpRequest) -> HttpResponse:
    """Keep the list at hand under a name."""
    path, query = _inside(request, request.POST.get("path", "")), request.POST.get("query", "").lstrip("?")
    try:
        view = save_view(
            table=request.POST.get("table", "")[:60],
            name=request.POST.get("name", ""),
            query=query,
            reach=request.POST.get("reach", "own"),
            by=Actor.of(request),
        )
    except Refused as no:
        messages.error(request, str(no))
        return back(request, f"{path}?{query}")
    return back(request, f"{path}?{view.query}", message=_("View saved."))


@require_POST
@signed_in
def saved_view_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one's own view."""
    view = get_object_or_404(SavedView, pk=pk, person_id=Actor.of(request).person_id)
    remove_view(view=view)
    return back(request, _inside(request, request.POST.get("path", "")), message=_("View removed."))


@require_POST
@public
def display(request: HttpRequest) -> HttpResponse:
    """Light or dark, roomy or compact: kept in a cookie of this browser."""
    response = _return(request)
    for name, allowed in (("theme", tuple(THEMES)), ("density", tuple(DENSITIES))):
        if (value := request.POST.get(name)) in allowed:
            response.set_cookie(
                f"kept_{name}", value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
            )
    return response


@require_POST
@public
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; whoever keeps the person's choice is told."""
    code = request.POST.get("language", "")
    response: HttpResponse = redirect(_inside(request, request.POST.get("next", "")))
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax")
        language_chosen.send(sender=None, request=request, code=code)
    return response


@require_GET
@public
def live(request: HttpRequest) -> HttpResponse:
    """Where no stream is served: told so, a browser stops asking for one, and pages go on polling."""
    return HttpResponse(status=204)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "kernel/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "kernel/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; what was typed is still in the browser."""
    return render(request, "kernel/csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke on our side; asks nothing of the database."""
    code = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    with override(code):
        page = render_to_string("kernel/500.html", {"language": code, "sheets": SHEETS})
    return HttpResponse(page, status=500)


def _return(request: HttpRequest) -> HttpResponse:
    if wants_part(request) or request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect(_inside(request, request.POST.get("next", "")))


def _inside(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address and ours else "/"

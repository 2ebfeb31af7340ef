"""Reports: the shelf of all kinds, and each as page, PDF and Excel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, refusals
from kept.kernel.web.doors import needs

from ..enums import Shelf
from ..queries.kinds import KINDS, kinds_for
from ..queries.making import FORMS, LANGUAGES
from .asking import ask_form, query_of
from .files import file_of


@require_GET
@needs("reports.view")
def shelf(request: HttpRequest) -> HttpResponse:
    """Every kind of report that this reader may make."""
    offered = kinds_for(Actor.of(request))
    shelves = [(each.label, [kind for kind in offered if kind.shelf == each]) for each in Shelf]
    return answer(
        request, "reports/shelf.html", shelves=[(title, kinds) for title, kinds in shelves if kinds]
    )


@require_GET
@needs("reports.view")
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One report as asked in the address; without a customer or number it asks for one first."""
    actor, at = Actor.of(request), now()
    kind = KINDS.get(code)
    if kind is None or not kind.is_for(actor):
        raise Http404
    form = ask_form(kind, actor, request.GET, at)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return answer(request, "reports/report.html", status=status, kind=kind, form=form)
    ask = form.ask(at)
    wanted = request.GET.get("export", "")
    shown: dict[str, Any] = {"kind": kind, "form": form}
    with refusals(form):
        if wanted in FORMS:
            language = request.GET.get("language", "")
            return file_of(wanted, language, ask.file_name(kind.code), lambda: kind.gather(ask))
        shown |= {"paper": kind.gather(ask), "query": query_of(ask), "languages": LANGUAGES}
    return answer(request, "reports/report.html", status=422 if form.errors else 200, **shown)

"""Canned replies and macros: their lists, and writing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.arranging import keep_macro, keep_reply
from ..actions.colliding import AnsweredMeanwhile
from ..actions.macros import run_macro
from ..models import CannedReply, Macro
from ..rules import PLACEHOLDERS
from .answer_forms import AnsweringForm
from .arrangement_forms import CannedReplyForm, MacroForm
from .arrangement_tables import CannedReplyTable, MacroTable
from .case_views import found_case


@needs("desk.arrange")
def canned_replies(request: HttpRequest) -> HttpResponseBase:
    rows = CannedReply.objects.permitted(Actor.of(request), "desk.arrange").select_related("team")
    return list_page(request, CannedReplyTable, rows)


@needs("desk.arrange")
def canned_reply(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a canned reply or change one."""
    rows = CannedReply.objects.permitted(Actor.of(request), "desk.arrange")
    reply = get_object_or_404(rows, pk=pk) if pk else None
    form = CannedReplyForm(request.POST or None, reply=reply)

    def keep() -> None:
        keep_reply(reply=reply, **form.said(), by=Actor.of(request), at=now())

    return _written(request, form, keep, "desk:canned_replies", str(reply or _("New canned reply")))


@needs("desk.arrange")
def macros(request: HttpRequest) -> HttpResponseBase:
    rows = Macro.objects.permitted(Actor.of(request), "desk.arrange").select_related("team")
    return list_page(request, MacroTable, rows)


@needs("desk.arrange")
def macro(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a macro or change one."""
    rows = Macro.objects.permitted(Actor.of(request), "desk.arrange")
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = MacroForm(request.POST or None, macro=found)

    def keep() -> None:
        keep_macro(macro=found, **form.said(), by=Actor.of(request), at=now())

    return _written(request, form, keep, "desk:macros", str(found or _("New macro")))


@needs("desk.work")
@require_POST
def macro_run(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Do the steps of a macro on a case."""
    actor = Actor.of(request)
    offered = Macro.objects.permitted(actor, "desk.work").offered_to(actor.person_id)
    found = get_object_or_404(offered, pk=pk)
    case = found_case(request, number, "desk.work")
    form = AnsweringForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        run_macro(macro=found, case=case, seen=seen, by=actor, at=now())
    except AnsweredMeanwhile as meanwhile:
        messages.error(request, str(meanwhile))
        return back(request, case)
    return back(request, case, message=_("Done: %(name)s") % {"name": found.name})


def _written(
    request: HttpRequest, form: Any, keep: Callable[[], None], home: str, title: str
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        with refusals(form):
            keep()
            return back(request, home, message=_("Saved."))
    gaps = (
        [(f"{{{{{name}}}}}", words) for name, words in PLACEHOLDERS.items()]
        if isinstance(form, CannedReplyForm)
        else []
    )
    status = 422 if form.errors else 200
    words = _("Canned replies") if gaps else _("Macros")
    context = {"form": form, "title": title, "gaps": gaps, "home": home, "home_words": words}
    return answer(request, "desk/arrangement.html", status=status, **context)

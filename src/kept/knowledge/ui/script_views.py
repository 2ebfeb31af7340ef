"""Scripts and conduct: what to say, and how."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.people.actions.company import name_company
from kept.people.models import CompanyName

from ..actions.scripting import write_script
from ..models import Script
from ..queries.scripts import scripts_for
from ..rules import choices_of
from . import forms


@needs("knowledge.read")
def scripts(request: HttpRequest) -> HttpResponse:
    """All scripts in the order of a talk, as they sound for the channel and kind chosen."""
    actor = Actor.of(request)
    channel, kind = request.GET.get("channel", ""), request.GET.get("kind", "")
    row, rows = CompanyName.objects.first(), Script.objects.permitted(actor, "knowledge.read")
    return answer(
        request,
        "knowledge/scripts.html",
        part="talk",
        scripts=scripts_for(actor, channel=channel, kind=kind),
        idle=list(rows.filter(is_active=False)),
        special=list(rows.filter(is_active=True).exclude(channel="", kind="")),
        channels=choices_of("channel"),
        kinds=choices_of("kind"),
        channel=channel,
        kind=kind,
        name_form=forms.CompanyNameForm(names=row.names if row else {}),
        is_named=bool(row and row.names),
    )


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def new_script(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def script(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Script.objects.permitted(Actor.of(request), "knowledge.write")
    return _write(request, get_object_or_404(rows, pk=pk))


@needs("knowledge.publish")
@require_POST
def company_name(request: HttpRequest) -> HttpResponse:
    form = forms.CompanyNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(words for errors in form.errors.values() for words in errors)))
        return back(request, "knowledge:scripts")
    name_company(names=form.cleaned_data, by=Actor.of(request), at=now())
    return back(request, "knowledge:scripts", message=_("Saved."))


def _write(request: HttpRequest, found: Script | None) -> HttpResponse:
    form = forms.ScriptForm(request.POST or None, script=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            write_script(script=found, **form.written(), by=Actor.of(request), at=now())
            return back(request, "knowledge:scripts", message=_("Saved."))
    return answer(
        request,
        "knowledge/script_form.html",
        form=form,
        script=found,
        cancel=reverse("knowledge:scripts"),
        blanks=[(f"{{{name}}}", words) for name, words in forms.BLANK_WORDS.items()],
        versions=list(found.versions.select_related("by")[:20]) if found else [],
        status=422 if request.method == "POST" else 200,
    )

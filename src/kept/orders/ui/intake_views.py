"""Orders from Excel: read, look, place."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.intake import Judged, judge_intake, keep_intake, place_intake
from ..actions.intake.columns import COLUMNS
from ..models import Intake
from ..rules import NoHeader
from .forms import IntakeForm
from .intake_files import empty_file, marked_file

MOST_ERRORS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("orders.place")
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Send a file; the next page shows its rows."""
    actor = Actor.of(request)
    form = IntakeForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = {"upload": form.cleaned_data["file"], "customer": form.cleaned_data["customer"]}
            kept = keep_intake(**given, by=actor, at=now())
            return back(request, kept)
    earlier = _own(actor).order_by("-id")[:5]
    status = 422 if request.method == "POST" else 200
    return answer(request, "orders/intake.html", form=form, earlier=earlier, columns=COLUMNS, status=status)


@needs("orders.place")
@require_http_methods(["GET", "POST"])
def intake_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would become; placed all at once when no row is wrong."""
    actor = Actor.of(request)
    own = _own(actor).select_related("customer")
    kept = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        placed = place_intake(intake=kept, by=actor, at=now())
        said = ngettext("%(count)d order placed.", "%(count)d orders placed.", len(placed))
        return back(request, "orders:orders", message=said % {"count": len(placed)})
    return answer(request, "orders/intake_rows.html", intake=kept, **_judged(kept, actor))


@needs("orders.place")
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with headings in the reader's language and one example."""
    return _download(empty_file(), "orders.xlsx")


@needs("orders.place")
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent, its wrong rows marked with their reasons, to be mended and sent again."""
    actor = Actor.of(request)
    kept = get_object_or_404(_own(actor).filter(placed_at=None).select_related("customer"), pk=pk)
    judged = judge_intake(intake=kept, by=actor, at=now())
    return _download(marked_file(kept.rows, judged.errors), f"{Path(kept.file_name).stem}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


def _own(actor: Actor) -> QuerySet[Intake]:
    return Intake.objects.filter(person_id=actor.person_id or 0)


def _judged(kept: Intake, actor: Actor) -> dict[str, Any]:
    if kept.placed_at:
        return {"judged": None}
    try:
        judged = judge_intake(intake=kept, by=actor, at=now())
    except NoHeader as no:
        return {"judged": Judged(), "no_header": no.message}
    orders = [
        {"rows": rows, "customer": draft.customer, "data": draft.data, "lines": draft.lines}
        for rows, draft in zip(judged.rows, judged.drafts, strict=True)
    ]
    return {
        "judged": judged,
        "orders": orders,
        "errors": judged.errors[:MOST_ERRORS],
        "more_errors": max(len(judged.errors) - MOST_ERRORS, 0),
    }

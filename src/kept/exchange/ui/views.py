"""Pages of imports: the list, sending a file in, one run with what it would bring and what it refused."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, polled, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import list_page

from ..actions.taking import TAKERS
from ..actions.uploading import add_mapping, drop_run, receive_file, start_run
from ..enums import RunState
from ..models import ImportRun, RejectedRow
from ..queries.mappings import SAMPLES, all_mappings, mapping_from, mapping_of
from ..queries.rejects import marked_words, rejected_of_run
from . import tables
from .forms import UploadForm

SHOWN_REJECTED = 20


@needs("exchange.import")
def runs(request: HttpRequest) -> HttpResponseBase:
    rows = ImportRun.objects.permitted(Actor.of(request), "exchange.import").select_related("started_by")
    return list_page(request, tables.ImportTable, rows)


@needs("exchange.import")
def new_run(request: HttpRequest) -> HttpResponse:
    """A file with a mapping; the worker looks it through before anything comes in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor, told = Actor.of(request), form.cleaned_data
        with refusals(form):
            chosen = mapping_from(told["mapping"]) if told["mapping"] else None
            if told["own"]:
                name = Path(str(getattr(request.FILES["own"], "name", "own"))).stem
                chosen = mapping_of(told["own"], name)
                add_mapping(text=told["own"], name=name, by=actor, at=now())
            assert chosen is not None
            run = receive_file(upload=told["file"], chosen=chosen, by=actor, at=now())
            return back(request, "exchange:run", run.number)
    status = 422 if form.is_bound else 200
    samples = sorted(file.name for file in SAMPLES.glob("*.csv"))
    return answer(
        request,
        "exchange/upload.html",
        status=status,
        form=form,
        samples=samples,
        cancel=reverse("exchange:runs"),
    )


@needs("exchange.import")
def run(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _found(request, number)
    if wants_part(request):
        if not found.is_worked_on:
            return HttpResponse(headers={"HX-Refresh": "true"})  # its state and its acts have changed too
        fingerprint = f"{found.state}{found.rows_done}{found.ended_at}"
        return polled(request, fingerprint, lambda: _page(request, found, part="progress"))
    return _page(request, found)


@needs("exchange.import")
def rejected(request: HttpRequest, number: str) -> HttpResponseBase:
    """All rows that were refused."""
    found = _found(request, number)
    rows = RejectedRow.objects.filter(run=found)
    return list_page(request, tables.RejectedTable, rows, template="exchange/rejected.html", run=found)


@needs("exchange.import")
def rejected_file(request: HttpRequest, number: str) -> HttpResponseBase:
    """The refused rows as a file to correct and send in again."""
    found = _found(request, number)
    name = f"{found.number}.rejected.csv"
    return StreamingHttpResponse(
        rejected_of_run(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@needs("exchange.import")
@require_POST
def start(request: HttpRequest, number: str) -> HttpResponse:
    start_run(run=_found(request, number), by=Actor.of(request), at=now())
    return back(request, "exchange:run", number, message=_("The import begins."))


@needs("exchange.import")
@require_POST
def drop(request: HttpRequest, number: str) -> HttpResponse:
    drop_run(run=_found(request, number), by=Actor.of(request), at=now())
    return back(request, "exchange:runs", message=_("Nothing of the file has come in."))


@needs("exchange.import")
def mapping(request: HttpRequest, name: str) -> HttpResponse:
    """The text of a mapping, to start one's own from."""
    chosen = next((each for each in all_mappings() if each.name == name), None)
    if chosen is None:
        return answer(request, "kernel/404.html", status=404)
    return _text_file(chosen.text, f"{name}.toml")


@needs("exchange.import")
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A small file that ships with Kept, to try an import with."""
    file = next((each for each in SAMPLES.glob("*.csv") if each.name == name), None)
    if file is None:
        return answer(request, "kernel/404.html", status=404)
    return _text_file(file.read_text(encoding="utf-8"), name)


def _text_file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(request: HttpRequest, number: str) -> ImportRun:
    rows = ImportRun.objects.permitted(Actor.of(request), "exchange.import")
    return get_object_or_404(rows.select_related("started_by"), number=number)


def _page(request: HttpRequest, run: ImportRun, part: str = "") -> HttpResponse:
    return answer(
        request,
        "exchange/run.html",
        part=part,
        run=run,
        working=run.is_worked_on,
        can_start=run.state == RunState.CHECKED,
        shown=list(TAKERS[run.kind].shown.values()),
        samples=[list(sample.values()) for sample in run.preview.get("samples", [])],
        percent=round((run.share_done or 0) * 100),
        marked=marked_words(run.marked),
        rejected=list(run.rejected.order_by("row")[:SHOWN_REJECTED]),
        more=run.rows_rejected > SHOWN_REJECTED,
        batches=run.batches.count(),
    )

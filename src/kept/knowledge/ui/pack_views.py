"""Articles out to Markdown files and in again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.packing import bring_in, papers_of
from ..queries.finding import articles_for
from ..queries.packing import packed
from . import forms


@needs("knowledge.read")
@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """All articles that readers see, one file for each language."""
    content = packed(articles_for(Actor.of(request)).published().order_by("number"))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="knowledge-{localdate():%Y%m%d}.zip"'
    return response


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Files become drafts, or new versions of the articles they name."""
    form = forms.ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            papers = papers_of(form.cleaned_data["file"].read())
            brought = bring_in(papers=papers, by=Actor.of(request), at=now())
            words = _("%(written)d written, %(revised)d revised, %(unchanged)d unchanged.")
            return back(request, "knowledge:articles", message=words % vars(brought))
    status = 422 if request.method == "POST" else 200
    return answer(request, "knowledge/intake.html", form=form, status=status)

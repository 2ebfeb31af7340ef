"""What a social supervisor sees: their own findings with the answers, and a form to file one."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.inspections.actions.supervising import file_finding
from kept.inspections.queries.supervisors import own_findings
from kept.inspections.ui.visit_forms import FiledForm
from kept.kernel.actor import Actor
from kept.kernel.web.answers import back, refusals
from kept.kernel.web.doors import needs

from .shell import page


@require_GET
@needs("inspections.observe")
def home(request: HttpRequest) -> HttpResponse:
    findings = own_findings(Actor.of(request)).select_related("branch", "photo")
    return page(request, "portal/supervisor.html", findings=findings[:200])


@require_http_methods(["GET", "POST"])
@needs("inspections.observe")
def filing(request: HttpRequest) -> HttpResponse:
    """Tell what was seen, with a photo if there is one."""
    form = FiledForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            file_finding(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(
                request, "portal:supervisor_home", message=_("Thank you. You will find our answer here.")
            )
    status = 422 if request.method == "POST" else 200
    cancel = reverse("portal:supervisor_home")
    return page(request, "portal/filing.html", status=status, form=form, cancel=cancel)


@require_GET
@needs("inspections.observe")
def photo(request: HttpRequest, number: str) -> HttpResponseBase:
    """The photo of one's own finding."""
    found = get_object_or_404(own_findings(Actor.of(request)).exclude(photo=None), number=number)
    assert found.photo is not None
    kept = found.photo
    response = FileResponse(kept.file.open("rb"), filename=kept.name, content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""How clients want their customers to be served, for the subcontractor who has their shipments."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from kept.contracts.models import ClientPolicy
from kept.contracts.queries.texts import parts_of
from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..permissions import CARRIER
from ..queries.carried import clients_policies
from . import tables
from .shell import page, shell


@require_GET
@needs(CARRIER)
def policies(request: HttpRequest) -> HttpResponseBase:
    rows = clients_policies(Actor.of(request), localdate())
    return list_page(request, tables.PolicyTable, rows, template="portal/list.html", chrome=shell(request))


@require_GET
@needs(CARRIER)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return page(request, "portal/carrier_policy.html", policy=found, parts=parts_of(found.text))


@require_GET
@needs(CARRIER)
def policy_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The client's own file, which lies in the client's documents."""
    kept = _found(request, pk).document
    if kept is None:
        raise Http404
    inline = kept.is_image or kept.content_type == "application/pdf"
    response = FileResponse(
        kept.file.open("rb"), as_attachment=not inline, filename=kept.name, content_type=kept.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(request: HttpRequest, pk: int) -> ClientPolicy:
    return get_object_or_404(clients_policies(Actor.of(request), localdate()), pk=pk)

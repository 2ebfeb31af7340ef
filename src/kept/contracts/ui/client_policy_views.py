"""Pages of clients' own service policies, open to all of our staff."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.client_policies import keep_client_policy
from ..models import ClientPolicy
from ..queries.texts import parts_of
from .client_policy_forms import ClientPolicyFilter, ClientPolicyForm
from .statement_forms import day_asked
from .statement_tables import ClientPolicyTable


@require_GET
@needs("parties.view")
def client_policies(request: HttpRequest) -> HttpResponseBase:
    """Of each client the version in force on a day."""
    actor = Actor.of(request)
    rows = ClientPolicy.objects.permitted(actor, "parties.view").in_force(day_asked(request.GET)).shown()
    return list_page(
        request, ClientPolicyTable, rows, filters=lambda query: ClientPolicyFilter(query, actor=actor)
    )


@require_GET
@needs("parties.view")
def client_policy(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ClientPolicy.objects.permitted(Actor.of(request), "parties.view").shown()
    found = get_object_or_404(rows, pk=pk)
    return answer(
        request,
        "contracts/client_policy.html",
        policy=found,
        parts=parts_of(found.text),
        versions=rows.filter(customer=found.customer_id),
    )


@require_http_methods(["GET", "POST"])
@needs("contracts.inform")
def new_client_policy(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    customers = Customer.objects.permitted(actor, "parties.view")
    asked = customers.filter(number=request.GET.get("customer", "")).first()
    last = ClientPolicy.objects.filter(customer=asked).order_by("-version").first() if asked else None
    form: forms.Form = ClientPolicyForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        initial={"customer": asked, "text": last.text if last else ""},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            kept = keep_client_policy(**form.cleaned_data, by=actor, at=now())
            return back(request, kept, message=_("Saved."))
    return answer(
        request,
        "contracts/form.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        title=_("Client's service policy"),
        lead=_("Our staff see it, and the subcontractors who carry shipments of this client."),
        cancel=asked.get_absolute_url() if asked else reverse("contracts:client_policies"),
    )

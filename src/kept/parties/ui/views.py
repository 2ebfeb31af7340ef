"""Pages of customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions import belongings
from ..actions.chaining import link_customer
from ..actions.customers import change_customer, create_customer
from ..models import Customer
from ..queries import customer_card
from . import forms, tables


@needs("parties.view")
def customers(request: HttpRequest) -> HttpResponseBase:
    rows = Customer.objects.permitted(Actor.of(request), "parties.view")
    return list_page(
        request,
        tables.CustomerTable,
        rows.select_related("account_manager", "branch"),
        filters=forms.CustomerFilter,
    )


@needs("parties.keep")
@require_http_methods(["GET", "POST"])
def new_customer(request: HttpRequest) -> HttpResponse:
    """A form that asks once more when somebody of the same name or phone is already there."""
    actor = Actor.of(request)
    form = forms.CustomerForm(
        request.POST or None,
        sees_credit=actor.may("parties.credit"),
        initial={"name": request.GET.get("name", ""), "phone": request.GET.get("phone", "")},
    )
    known: list[Customer] = []
    if request.method == "POST" and form.is_valid():
        known = form.duplicates()
        if not known or request.POST.get("sure"):
            with refusals(form):
                customer = create_customer(**form.changes(), by=actor, at=now())
                return back(request, customer, message=_("Customer added."))
    status = 422 if request.method == "POST" else 200
    return answer(request, "parties/customer_form.html", form=form, known=known, status=status)


@needs("parties.view")
def customer(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "parties.view"))


@needs("parties.keep")
@require_http_methods(["GET", "POST"])
def customer_details(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found = _found(request, number, "parties.keep")
    form = forms.CustomerForm(request.POST or None, instance=found, sees_credit=actor.may("parties.credit"))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            fresh = Customer.objects.get(pk=found.pk)
            change_customer(customer=fresh, changes=form.changes(), by=actor, at=now())
            return back(request, "parties:customer", number, message=_("Saved."))
    status = 422 if request.method == "POST" else 200
    return answer(request, "parties/customer_form.html", form=form, customer=found, known=[], status=status)


@needs("parties.keep")
@require_POST
def contact_persons(request: HttpRequest, number: str) -> HttpResponse:
    return _add(request, number, forms.ContactPersonForm, _add_contact_person, "contact_person")


@needs("parties.keep")
@require_POST
def sites(request: HttpRequest, number: str) -> HttpResponse:
    return _add(request, number, forms.SiteForm, belongings.add_site, "site")


@needs("parties.keep")
@require_POST
def consignees(request: HttpRequest, number: str) -> HttpResponse:
    return _add(request, number, forms.ConsigneeForm, belongings.add_consignee, "consignee")


@needs("parties.keep")
@require_POST
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """Put another customer into the chain of this one; what does not fit comes back open on its page."""
    found, actor = _found(request, number, "parties.keep"), Actor.of(request)
    form = forms.ChainLinkForm(request.POST, actor=actor)
    if form.is_valid():
        with refusals(form):
            link_customer(customer=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Added."))
    return _page(request, found, failed=("chain", form), status=422)


def _add_contact_person(*, customer: Customer, **given: Any) -> Any:
    return belongings.add_contact_person(party=customer, **given)


def _add(
    request: HttpRequest,
    number: str,
    form_class: type[django_forms.ModelForm[Any]],
    verb: Callable[..., Any],
    name: str,
) -> HttpResponse:
    """Add something to a customer; a form with errors comes back open on the customer's page."""
    found = _found(request, number, "parties.keep")
    form = form_class(request.POST)
    if form.is_valid():
        verb(customer=found, **form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, found, message=_("Added."))
    return _page(request, found, failed=(name, form), status=422)


def _found(request: HttpRequest, number: str, permission: str) -> Customer:
    rows = Customer.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related("branch", "account_manager"), number=number)


def _page(
    request: HttpRequest,
    found: Customer,
    *,
    failed: tuple[str, django_forms.BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = Actor.of(request)
    keeps = actor.may("parties.keep")
    adding: dict[str, tuple[Callable[[], django_forms.BaseForm], str, str]] = {
        "contact_person": (forms.ContactPersonForm, "parties:contact_persons", _("Add a contact person")),
        "site": (forms.SiteForm, "parties:sites", _("Add a site")),
        "consignee": (forms.ConsigneeForm, "parties:consignees", _("Add a consignee")),
        "chain": (lambda: forms.ChainLinkForm(actor=actor), "parties:chain", _("Add to the chain")),
    }
    parts = [
        (
            failed[1] if failed and failed[0] == name else form(),
            url,
            words,
            bool(failed and failed[0] == name),
        )
        for name, (form, url, words) in adding.items()
    ]
    return answer(
        request,
        "parties/customer.html",
        status=status,
        customer=found,
        card=customer_card(found),
        adding=parts if keeps else [],
        keeps=keeps,
        today=localdate(),
        sees_credit=actor.may("parties.credit"),
    )

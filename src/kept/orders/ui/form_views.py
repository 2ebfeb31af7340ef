"""Writing an order down, and changing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.timelines import told
from kept.parties.models import Customer

from ..actions.amending import ChangedMeanwhile, amend_order
from ..actions.drafting import OrderDraft, draft_order
from ..actions.placing import place_orders
from ..models import Order
from ..queries.amendments import amendments, last_amendment
from .forms import AMOUNTS, AmendForm, OrderForm
from .lines import LineFormSet, line_forms, one_more, rows_of
from .views import found


@needs("orders.place")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An order by phone: drafted or placed by which button was pressed."""
    actor = Actor.of(request)
    if request.method == "GET":
        form = OrderForm(actor=actor, initial=_known(request, actor))
        return _show(request, form, line_forms(extra=3))
    if "add_line" in request.POST:
        marks = {name: request.POST.getlist(name) for name in ("handling_marks", "further_services")}
        form = OrderForm(actor=actor, initial={**request.POST.dict(), **marks})
        return _show(request, form, _more_lines(request))
    form, lines = OrderForm(request.POST, actor=actor), line_forms(request.POST)
    if form.is_valid() & lines.is_valid():
        with refusals(form, **AMOUNTS):
            order = _write(form, lines, place="draft" not in request.POST, by=actor)
            done = _("Order placed.") if order.placed_at else _("Draft kept.")
            return back(request, order, message=done)
    return _show(request, form, lines, status=422)


@needs("orders.amend")
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: str) -> HttpResponse:
    """Change an order; once it is placed, with a reason."""
    actor = Actor.of(request)
    order = found(request, number, "orders.amend")
    before = rows_of(order)
    if request.method == "GET":
        form = AmendForm(instance=order, actor=actor, initial={"seen": last_amendment(order)})
        return _show(request, form, line_forms(rows=before, extra=1), order)
    form = AmendForm(request.POST, instance=order, actor=actor)
    if "add_line" in request.POST:
        return _show(request, form, _more_lines(request, before), order)
    lines = line_forms(request.POST, rows=before)
    if form.is_valid() & lines.is_valid():
        after: list[dict[str, Any]] | None = lines.rows()
        with refusals(form, **AMOUNTS):
            try:
                amend_order(
                    order=order,
                    changes=form.changes(),
                    lines=None if after == before else after,
                    why=form.cleaned_data["why"],
                    seen=form.cleaned_data["seen"],
                    by=actor,
                    at=now(),
                )
            except ChangedMeanwhile:
                return _together(request, number, form.cleaned_data["seen"])
            return back(request, "orders:order", number, message=_("Order amended."))
    return _show(request, form, lines, order, status=422)


def _together(request: HttpRequest, number: str, seen: int) -> HttpResponse:
    """What was typed, with what others changed meanwhile as it stands now, to be saved again."""
    actor = Actor.of(request)
    order = found(request, number, "orders.amend")
    changes = amendments(order, since=seen)
    fields = {name for change in changes for name in change.data["fields"]}
    rows = rows_of(order)
    stands = AmendForm(instance=order, actor=actor).as_it_stands(fields)
    said = request.POST.copy()
    for name, values in stands.items():
        said.setlist(name, values)
    said["seen"] = str(changes[-1].pk)
    form = AmendForm(said, instance=order, actor=actor)
    words = [str(form.fields[name].label) for name in stands] + [_("Goods")] * ("lines" in fields)
    said_no = _("%(who)s changed this order meanwhile: %(what)s. The form shows it; look, and save again.")
    form.add_error(None, said_no % {"who": told(changes[-1:])[0].by, "what": ", ".join(words)})
    lines = line_forms(rows=rows, extra=1) if "lines" in fields else line_forms(request.POST, rows=rows)
    return _show(request, form, lines, order, status=422)


def _write(form: OrderForm, lines: LineFormSet, *, place: bool, by: Actor) -> Order:
    customer: Customer = form.cleaned_data["customer"]
    data, rows = form.changes(), lines.rows()
    if place:
        return place_orders(drafts=[OrderDraft(customer, data, rows)], by=by, at=now())[0]
    return draft_order(customer=customer, data=data, lines=rows, by=by, at=now())


def _known(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the customer at hand already tells."""
    rows = Customer.objects.permitted(actor, "parties.view")
    customer = rows.filter(number=request.GET.get("customer", "")).first()
    if customer is None:
        return {"branch": actor.branch_id}
    return {
        "customer": customer,
        "branch": customer.branch_id or actor.branch_id,
        "origin_city": customer.city,
        "origin_address": customer.address,
        "origin_name": customer.short_name or customer.name[:80],
        "origin_phone": customer.phone,
        "special": customer.special_requirements,
    }


def _more_lines(request: HttpRequest, rows: list[dict[str, Any]] | None = None) -> LineFormSet:
    return line_forms(one_more(request.POST), rows=rows)


def _show(
    request: HttpRequest,
    form: OrderForm,
    lines: LineFormSet,
    order: Order | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    is_part = "add_line" in request.POST
    return answer(
        request,
        "orders/order_form.html",
        part="lines" if is_part else "",
        status=status,
        form=form,
        lines=lines,
        order=order,
        cancel=order.get_absolute_url() if order else reverse("orders:orders"),
    )

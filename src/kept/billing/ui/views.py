"""Pages of charges."""

from __future__ import annotations

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.charging import charge_again, price_again
from ..actions.correcting import reverse_charges, settle_charges
from ..enums import PRICED, ChargeState
from ..models import Charge, Unpriced
from ..queries.clauses import clause_source, clause_words, kind_words
from ..queries.sums import behind, siblings, totals
from ..rules import StillNoPrice
from . import forms, tables


@needs("billing.view")
def charges(request: HttpRequest) -> HttpResponseBase:
    rows = Charge.objects.permitted(Actor.of(request), "billing.view")
    return list_page(request, tables.ChargeTable, tables.shown(rows), filters=forms.ChargeFilter)


@needs("billing.view")
def charge(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "billing.view"))


@needs("billing.settle")
@require_POST
def settlement(request: HttpRequest) -> HttpResponse:
    """Mark the chosen open charges as settled."""
    actor = Actor.of(request)
    rows = chosen(request, Charge.objects.permitted(actor, "billing.settle").open())
    settled = settle_charges(charges=rows, by=actor, at=now())
    words = ngettext("%(count)d charge settled.", "%(count)d charges settled.", len(settled))
    return back(request, _next(request, "billing:charges"), message=words % {"count": len(settled)})


@needs("billing.reverse")
@require_POST
def reversal(request: HttpRequest, number: str) -> HttpResponse:
    """Take back this charge, or all lines of its event."""
    actor = Actor.of(request)
    found = _found(request, number, "billing.reverse")
    form = forms.ReversalForm(request.POST)
    if form.is_valid():
        with refusals(form):
            rows = _of_event(found, actor) if form.cleaned_data["whole"] else [found]
            reverse_charges(charges=rows, why=form.cleaned_data["why"], by=actor, at=now())
            return back(request, found, message=_("Reversed."))
    return _page(request, found, status=422, failed=form)


@needs("billing.price")
@require_POST
def price(request: HttpRequest, number: str) -> HttpResponse:
    """Charge the event of a reversed charge anew."""
    found = _found(request, number, "billing.price")
    fresh = charge_again(charge=found, by=Actor.of(request), at=now())
    return back(request, fresh[0] if fresh else found, message=_("Charged anew."))


@needs("billing.price")
def unpriced(request: HttpRequest) -> HttpResponseBase:
    """What happened and has no price yet."""
    rows = Unpriced.objects.permitted(Actor.of(request), "billing.price").waiting()
    return list_page(request, tables.UnpricedTable, tables.unpriced_shown(rows), filters=forms.UnpricedFilter)


@needs("billing.price")
@require_POST
def prices(request: HttpRequest) -> HttpResponse:
    """Try the chosen events once more; each that still has no price stays with its reason."""
    actor = Actor.of(request)
    rows = chosen(request, Unpriced.objects.permitted(actor, "billing.price").waiting())
    priced = sum(_is_priced(row, actor) for row in rows)
    words = _("Priced: %(priced)d. Still without a price: %(left)d.")
    said = words % {"priced": priced, "left": len(rows) - priced}
    return back(request, _next(request, "billing:unpriced"), message=said)


def _is_priced(row: Unpriced, actor: Actor) -> bool:
    try:
        price_again(unpriced=row, by=actor, at=now())
    except StillNoPrice:
        return False
    return True


def _found(request: HttpRequest, number: str, permission: str) -> Charge:
    rows = Charge.objects.permitted(Actor.of(request), permission).select_related(
        "customer", "order", "shipment", "rate_card", "reversed_by", "branch"
    )
    return get_object_or_404(rows, number=number)


def _of_event(found: Charge, actor: Actor) -> QuerySet[Charge]:
    return Charge.objects.permitted(actor, "billing.reverse").open().of_event(found.event_uid)


def _page(
    request: HttpRequest, found: Charge, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    lines = siblings(found)
    standing = any(line.charge.state != ChargeState.REVERSED for line in lines)
    is_held = found.holds.undecided().exists()
    may_reverse = found.state == ChargeState.OPEN and actor.may("billing.reverse")
    return answer(
        request,
        "billing/charge.html",
        status=status,
        charge=found,
        kind=kind_words(found.kind),
        clause=clause_words(found.clause),
        source=clause_source(found.clause),
        lines=lines,
        totals=totals(lines),
        behind=behind(found),
        about=[found, found.shipment],
        reversal=failed or (forms.ReversalForm() if may_reverse and not is_held else None),
        may_price=not standing and found.event_name in PRICED and actor.may("billing.price"),
    )


def _next(request: HttpRequest, otherwise: str) -> str:
    """Back to the list as it was shown; only ever to an address of this house."""
    kept = request.POST.get("next", "")
    return kept if kept.startswith("/charges/") else otherwise

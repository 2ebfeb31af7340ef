"""Papers to print: delivery note, lists of receipts and compensations, claim, complaint, questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kept.desk.models import Case, Claim, Compensation
from kept.documents.papers import Cell, Grid, Head, Paper, Section, cell
from kept.kernel.errors import Refused
from kept.kernel.words import say
from kept.promises.enums import Cause
from kept.surveys.enums import Asks, QuestionnaireState
from kept.surveys.models import Item, Questionnaire
from kept.transport.models import ReceiptReturn, Shipment
from kept.transport.queries.papers import copies_of, receipts_of

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import form, grid, paper, total

DESK = "desk.view"
RECEIPTS = "transport.receipts"
BOX = "☐"


class NotFound(Refused):
    default = gettext_lazy("Nothing of this number is found, or it is not for you.")


def _one(rows: Any, number: str, field: str = "number") -> Any:
    found = rows.filter(**{field: number.strip()}).first()
    if found is None:
        raise NotFound(field="number")
    return found


@report(
    "delivery_note",
    gettext_lazy("Delivery note"),
    gettext_lazy(
        "What goes with the goods, to be signed by the receiver: receipt slip and gate pass in one."
    ),
    shelf=Shelf.PAPERS,
    about=About.RECORD,
    needs=RECEIPTS,
    number=gettext_lazy("Waybill"),
)
def delivery_note(ask: Ask) -> Paper:
    """R798: what is handed over, with room for pieces, condition and signatures."""
    rows = Shipment.objects.permitted(ask.actor, RECEIPTS).select_related("customer", "order", "carrier")
    found: Shipment = _one(rows, ask.number)
    pairs = (
        (_("Waybill"), found.number),
        (_("Reference"), found.customer_reference),
        (_("Customer"), found.customer.name),
        (_("Order"), found.order.number if found.order else None),
        (_("From"), found.origin_city),
        (_("To"), found.destination_city),
        (_("Consignee"), found.consignee_name),
        (_("Phone"), found.consignee_phone),
        (_("Carrier"), found.carrier),
        (_("Promised"), found.promised_at),
        (_("Pieces"), found.pieces),
        (_("Weight, kg"), found.weight_kg),
        (_("Cash on delivery"), found.cash_on_delivery),
        (_("Receiver collects"), _("yes") if found.is_collected else _("no")),
    )
    facts = form("", pairs, wide=((_("Consignee's address"), found.consignee_address),))
    checks = form(
        _("Checked on receipt"),
        ((_("Pieces received"), Cell("")), (_("Of these damaged"), Cell(""))),
        wide=((_("Remarks on condition and papers"), Cell("\n\n")),),
    )
    sections = [
        Section("facts", "", grids=tuple(facts)),
        _goods(found),
        Section("checks", "", grids=tuple(checks)),
    ]
    signs = (_("Handed out by"), _("Driver"), _("Received by, day and stamp"))
    return paper(ask, "delivery_note", _("Delivery note"), "", sections, about=found.number, signs=signs)


def _goods(found: Shipment) -> Section | None:
    if found.order is None:
        return None
    lines = [
        (
            cell(line.item_code),
            cell(line.description),
            cell(line.unit),
            cell(line.quantity),
            cell(line.pieces),
            cell(line.weight_kg),
        )
        for line in found.order.lines.all()
    ]
    heads = (_("Quantity"), _("Pieces"), _("Weight, kg"))
    return Section("goods", "", grids=(grid(_("Goods"), (_("Item"), _("Goods"), _("Unit")), heads, lines),))


@report(
    "receipt_list",
    gettext_lazy("List of signed receipts"),
    gettext_lazy("The signed receipts of a customer's month, to be handed over against a signature."),
    shelf=Shelf.PAPERS,
    about=About.CUSTOMER,
    spans=(Span.MONTH,),
    needs=RECEIPTS,
    for_customers=True,
)
def receipt_list(ask: Ask) -> Paper:
    """R798."""
    rows = ReceiptReturn.objects.permitted(ask.actor, RECEIPTS)
    found = list(receipts_of(rows, ask.whom.number, ask.time.first))
    lines = [
        (
            cell(receipt.shipment.picked_up_at),
            cell(receipt.shipment.number, url=receipt.shipment.get_absolute_url()),
            cell(receipt.shipment.customer_reference),
            cell(receipt.shipment.destination_city),
            cell(receipt.signed_at),
            cell(receipt.get_kind_display()),
            cell(receipt.get_state_display()),
            cell(receipt.shipment.pieces),
            cell(receipt.copies),
        )
        for receipt in found
    ]
    heads = (
        *(_("Shipped on"), _("Waybill"), _("Reference"), _("To")),
        *(_("Signed at"), _("Kind"), _("State")),
    )
    foot = (*total(_("Sum"), 7, ()), cell(copies_of(found)))
    table = grid(_("Signed receipts"), heads, (_("Pieces"), _("Copies")), lines, foot=foot if lines else ())
    n = len(found)
    said = ngettext("%(n)d signed receipt.", "%(n)d signed receipts.", n) % {"n": n}
    signs = (_("Handed out by"), _("Received by, day and stamp"))
    sections = [Section("receipts", "", grids=(table,))]
    return paper(ask, "receipt_list", _("List of signed receipts"), said, sections, signs=signs)


@report(
    "compensation_list",
    gettext_lazy("Compensation list"),
    gettext_lazy("What was offered to customers to make things good in a month, and what came of it."),
    shelf=Shelf.PAPERS,
    about=About.HOUSE,
    spans=(Span.MONTH,),
    needs=DESK,
)
def compensation_list(ask: Ask) -> Paper:
    """R798."""
    begin, end = ask.time.bounds
    rows = Compensation.objects.permitted(ask.actor, DESK).filter(proposed_at__gte=begin, proposed_at__lt=end)
    rows = rows.filter(case__branch=ask.branch) if ask.branch else rows
    found = list(rows.select_related("case", "customer", "decided_by").order_by("proposed_at", "pk"))
    lines = [
        (
            cell(each.number),
            cell(each.customer),
            cell(each.case.number, url=each.case.get_absolute_url()),
            cell(each.get_kind_display()),
            cell(each.get_state_display()),
            cell(each.decided_by),
            cell(each.made_good_at),
            cell(each.money if each.is_in_money else None),
        )
        for each in found
    ]
    heads = (
        *(_("Number"), _("Customer"), _("Case"), _("Measure"), _("State")),
        *(_("Decided by"), _("Made good")),
    )
    table = grid(_("Compensations"), heads, (_("Amount"),), lines, empty=_("No compensation in this month."))
    said = ngettext("%(n)d compensation.", "%(n)d compensations.", len(found)) % {"n": len(found)}
    sections = [Section("compensations", "", grids=(table,))]
    signs = (_("Prepared by"), _("Checked by"))
    return paper(ask, "compensation_list", _("Compensation list"), said, sections, signs=signs)


@report(
    "claim_form",
    gettext_lazy("Claim"),
    gettext_lazy("A claim with its grounds and the decision, for both sides to sign."),
    shelf=Shelf.PAPERS,
    about=About.RECORD,
    needs=DESK,
    number=gettext_lazy("Number of the claim"),
)
def claim_form(ask: Ask) -> Paper:
    """R798."""
    rows = Claim.objects.permitted(ask.actor, DESK).select_related("case__customer", "filed_by", "decided_by")
    found: Claim = _one(rows, ask.number)
    case = found.case
    pairs = (
        (_("Claim"), found.number),
        (_("Case"), case.number),
        (_("Customer"), case.customer),
        (_("Against whom"), found.against),
        (_("Amount claimed"), found.money),
        (_("Filed"), found.filed_at),
        (_("Product"), found.product),
        (_("Cause"), case.get_cause_display()),
        (_("State"), found.get_state_display()),
        (_("Amount granted"), found.granted_money if found.granted else None),
    )
    wide = ((_("What the claim rests on"), found.grounds), (_("Decision"), found.decision_note))
    sections = [Section("claim", "", grids=tuple(form("", pairs, wide=wide)))]
    signs = (_("Who claims"), _("Who is claimed against"))
    return paper(ask, "claim_form", _("Claim"), "", sections, about=found.number, signs=signs)


@report(
    "complaint_form",
    gettext_lazy("Complaint: registration and handling"),
    gettext_lazy("The form of a complaint or another case: reason, demand, handling, result, prevention."),
    shelf=Shelf.PAPERS,
    about=About.RECORD,
    needs=DESK,
    number=gettext_lazy("Number of the case"),
)
def complaint_form(ask: Ask) -> Paper:
    """R799."""
    rows = Case.objects.permitted(ask.actor, DESK)
    found: Case = _one(
        rows.select_related("customer", "order", "shipment", "branch", "owner", "responsible"), ask.number
    )
    pairs = (
        (_("Customer"), found.customer),
        (_("Caller"), f"{found.caller_name} {found.phone}".strip()),
        (_("Taken in"), found.opened_at),
        (pgettext("moment", "Answered"), found.answered_at),
        (_("Order"), found.order and found.order.number),
        (_("Shipment"), found.shipment and found.shipment.number),
        (_("Branch"), found.branch),
        (_("Owner"), found.owner),
        (_("Cause"), dict(Cause.choices).get(found.cause)),
        (_("Liable"), found.get_liable_tier_display()),
    )
    contacts = found.contacts.select_related("person").order_by("at", "pk")
    handled = [found.process] if found.process else []
    handled += [
        f"{cell(c.at).words} {c.get_direction_display()} {c.get_channel_display()}: {c.summary[:160]}"
        for c in contacts[:20]
    ]
    wide = (
        *((label, str(said)) for label, said in found.told),
        (pgettext("of a case", "Reason"), found.reason),
        (_("Demand"), found.demand),
        (_("Handling"), "\n".join(handled)),
        (_("Result"), found.result),
        (_("Measure"), found.measure),
        (_("Prevention"), found.prevention),
        (_("Customer's opinion"), found.customer_opinion or Cell("\n\n")),
    )
    title = _("%(kind)s: registration and handling") % {"kind": found.get_kind_display()}
    sections = [Section("case", "", grids=tuple(form("", pairs, wide=wide)))]
    signs = (_("Branch manager"), _("Operations service department"))
    return paper(ask, "complaint_form", title, found.heading, sections, about=found.number, signs=signs)


@report(
    "questionnaire",
    gettext_lazy("Satisfaction questionnaire"),
    gettext_lazy("A questionnaire on paper, to be filled by hand; its answers are entered at the survey."),
    shelf=Shelf.PAPERS,
    about=About.RECORD,
    needs="surveys.view",
    number=gettext_lazy("Code of the questionnaire"),
)
def questionnaire(ask: Ask) -> Paper:
    """R800."""
    rows = Questionnaire.objects.permitted(ask.actor, "surveys.view").exclude(
        state=QuestionnaireState.REPLACED
    )
    found: Questionnaire = _one(rows.order_by("-version"), ask.number, "code")
    items = list(found.items.all())
    marks = "\u2002".join(f"{BOX}{mark}" for mark in found.marks)
    pairs = [item for item in items if item.is_pair or item.asks == Asks.EXPECTED_PERCEIVED]
    lines = [(cell(str(item.position)), cell(str(item)), Cell(marks), Cell(marks)) for item in pairs]
    heads = _pair_heads(pairs)
    tables = [Grid("", heads, tuple(lines), note=_scale(found))] if lines else []
    others = [(f"{item.position}. {item}", Cell(_room(item, found))) for item in items if item not in pairs]
    about = form(
        _("About you"),
        ((_("Company"), Cell("")), (_("Name"), Cell("")), (_("Day"), Cell("")), (_("Phone"), Cell(""))),
    )
    sections = [
        Section("items", "", grids=tuple(tables)),
        Section("others", "", grids=tuple(form("", (), wide=others))) if others else None,
        Section("you", "", grids=tuple(about)),
    ]
    return paper(ask, "questionnaire", found, say(found.intro), sections, about=found.number)


def _pair_heads(items: Sequence[Item]) -> tuple[Head, ...]:
    expects = bool(items) and items[0].asks == Asks.EXPECTED_PERCEIVED
    left, right = (_("Expectation"), _("Perception")) if expects else (_("Importance"), _("Performance"))
    return Head(_("No.")), Head(_("Item")), Head(left), Head(right)


def _scale(found: Questionnaire) -> str:
    told = {"low": found.low, "high": found.high}
    return _("%(low)d is the lowest mark, %(high)d the highest. Cross one box in each column.") % told


def _room(item: Item, found: Questionnaire) -> str:
    """Boxes to cross, or lines to write on."""
    if item.asks == Asks.NPS:
        return "\u2002".join(f"{BOX}{mark}" for mark in range(11))
    if item.asks == Asks.CHOICE:
        return "\n".join(f"{BOX} {item.choice_words(choice['code'])}" for choice in item.choices)
    if item.asks == Asks.TEXT:
        return "\n\n\n"
    return " ".join(f"{BOX}{mark}" for mark in found.marks)

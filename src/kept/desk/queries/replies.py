"""Texts ready to send: where the goods are, when they come, why late, what we propose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.kernel.web.times import weekday_words
from kept.parties.models import Customer
from kept.transport.enums import ExceptionKind
from kept.transport.models import Shipment, ShipmentException

from ..enums import CaseKind
from ..models import CannedReply, Case, Chat, Contact, Offer
from ..models.cases import CaseQuerySet
from ..rules import PLACEHOLDERS, fill_placeholders

MOST_NUMBERS = 30


def last_answer(matter: Case | Contact) -> Contact | None:
    """What was told last about a case, or to whoever contacted us, and by whom; one statement."""
    rows = matter.contacts.filter(is_answer=True) if isinstance(matter, Case) else matter.answered_by.all()
    found: Contact | None = rows.select_related("person").order_by("-pk").first()
    return found


def reply_text(case: Case, shipment: Shipment | None, *, language: str, trouble: str = "") -> str:
    """The answer to 'where are my goods': state, place, expected arrival, reason, proposal.

    `trouble` is what is wrong with the shipment now, see `with_trouble`.
    """
    with override(language):
        lines = [_greeting(case)]
        if shipment is not None:
            lines += _position(case, shipment, trouble)
        lines += _why_and_what(case)
        if case.solved_at and case.result:
            lines.append(_("What came of it: %(result)s") % {"result": case.result})
        if len(lines) == 1:
            lines.append(_("We are looking into it and will come back to you."))
        lines.append(_("Our reference: %(number)s.") % {"number": case.number})
        return "\n".join(lines)


def canned_text(
    reply: CannedReply, case: Case, *, shipment: Shipment | None = None, clerk: str, language: str
) -> str:
    """A canned reply with its gaps filled; what is not known yet is said so."""
    shipment = shipment or case.shipment
    with override(language):
        eta = case.new_eta or (shipment and (shipment.eta_at or shipment.promised_at))
        due = case.pressing.due_at if case.pressing and case.pressing.met_at is None else None
        values = {
            "customer": case.caller_name or str(case.customer or "") or _("customer"),
            "number": case.number,
            "state": str(shipment.get_state_display() if shipment else case.get_state_display()),
            "eta": _moment("%(moment)s", eta) if eta else _("not known yet"),
            "promise": _moment("%(moment)s", due) if due else _("not known yet"),
            "clerk": clerk,
        }
        return fill_placeholders(reply.text_in(language), values)


def has_unknown(text: str, language: str) -> bool:
    """Whether a filled canned reply says of something that it is not known yet."""
    with override(language):
        return _("not known yet") in text


def canned_line(reply: CannedReply, chat: Chat, *, clerk: str, language: str) -> str:
    """A canned reply as a line of a chat: by its case where there is one, else by what the chat tells."""
    case = chat.contact.case if chat.contact else None
    if case is not None:
        return canned_text(reply, case, clerk=clerk, language=language)
    with override(language):
        unknown = _("not known yet")
        values = {
            "customer": chat.visitor_name or str(chat.customer or "") or _("customer"),
            "number": chat.number,
            "clerk": clerk,
        }
        gaps = {name: values.get(name, unknown) for name in PLACEHOLDERS}
        return fill_placeholders(reply.text_in(language), gaps)


def with_trouble(cases: CaseQuerySet) -> CaseQuerySet:
    """Add `shipment_trouble`: the exception that the shipment of a case suffers from now."""
    now = ShipmentException.objects.filter(shipment=OuterRef("shipment"), over_at=None).order_by("-pk")
    return cases.annotate(shipment_trouble=Subquery(now.values("kind")[:1]))


def notice_text(case: Case, customer: Customer, shipments: Sequence[Shipment], *, language: str) -> str:
    """Telling a customer of an exception before they ask."""
    with override(language):
        numbers = _(", ").join(_number(shipment) for shipment in shipments[:MOST_NUMBERS])
        if len(shipments) > MOST_NUMBERS:
            numbers = _("%(numbers)s and %(more)d more") % {
                "numbers": numbers,
                "more": len(shipments) - MOST_NUMBERS,
            }
        lines = [
            _("Dear %(name)s,") % {"name": customer.name},
            _("we have to tell you of an exception: %(what)s.") % {"what": case.heading},
            _("Concerned: %(numbers)s.") % {"numbers": numbers},
        ]
        etas = {shipment.eta_at for shipment in shipments if shipment.eta_at} if not case.new_eta else set()
        if len(etas) == 1:
            lines.append(_eta(etas.pop()))
        lines += _why_and_what(case, with_place=False)
        lines.append(
            _("We are sorry and keep you informed. Our reference: %(number)s.") % {"number": case.number}
        )
        return "\n".join(lines)


def offer_line(offer: Offer, site: str, customer: Customer) -> str:
    """Where the customer chooses a way out, in the customer's language."""
    with override(customer.language or settings.LANGUAGE_CODE):
        link = f"{site.rstrip('/')}{offer.get_absolute_url()}"
        return _("Choose what suits you: %(link)s") % {"link": link}


def _greeting(case: Case) -> str:
    name = case.caller_name or str(case.customer or "")
    return _("Dear %(name)s,") % {"name": name} if name else _("Dear customer,")


def _position(case: Case, shipment: Shipment, trouble: str) -> list[str]:
    words = {"number": _number(shipment), "state": shipment.get_state_display(), "place": shipment.last_place}
    if shipment.delivered_at:
        lines = [
            _("Waybill %(number)s: %(state)s.") % words,
            _moment(_("Delivered: %(moment)s."), shipment.delivered_at),
        ]
        return lines
    where = (
        _("Waybill %(number)s: %(state)s, last seen at %(place)s.")
        if shipment.last_place
        else _("Waybill %(number)s: %(state)s.")
    )
    lines = [where % words]
    if trouble and shipment.is_open and case.kind != CaseKind.EXCEPTION:
        lines.append(_("Reason: %(reason)s.") % {"reason": ExceptionKind(trouble).label})
    expected = shipment.eta_at or shipment.promised_at
    if expected and not case.new_eta:
        lines.append(_eta(expected))
    return lines


def _why_and_what(case: Case, *, with_place: bool = True) -> list[str]:
    lines = []
    if case.new_eta:
        lines.append(_eta(case.new_eta))
    if case.kind == CaseKind.EXCEPTION and case.cause:
        lines.append(_("Reason: %(reason)s.") % {"reason": case.get_cause_display()})
    elif case.trouble and with_place:
        lines.append(_("Reason: %(reason)s.") % {"reason": case.heading})
    if case.proposal:
        lines.append(_("Our proposal: %(proposal)s") % {"proposal": case.proposal})
    return lines


def _number(shipment: Shipment) -> str:
    """Ours, with the customer's own number by which they know it."""
    reference = shipment.customer_reference
    return f"{shipment.number} ({reference})" if reference else shipment.number


def _eta(moment: datetime) -> str:
    return _moment(_("Expected arrival: %(moment)s."), moment)


def _moment(text: str, moment: datetime) -> str:
    """Beyond doubt for somebody who reads it tomorrow: date, weekday and time."""
    here = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return text % {"moment": f"{here:%Y-%m-%d} {weekday_words(here.date())} {here:%H:%M}"}

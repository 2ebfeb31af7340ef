"""What an insurance report says by itself, and what proves it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kept.documents.models import Document
from kept.kernel.money import show_money
from kept.transport.enums import GoodsCondition, TrackingCode, TrackingReason
from kept.transport.models import Delivery, Shipment

from ..models import InsuranceReport

PROOFS = ("photo", "signature", "evidence")
BAD_NEWS = (TrackingCode.DAMAGED, TrackingCode.LOST)
BAD_REASONS = (TrackingReason.DAMAGE, TrackingReason.SHORTAGE)
BAD_CONDITIONS = (GoodsCondition.DAMAGED, GoodsCondition.SHORT, GoodsCondition.WRONG)


def facts_of(report: InsuranceReport) -> str:
    """Facts that are known already, one a line, for whoever calls the insurer."""
    shipment, case = report.shipment, report.case
    words = {
        "number": shipment.number,
        "from": shipment.origin_city or "?",
        "to": shipment.destination_city or "?",
        "what": case.heading,
        "when": f"{localtime(case.opened_at):%Y-%m-%d %H:%M}",
        "pieces": shipment.pieces if shipment.pieces is not None else "?",
    }
    lines = [
        _("Waybill %(number)s, %(from)s to %(to)s, %(pieces)s pieces.") % words,
        _("%(what)s, seen %(when)s.") % words,
    ]
    if report.declared is not None:
        lines.append(_("Declared value: %(amount)s.") % {"amount": show_money(report.declared)})
    attempts = [attempt for attempt in shipment.deliveries.all() if _is_bad(attempt)]
    lines += [_attempt(attempt) for attempt in attempts]
    lines += dict.fromkeys([*_news(shipment), *(attempt.note for attempt in attempts), case.reason])
    return "\n".join(line for line in lines if line.strip())


def proofs_of(report: InsuranceReport) -> QuerySet[Document]:
    """Photos, signatures and evidence about the shipment and the case."""
    of_shipment = Document.objects.about(report.shipment)
    of_case = Document.objects.about(report.case)
    return (of_shipment | of_case).filter(kind__in=PROOFS).order_by("pk")


def _news(shipment: Shipment) -> list[str]:
    """What was written beside the news of damage or loss, the earliest first."""
    bad = Q(code__in=BAD_NEWS) | Q(reason__in=BAD_REASONS)
    told = shipment.tracking.filter(bad).exclude(note="").order_by("occurred_at", "pk")
    return list(told.values_list("note", flat=True))


def _is_bad(attempt: Delivery) -> bool:
    return bool(attempt.pieces_damaged or attempt.pieces_short or attempt.condition in BAD_CONDITIONS)


def _attempt(attempt: Delivery) -> str:
    if not (attempt.pieces_damaged or attempt.pieces_short):
        return _("Handed over: %(condition)s.") % {"condition": attempt.get_condition_display()}
    return _("Handed over with %(damaged)s pieces damaged, %(short)s missing.") % {
        "damaged": attempt.pieces_damaged or 0,
        "short": attempt.pieces_short or 0,
    }

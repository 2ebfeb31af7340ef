"""One delivery judged on time, quantity, quality and documents, each with what the record says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kept.promises.enums import Term, TermState
from kept.promises.models import Promise
from kept.transport.models import Delivery, Shipment


@dataclass(frozen=True)
class TermLine:
    """A term, its verdict, and the record on which it rests."""

    term: str
    words: Any
    state: str
    state_words: Any
    evidence: str


def judgement_of(
    shipment: Shipment, promise: Promise | None, deliveries: Sequence[Delivery]
) -> list[TermLine]:
    """The verdict on each promised term; nothing where nothing was promised."""
    if promise is None:
        return []
    return [
        TermLine(
            term,
            Term(term).label,
            state,
            TermState(state).label,
            _evidence(term, shipment, promise, deliveries),
        )
        for term, state in promise.terms().items()
    ]


def _evidence(term: str, shipment: Shipment, promise: Promise, deliveries: Sequence[Delivery]) -> str:
    handed = [delivery for delivery in deliveries if delivery.outcome in ("delivered", "partial")]
    if term == Term.TIME:
        return ""
    if not handed:
        return _("not handed over yet")
    if term == Term.QUANTITY:
        return _pieces(shipment, handed)
    if term == Term.QUALITY:
        return _condition(handed)
    return _papers(handed)


def _pieces(shipment: Shipment, handed: Sequence[Delivery]) -> str:
    counted = [d.pieces_delivered for d in handed if d.pieces_delivered is not None]
    if not counted:
        return _("pieces were not counted")
    short = sum(d.pieces_short or 0 for d in handed)
    said = _("%(got)d of %(expected)s pieces") % {"got": sum(counted), "expected": shipment.pieces or "?"}
    return _("%(said)s, %(short)d missing") % {"said": said, "short": short} if short else said


def _condition(handed: Sequence[Delivery]) -> str:
    damaged = sum(d.pieces_damaged or 0 for d in handed)
    if damaged:
        return _("%(n)d pieces damaged") % {"n": damaged}
    said = {str(d.get_condition_display()) for d in handed if d.condition}
    return ", ".join(sorted(said)) or _("condition was not written down")


def _papers(handed: Sequence[Delivery]) -> str:
    if any(d.papers_ok is False for d in handed):
        return _("papers were wrong")
    unchecked = [str(d.attempt_no) for d in handed if d.papers_ok is None]
    if not unchecked:
        return _("papers were right")
    if len(unchecked) < len(handed):
        return _("papers of attempt %(numbers)s were not checked") % {"numbers": ", ".join(unchecked)}
    return _("papers were not checked")

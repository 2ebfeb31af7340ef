"""Contacts and cases, and what belongs to them."""

from .belongings import CaseLink, CaseNote, CaseShipment, Escalation, Opinion
from .cases import Case, CaseIsClosed
from .contacts import Contact
from .counts import CallCount
from .shifts import HandOver

__all__ = [
    "CallCount",
    "Case",
    "CaseIsClosed",
    "CaseLink",
    "CaseNote",
    "CaseShipment",
    "Contact",
    "Escalation",
    "HandOver",
    "Opinion",
]

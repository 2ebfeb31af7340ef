"""Contacts and cases, and what belongs to them."""

from .belongings import CaseLink, CaseNote, CaseShipment, Escalation, Opinion
from .calls import Call, CallCentre, CallSignal, Extension
from .cases import Case, CaseIsClosed
from .contacts import Contact
from .counts import CallCount
from .learning import LearnedModel, SuggestionVerdict
from .shifts import HandOver

__all__ = [
    "Call",
    "CallCentre",
    "CallCount",
    "CallSignal",
    "Case",
    "CaseIsClosed",
    "CaseLink",
    "CaseNote",
    "CaseShipment",
    "Contact",
    "Escalation",
    "Extension",
    "HandOver",
    "LearnedModel",
    "Opinion",
    "SuggestionVerdict",
]

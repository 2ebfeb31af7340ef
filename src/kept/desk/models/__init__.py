"""Contacts and cases, and what belongs to them."""

from .arrangements import Campaign, CannedReply, Macro, Norm
from .belongings import CaseLink, CaseNote, CaseShipment, Opinion
from .calls import Call, CallCentre, CallSignal, Extension
from .cases import Case, CaseIsClosed
from .causes import CauseCode, PreventiveAction
from .chats import Chat, ChatLine
from .claims import Claim
from .closed import ClosedNotice
from .contacts import Contact
from .counts import CallCount
from .escalations import Escalation, EscalationStep
from .followups import FollowUp
from .insurance import InsuranceReport
from .learning import LearnedModel, SuggestionVerdict
from .liability import LiabilityDecision, LiabilityShare
from .offers import Offer
from .receptions import Reception
from .redress import AuthorityLimit, Compensation
from .referrals import Referral, UpwardReport
from .routing import Queue, QueueEntry, QueueRule, QueueSkill
from .shifts import HandOver

__all__ = [
    "AuthorityLimit",
    "Call",
    "CallCentre",
    "CallCount",
    "CallSignal",
    "Campaign",
    "CannedReply",
    "Case",
    "CaseIsClosed",
    "CaseLink",
    "CaseNote",
    "CaseShipment",
    "CauseCode",
    "Chat",
    "ChatLine",
    "Claim",
    "ClosedNotice",
    "Compensation",
    "Contact",
    "Escalation",
    "EscalationStep",
    "Extension",
    "FollowUp",
    "HandOver",
    "InsuranceReport",
    "LearnedModel",
    "LiabilityDecision",
    "LiabilityShare",
    "Macro",
    "Norm",
    "Offer",
    "Opinion",
    "PreventiveAction",
    "Queue",
    "QueueEntry",
    "QueueRule",
    "QueueSkill",
    "Reception",
    "Referral",
    "SuggestionVerdict",
    "UpwardReport",
]

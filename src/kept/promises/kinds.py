"""The kinds of promise a logistics company makes, with the limits it starts from (SPEC.md, decision 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from .enums import LimitKind, PauseReason, Phase, Term

MINUTES = 60
CalendarCode = Literal["always", "office"]


@dataclass(frozen=True)
class PromiseKind:
    """What is promised, from when to when, on which calendar, and when its clock may rest.

    `limit` is working time of the calendar; `pauses` are the reasons for which the clock may be paused;
    `reopens` tells whether a kept promise may run again, `passes` whether what was missed is past.
    """

    code: str
    words: Any
    phase: Phase
    limit: timedelta | None
    calendar: CalendarCode = "always"
    limit_kind: LimitKind = LimitKind.WORKING_TIME
    terms: tuple[Term, ...] = (Term.TIME,)
    pauses: frozenset[PauseReason] = field(default_factory=frozenset)
    reopens: bool = False
    passes: bool = False
    starts: Any = ""
    stops: Any = ""


KINDS: dict[str, PromiseKind] = {}


def promise_kind(kind: PromiseKind) -> PromiseKind:
    KINDS[kind.code] = kind
    return kind


def passing_kinds() -> list[str]:
    """Kinds of which nothing is left to be done once they are broken."""
    return [kind.code for kind in KINDS.values() if kind.passes]


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.words) for kind in KINDS.values()]


def _declare(code: str, words: Any, phase: Phase, limit: timedelta | None, **more: Any) -> None:
    promise_kind(PromiseKind(code, words, phase, limit, **more))


_WAITING = frozenset(PauseReason)
_DELIVERY: Mapping[str, Any] = {"terms": (Term.TIME, Term.QUANTITY, Term.QUALITY, Term.DOCUMENTS)}

_declare(
    "ring_answer",
    _("Pick up the phone"),
    Phase.BEFORE,
    timedelta(seconds=20),
    passes=True,
    starts=_("the phone rings"),
    stops=_("it is picked up"),
)
_declare(
    "call_answer",
    _("Answer a contact"),
    Phase.DURING,
    timedelta(minutes=5),
    starts=_("somebody contacts us"),
    stops=_("an answer goes out"),
)
_declare(
    "mail_answer",
    _("Answer a mail"),
    Phase.DURING,
    timedelta(hours=2),
    calendar="office",
    starts=_("a mail comes in"),
    stops=_("an answer goes out"),
)
_declare(
    "internal_call_answer",
    _("Answer a colleague"),
    Phase.DURING,
    timedelta(minutes=30),
    calendar="office",
    starts=_("a colleague contacts us"),
    stops=_("an answer goes out"),
)
_declare(
    "question_answer",
    _("Answer a question"),
    Phase.DURING,
    timedelta(minutes=5),
    pauses=_WAITING,
    starts=_("a question comes in"),
    stops=_("an answer goes out"),
)
_declare(
    "complaint_answer",
    _("Answer a complaint"),
    Phase.AFTER,
    timedelta(hours=1),
    pauses=_WAITING,
    starts=_("a complaint comes in"),
    stops=_("a substantial answer goes out"),
)
_declare(
    "complaint_resolution",
    _("Solve a complaint"),
    Phase.AFTER,
    timedelta(days=3),
    pauses=_WAITING,
    reopens=True,
    starts=_("a complaint comes in"),
    stops=_("it is solved"),
)
_declare(
    "inquiry_answer",
    _("Answer a price inquiry"),
    Phase.BEFORE,
    timedelta(hours=8),
    calendar="office",
    pauses=_WAITING,
    starts=_("an inquiry comes in"),
    stops=_("the customer is called back, with or without a price"),
)
_declare(
    "exception_notice",
    _("Tell the customer of an exception"),
    Phase.DURING,
    timedelta(minutes=30),
    starts=_("an exception is seen"),
    stops=_("the customer is told"),
)
_declare(
    "callback",
    _("Call back"),
    Phase.DURING,
    timedelta(minutes=30),
    calendar="office",
    pauses=_WAITING,
    starts=_("a call-back is promised"),
    stops=_("the call goes out"),
)
_declare(
    "pickup",
    _("Pick up goods"),
    Phase.DURING,
    None,
    limit_kind=LimitKind.AGREED,
    starts=_("the order is placed"),
    stops=_("the goods are picked up"),
)
_declare(
    "delivery",
    _("Deliver goods"),
    Phase.DURING,
    timedelta(days=3),
    pauses=_WAITING,
    starts=_("the order is placed"),
    stops=_("the goods are delivered"),
    **_DELIVERY,
)
_declare(
    "pickup_notice",
    _("Tell the receiver to collect"),
    Phase.DURING,
    timedelta(hours=2),
    calendar="office",
    starts=_("goods arrive that their receiver collects"),
    stops=_("the receiver is told, by a recorded call"),
)
_declare(
    "handover",
    _("Hand over to the next carrier"),
    Phase.DURING,
    None,
    limit_kind=LimitKind.AGREED,
    starts=_("an onward connection is planned"),
    stops=_("the next carrier has the goods"),
)
_declare(
    "redelivery",
    _("Deliver again"),
    Phase.DURING,
    timedelta(days=1),
    starts=_("a delivery fails"),
    stops=_("the next attempt is made"),
)
_declare(
    "receipt_return",
    _("Return the signed receipt"),
    Phase.AFTER,
    timedelta(days=30),
    starts=_("the goods are delivered"),
    stops=_("the receipt is handed to the customer"),
)
_declare(
    "invoice",
    _("Send the invoice"),
    Phase.AFTER,
    timedelta(hours=9),
    calendar="office",
    starts=_("the customer confirms the statement"),
    stops=_("the invoice is sent"),
)
_declare(
    "settlement",
    _("Settle within the month"),
    Phase.AFTER,
    None,
    limit_kind=LimitKind.MONTH_END,
    starts=_("goods are shipped"),
    stops=_("they are settled"),
)
_declare(
    "follow_up",
    _("Follow up"),
    Phase.AFTER,
    None,
    limit_kind=LimitKind.AGREED,
    starts=_("somebody is to look after something"),
    stops=_("it is done; where an answer was promised, by a recorded contact"),
)
_declare(
    "visit",
    _("Visit or call after service"),
    Phase.AFTER,
    timedelta(days=7),
    starts=_("a visit is promised"),
    stops=_("the visit is made"),
)
_declare(
    "compensation_decision",
    _("Decide on a compensation"),
    Phase.AFTER,
    timedelta(hours=9),
    calendar="office",
    starts=_("a proposal goes above the proposer's authority"),
    stops=_("it is approved or refused"),
)
_declare(
    "insurance_report",
    _("Report to the insurer"),
    Phase.DURING,
    timedelta(hours=24),
    starts=_("insured goods are damaged, short or lost"),
    stops=_("the insurer is told"),
)
_declare(
    "claim_decision",
    _("Decide on a claim"),
    Phase.AFTER,
    timedelta(days=15),
    starts=_("a claim is filed"),
    stops=_("it is granted or refused"),
)
_declare(
    "claim_payment",
    _("Pay a claim"),
    Phase.AFTER,
    None,
    limit_kind=LimitKind.AGREED,
    starts=_("a claim is granted with a day of payment"),
    stops=_("the money is paid"),
)
_declare(
    "finding_answer",
    _("Answer a social supervisor"),
    Phase.AFTER,
    timedelta(hours=27),
    calendar="office",
    starts=_("a social supervisor files a finding"),
    stops=_("the supervisor is told what is done about it"),
)
_declare(
    "prevention",
    _("Prevent a cause"),
    Phase.AFTER,
    None,
    limit_kind=LimitKind.AGREED,
    starts=_("a preventive action is planned"),
    stops=_("it is done and its effect is said"),
)

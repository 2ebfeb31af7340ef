"""Arithmetic and tables of the desk: which clocks a case starts, how severe it is, what closing asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

from .enums import CaseKind, Channel

GAP = r"{{([^{}]*)}}"

REOPEN_DAYS = number_rule(
    "desk.reopen_days",
    14,
    _("Days within which a solved case re-opens; later it is a new linked case"),
    unit="d",
)

RING_SECONDS = number_rule(
    "desk.ring_seconds", 5, _("Seconds that one ring of the telephone counts"), unit="s", lowest=1
)

DUPLICATE_DAYS = number_rule(
    "desk.duplicate_days", 14, _("Days within which complaints are compared as perhaps the same"), unit="d"
)
DUPLICATE_SHARE = number_rule(
    "desk.duplicate_share",
    "0.6",
    _("Likeness of words from which on two complaints look the same"),
    highest=1,
)
WRAP_UP_MINUTES = number_rule(
    "desk.wrap_up_minutes",
    10,
    _("Minutes for which a call that is over stays on the clerk's screen until it is written down"),
    unit="min",
)
SILENT_MINUTES = number_rule(
    "desk.silent_minutes",
    240,
    _("Minutes after which a call of whose end the telephone system told nothing counts as over"),
    unit="min",
    lowest=1,
)

LEARNING_CASES = number_rule(
    "desk.learning_cases", 200, _("Closed cases needed before suggestions are learned"), lowest=20
)
LEARNING_CLASS = number_rule(
    "desk.learning_class", 8, _("Closed cases that a class needs to be learned"), lowest=2
)
LEARNING_MOST = number_rule(
    "desk.learning_most", 100000, _("Newest closed cases that suggestions are learned from"), lowest=100
)
LEARNING_CONFIDENCE = number_rule(
    "desk.learning_confidence", "0.6", _("How sure a suggestion must be to be shown"), highest=1
)

LIVE_CHANNELS = frozenset(
    (Channel.PHONE, Channel.SMS, Channel.WECHAT, Channel.QQ, Channel.CHAT, Channel.SOCIAL)
)
"""Somebody waits at the other end: the contact itself has a clock, whether or not a case comes of it."""

PROMISES_OF: dict[str, tuple[str, ...]] = {
    CaseKind.QUESTION: ("question_answer",),
    CaseKind.CONSULTATION: ("question_answer",),
    CaseKind.CARGO_QUERY: ("question_answer",),
    CaseKind.COMPLAINT: ("complaint_answer", "complaint_resolution"),
    CaseKind.DISPUTE: ("complaint_answer", "complaint_resolution"),
    CaseKind.CLAIM: ("complaint_answer", "complaint_resolution"),
    CaseKind.EXCEPTION: ("exception_notice",),
    CaseKind.INTERNAL: ("internal_call_answer",),
    CaseKind.SUGGESTION: (),
}
ANSWER_CLOCKS = ("question_answer", "complaint_answer", "exception_notice", "internal_call_answer")
CONTACT_CLOCKS = ("call_answer", "internal_call_answer", "mail_answer", "callback")
RESOLUTION_CLOCKS = ("complaint_resolution",)

FAULT_KINDS = frozenset((CaseKind.COMPLAINT, CaseKind.EXCEPTION, CaseKind.DISPUTE, CaseKind.CLAIM))
"""Closing one of these names cause, liable tier, measure and prevention."""

SETTLED_BY_TALK = frozenset((CaseKind.QUESTION, CaseKind.CONSULTATION, CaseKind.CARGO_QUERY))
"""What is answered while the caller is on the phone is answered."""

BUSINESS_KINDS = frozenset(CaseKind.values) - {CaseKind.INTERNAL.value}
"""Not for people who are new to the work."""


PLACEHOLDERS = ("customer", "number", "state", "eta", "promise", "clerk")
"""Gaps of a canned reply, written {{so}}, which the case fills."""


def unknown_placeholders(text: str) -> list[str]:
    """Gaps in a text that nothing fills, as they were written."""
    return [f"{{{{{name}}}}}" for name in re.findall(GAP, text) if name.strip() not in PLACEHOLDERS]


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    return re.sub(GAP, lambda found: values[found[1].strip()], text)


def wants_answer(kind: str) -> bool:
    """Whether somebody outside waits for an answer before the case can be solved."""
    return any(clock in ANSWER_CLOCKS for clock in PROMISES_OF.get(kind, ()))


def severity(impact: int, urgency: int, *, raised: bool = False) -> int:
    """Impact times urgency: 9 is S1, 6 is S2, 3 and 4 S3, less S4; a key customer counts one higher."""
    product = impact * urgency
    rank = 1 if product >= 9 else 2 if product >= 6 else 3 if product >= 3 else 4
    return max(rank - 1, 1) if raised else rank


def contact_clock(channel: str, *, is_internal: bool) -> str:
    """The promise that an incoming contact starts by itself; empty when its case alone has a clock."""
    if is_internal:
        return "internal_call_answer"
    if channel == Channel.EMAIL:
        return "mail_answer"
    return "call_answer" if channel in LIVE_CHANNELS else ""


def rings_in(seconds: float, each: int) -> int:
    """In which ring the phone was picked up, when one ring counts `each` seconds."""
    return int(seconds // each) + 1

"""Arithmetic and tables of the desk: which clocks a case starts, how severe it is, what closing asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule

from .enums import CaseKind, CaseLevel, Channel

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
SMS_LONGEST = number_rule(
    "desk.sms_longest", 500, _("Characters that an SMS from the desk may have"), lowest=70
)
SMS_TO_MISSED_CALLS = number_rule(
    "desk.sms_to_missed_calls",
    0,
    _("Out-of-hours notice by SMS to a mobile whose call nobody picked up: 1 sends it, 0 does not"),
    highest=1,
)
CHAT_STARTS = number_rule(
    "desk.chat_starts", 6, _("Chats that may begin from one address within an hour"), unit="/h", lowest=1
)
CHAT_LINES = number_rule(
    "desk.chat_lines",
    20,
    _("Lines that a visitor of a chat may write within a minute"),
    unit="/min",
    lowest=1,
)
CHAT_IDLE_MINUTES = number_rule(
    "desk.chat_idle_minutes",
    30,
    _("Minutes without a line after which a chat is over"),
    unit="min",
    lowest=1,
)
LONGEST_LINE = 2000
"""Signs of one line of a chat: what a screen shows without scrolling."""

OFFER_HOURS = number_rule(
    "desk.offer_hours",
    4,
    _("Hours within which a way out that a customer chose is arranged"),
    unit="h",
    lowest=1,
)
IN_CHARGE: dict[str, tuple[str, ...]] = {
    CaseLevel.EMPLOYEE: ("branch_manager", "service_manager"),
    CaseLevel.MANAGER: ("branch_manager", "service_manager"),
    CaseLevel.HEADQUARTERS: ("general_manager",),
}
"""The roles that look after a matter of this level."""

LEVELS = tuple(CaseLevel)


def levels_below(level: str) -> list[str]:
    """From where a case rises to this level."""
    return list(LEVELS[: LEVELS.index(CaseLevel(level))])


LIVE_CHANNELS = frozenset(
    (Channel.PHONE, Channel.SMS, Channel.WECHAT, Channel.QQ, Channel.CHAT, Channel.SOCIAL)
)
"""Somebody waits at the other end: the contact itself has a clock, whether or not a case comes of it."""

TELLS_CLOSED = frozenset((Channel.EMAIL, Channel.CHAT, Channel.SMS))
"""Channels by which a machine of ours can answer."""

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

CASE_CLOCKS = tuple(dict.fromkeys(clock for clocks in PROMISES_OF.values() for clock in clocks))
"""What is promised about cases, which steps of escalation look at."""

FAULT_KINDS = frozenset((CaseKind.COMPLAINT, CaseKind.EXCEPTION, CaseKind.DISPUTE, CaseKind.CLAIM))
"""Closing one of these names cause, liable tier, measure and prevention."""

SETTLED_BY_TALK = frozenset((CaseKind.QUESTION, CaseKind.CONSULTATION, CaseKind.CARGO_QUERY))
"""What is answered while the caller is on the phone is answered."""

BUSINESS_KINDS = frozenset(CaseKind.values) - {CaseKind.INTERNAL.value}
"""Not for people who are new to the work."""


PLACEHOLDERS = {
    "customer": pgettext_lazy("gap", "who contacted us, else the customer"),
    "number": pgettext_lazy("gap", "number of the case"),
    "state": pgettext_lazy("gap", "state of the shipment, else of the case"),
    "eta": pgettext_lazy("gap", "expected arrival"),
    "promise": pgettext_lazy("gap", "until when we promised"),
    "clerk": pgettext_lazy("gap", "who answers"),
}
"""Gaps of a canned reply, written {{so}}, which the case fills, and what comes into them."""


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


CAPACITY = number_rule(
    "desk.capacity",
    20,
    _("Open matters that one person holds at most, unless their own limit says otherwise"),
)
LOAD_SEVERITY = (
    number_rule("desk.load_s1", 4, _("Load of an open matter of severity S1")),
    number_rule("desk.load_s2", 3, _("Load of an open matter of severity S2")),
    number_rule("desk.load_s3", 2, _("Load of an open matter of severity S3")),
    number_rule("desk.load_s4", 1, _("Load of an open matter of severity S4, or of a waiting contact")),
)
LOAD_DUE_FACTOR = number_rule(
    "desk.load_due_factor", 2, _("How many times the load counts that is overdue or due soon"), lowest=1
)
LOAD_DUE_MINUTES = number_rule(
    "desk.load_due_minutes", 60, _("Minutes before its due moment from which a load is due soon"), unit="min"
)


@dataclass(frozen=True, kw_only=True)
class MatterFacts:
    """What the rules of queues look at: `kind` is that of a case, or `contact`."""

    kind: str
    channel: str = ""
    language: str = ""
    segment: str = ""
    value_class: str = ""
    branch: str = ""
    service: str = ""
    text: str = ""

    def meet(self, **conditions: Sequence[str]) -> list[tuple[str, str]] | None:
        """The filled conditions with the value that meets each; None when one is not met."""
        found = []
        for name, wanted in conditions.items():
            if not wanted:
                continue
            mine = str(getattr(self, name)).casefold()
            asked = [(one, one.casefold()) for one in wanted]
            hits = [one for one, low in asked if (low in mine if name == "text" else low == mine)]
            if not hits:
                return None
            found.append((name, hits[0]))
        return found


def language_of(text: str) -> str:
    """Chinese when a Chinese character stands in it, else English when a Latin letter does, else unknown."""
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return "zh"
    return "en" if any(letter.isascii() and letter.isalpha() for letter in text) else ""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a matter asks of whoever takes it."""

    is_business: bool
    branch_id: int | None
    team_id: int | None
    skills: Mapping[int, int]


@dataclass(kw_only=True)
class Clerk:
    """Somebody who may take matters, with what is in their hands already."""

    person_id: int
    name: str
    is_new: bool = False
    is_working: bool = False
    is_absent: bool = False
    capacity: int = 0
    skills: Mapping[int, int] = field(default_factory=dict)
    teams: frozenset[int] = frozenset()
    branches: frozenset[int] | None = None
    """Where they may work; None is everywhere."""
    home: int | None = None
    """Their own branch."""
    open: int = 0
    load: float = 0.0

    def hindrance(self, need: Need, *, on_duty: bool = True) -> str:
        """Why this matter is not for them: a code, empty when nothing hinders. The one rule for all doors."""
        if need.is_business and self.is_new:
            return "new"
        if on_duty and self.is_absent:
            return "absent"
        if on_duty and not self.is_working:
            return "off_duty"
        if not self.serves(need):
            return "unfit"
        if self.branches is not None and need.branch_id not in self.branches:
            return "rights"
        return "full" if self.open >= self.capacity else ""

    def serves(self, need: Need) -> bool:
        """Whether they are of the team and have the skills."""
        if need.team_id is not None and need.team_id not in self.teams:
            return False
        return all(self.skills.get(skill, 0) >= level for skill, level in need.skills.items())


def load_of(
    severity: int, due_at: datetime | None, *, soon: datetime, weights: Sequence[float], factor: float
) -> float:
    """The weight of its severity, counted more often when it is due soon or overdue."""
    weight = weights[severity - 1]
    return weight * factor if due_at is not None and due_at <= soon else weight


def least_loaded(clerks: Sequence[Clerk], need: Need) -> Clerk | None:
    """Of those whom nothing hinders the one with the least load, then with the fewest matters."""
    free = [clerk for clerk in clerks if not clerk.hindrance(need)]
    return min(free, key=lambda clerk: (clerk.load, clerk.open, clerk.person_id), default=None)


class ChargesHeld(Refused):
    default = _("Charges of this dispute are held. Decide on them first.")


EFFECT_DAYS = number_rule(
    "desk.effect_days",
    30,
    _("Days before and after a preventive action in which cases of its cause are counted"),
    unit="d",
    lowest=1,
)


LOW_SATISFACTION = number_rule(
    "desk.low_satisfaction",
    2,
    _("Satisfaction on a return visit, of 5, up to which a case is suggested"),
    highest=5,
)
VISIT_AFTER_DAYS = number_rule(
    "desk.return_visit_days",
    7,
    _("A return visit follows a solved complaint within; 0: none"),
    unit="d",
    highest=365,
)
VISIT_EVERY = {
    "A": number_rule(
        "desk.return_visit_every_a", 0, _("Return visits to value class A, every; 0: none"), unit="d"
    ),
    "B": number_rule(
        "desk.return_visit_every_b", 0, _("Return visits to value class B, every; 0: none"), unit="d"
    ),
    "C": number_rule(
        "desk.return_visit_every_c", 0, _("Return visits to value class C, every; 0: none"), unit="d"
    ),
    "": number_rule(
        "desk.return_visit_every_other", 0, _("Return visits to all others, every; 0: none"), unit="d"
    ),
}
VISITS_A_DAY = number_rule(
    "desk.return_visits_a_day", 20, _("Regular return visits planned in a day, at most"), lowest=1
)


def visit_interval_key(value_class: str) -> str:
    """The number rule that says how often a customer of this value class is visited."""
    return VISIT_EVERY.get(value_class.strip().upper(), VISIT_EVERY[""])

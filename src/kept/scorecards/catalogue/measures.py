"""What is counted. Reliability by the day it was due, volume and lead time by the day it was done."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kept.promises.enums import Term
from kept.promises.kinds import KINDS

from .declared import Measure, measure

NONE_DUE = _("no delivery fell due whose time was promised")
NONE_DELIVERED = _("nothing was delivered")


def _promised(name: str, title: Any, where: str, nothing: Any, *, records: str = "") -> None:
    measure(Measure(name, title, "promises", f"count(*) FILTER (WHERE {where})", "due_on", nothing, records))


def _delivered(name: str, title: Any, sql: str, nothing: Any, *, records: str = "delivered") -> None:
    measure(Measure(name, title, "deliveries", sql, "happened_on", nothing, records))


TIME = "kind = 'delivery' AND term = 'time'"
JUDGED = "verdict IN ('kept', 'broken')"
RIGHT = "verdict = 'kept'"

_promised(
    "deliveries_due", _("Deliveries that fell due"), f"{TIME} AND {JUDGED}", NONE_DUE, records="delivery:time"
)
_promised(
    "deliveries_on_time",
    _("Deliveries on time"),
    f"{TIME} AND {RIGHT}",
    NONE_DUE,
    records="delivery:time:kept",
)
NONE_CARRIED = _("nothing that a subcontractor carried fell due")
_promised(
    "carried_due",
    _("Deliveries of subcontractors that fell due"),
    f"{TIME} AND {JUDGED} AND partner_id IS NOT NULL",
    NONE_CARRIED,
    records="delivery:time:carried",
)
_promised(
    "carried_on_time",
    _("Deliveries of subcontractors on time"),
    f"{TIME} AND {RIGHT} AND partner_id IS NOT NULL",
    NONE_CARRIED,
)
_promised(
    "deliveries_early", _("Deliveries before their window"), f"{TIME} AND {RIGHT} AND is_early", NONE_DUE
)
_promised(
    "deliveries_due_in_our_hands",
    _("Deliveries due that were up to us"),
    f"{TIME} AND ({RIGHT} OR (verdict = 'broken' AND NOT is_excused))",
    NONE_DUE,
    records="delivery:time:ours",
)
_promised(
    "deliveries_originally_due",
    _("Deliveries due by the first promise"),
    f"{TIME} AND original_verdict IN ('kept', 'broken')",
    NONE_DUE,
    records="delivery:time:original",
)
_promised(
    "deliveries_on_original_time",
    _("Deliveries on time by the first promise"),
    f"{TIME} AND original_verdict = 'kept'",
    NONE_DUE,
)

OF_TERMS = {
    Term.QUANTITY: (
        _("Deliveries judged on quantity"),
        _("Deliveries with every piece"),
        _("no delivery says whether its quantity was right"),
    ),
    Term.QUALITY: (
        _("Deliveries judged on damage"),
        _("Deliveries without damage"),
        _("no delivery says whether the goods were sound"),
    ),
    Term.DOCUMENTS: (
        _("Deliveries judged on papers"),
        _("Deliveries whose papers were right"),
        _("no delivery says whether its papers were right"),
    ),
}
for term, (judged, right, nothing) in OF_TERMS.items():
    of_term = f"kind = 'delivery' AND term = '{term}'"
    _promised(f"{term}_judged", judged, f"{of_term} AND {JUDGED}", nothing, records=f"delivery:{term}")
    _promised(f"{term}_right", right, f"{of_term} AND {RIGHT}", nothing, records=f"delivery:{term}:kept")

NOT_WHOLE = _("no delivery is judged on time, quantity, quality and documents alike")
_promised(
    "deliveries_judged_whole",
    _("Deliveries judged on all four"),
    f"{TIME} AND delivered_whole IN ('kept', 'broken') AND {JUDGED}",
    NOT_WHOLE,
    records="delivery:whole",
)
_promised(
    "deliveries_whole",
    _("Deliveries with all four right"),
    f"{TIME} AND delivered_whole = 'kept' AND {JUDGED}",
    NOT_WHOLE,
)

NONE_OF_KIND = _("no promise of this kind fell due")
_promised(
    "promises_due",
    _("Promises that fell due"),
    "is_first AND result IN ('kept', 'broken')",
    _("no promise fell due"),
    records="*",
)
_promised(
    "promises_kept", _("Promises that were kept"), "is_first AND result = 'kept'", _("no promise fell due")
)
for kind, promised in KINDS.items():
    of_kind = f"is_first AND kind = '{kind}'"
    due = format_lazy(_("{promise}: due"), promise=promised.words)
    kept = format_lazy(_("{promise}: kept"), promise=promised.words)
    _promised(f"{kind}_due", due, f"{of_kind} AND result IN ('kept', 'broken')", NONE_OF_KIND, records=kind)
    _promised(f"{kind}_kept", kept, f"{of_kind} AND result = 'kept'", NONE_OF_KIND)

DONE = "outcome = 'delivered'"
_delivered(
    "shipments_tried",
    _("Shipments taken out for delivery"),
    "count(*) FILTER (WHERE is_opening)",
    _("nothing was brought"),
    records="opening",
)
_delivered(
    "shipments_at_first_attempt",
    _("Shipments delivered at the first attempt"),
    f"count(*) FILTER (WHERE is_opening AND attempt_no = 1 AND {DONE})",
    _("nothing was brought"),
)
_delivered("shipments_delivered", _("Deliveries made"), f"count(*) FILTER (WHERE {DONE})", NONE_DELIVERED)
_delivered(
    "weight_delivered",
    _("Weight delivered"),
    f"sum(weight_kg) FILTER (WHERE {DONE})",
    _("no delivery states its weight"),
)

NO_START = _("no delivery says when it was ordered or picked up")
_delivered(
    "lead_hours_sum",
    _("Lead time of all deliveries in hours"),
    f"sum(lead_hours) FILTER (WHERE {DONE})",
    NO_START,
)
_delivered(
    "lead_times",
    _("Deliveries whose lead time is known"),
    f"count(lead_hours) FILTER (WHERE {DONE})",
    NO_START,
    records="timed",
)
_delivered(
    "lead_hours_median",
    _("Median lead time in hours"),
    f"median(lead_hours) FILTER (WHERE {DONE})",
    NO_START,
    records="timed",
)
_delivered(
    "lead_hours_p90",
    _("Lead time of nine in ten in hours"),
    f"quantile_disc(lead_hours, 0.9) FILTER (WHERE {DONE})",
    NO_START,
    records="timed",
)

COSTED = f"{DONE} AND freight_cost IS NOT NULL AND weight_kg > 0"
NOT_COSTED = _("no delivery states both its freight cost and its weight")
_delivered("freight_cost", _("Freight cost"), f"sum(freight_cost) FILTER (WHERE {COSTED})", NOT_COSTED)
_delivered(
    "freight_weight",
    _("Weight of deliveries with a freight cost"),
    f"sum(weight_kg) FILTER (WHERE {COSTED})",
    NOT_COSTED,
    records="costed",
)


def _contact(name: str, title: Any, sql: str, nothing: Any, *, records: str = "") -> None:
    measure(Measure(name, title, "contacts", sql, "on_day", nothing, records))


def _case(name: str, title: Any, sql: str, nothing: Any, *, records: str = "", counts: bool = False) -> None:
    measure(Measure(name, title, "cases", sql, "opened_on", nothing, records, counts=counts))


def _call(name: str, title: Any, sql: str, nothing: Any, *, records: str = "") -> None:
    measure(Measure(name, title, "calls", sql, "on_day", nothing, records))


ANSWERED = "direction = 'in' AND minutes_to_answer IS NOT NULL"
NO_ANSWER = _("nobody who contacted us was answered")
_contact(
    "contacts_in",
    _("Contacts that came in"),
    "count(*) FILTER (WHERE direction = 'in')",
    _("nobody contacted us"),
    records="in",
)
_contact(
    "contacts_answered",
    _("Answered contacts"),
    f"count(*) FILTER (WHERE {ANSWERED})",
    NO_ANSWER,
    records="answered",
)
_contact(
    "answer_minutes_sum",
    _("Waiting for answers in minutes"),
    f"sum(minutes_to_answer) FILTER (WHERE {ANSWERED})",
    NO_ANSWER,
)
_contact(
    "answer_minutes_median",
    _("Median time to an answer in minutes"),
    f"median(minutes_to_answer) FILTER (WHERE {ANSWERED})",
    NO_ANSWER,
    records="answered",
)
_contact(
    "answer_minutes_p90",
    _("Time to an answer of nine in ten in minutes"),
    f"quantile_disc(minutes_to_answer, 0.9) FILTER (WHERE {ANSWERED})",
    NO_ANSWER,
    records="answered",
)

COMPLAINT = "kind = 'complaint'"
SOLVED = "minutes_to_solution IS NOT NULL"
NO_COMPLAINT = _("no complaint was made")
NONE_SOLVED = _("no complaint was solved")
_case(
    "complaints", _("Complaints"), f"count(*) FILTER (WHERE {COMPLAINT})", NO_COMPLAINT, records="complaint"
)
_case(
    "complaints_by_ten_thousand",
    _("Complaints times 10,000"),
    f"sum(CASE WHEN {COMPLAINT} THEN 10000 ELSE 0 END)",
    NO_COMPLAINT,
    counts=True,
)
_case(
    "complaints_solved",
    _("Complaints solved"),
    f"count(*) FILTER (WHERE {COMPLAINT} AND {SOLVED})",
    NONE_SOLVED,
    records="complaint:solved",
)
_case(
    "complaint_hours_sum",
    _("Time to solve complaints in hours"),
    f"sum(minutes_to_solution / 60) FILTER (WHERE {COMPLAINT} AND {SOLVED})",
    NONE_SOLVED,
)
_case(
    "complaint_hours_median",
    _("Median time to solve a complaint in hours"),
    f"median(minutes_to_solution / 60) FILTER (WHERE {COMPLAINT} AND {SOLVED})",
    NONE_SOLVED,
    records="complaint:solved",
)
NO_CASE_SOLVED = _("no case was solved")
_case("cases_opened", _("Cases opened"), "count(*)", _("no case was opened"), records="*")
_case(
    "cases_solved", _("Cases solved"), f"count(*) FILTER (WHERE {SOLVED})", NO_CASE_SOLVED, records="*:solved"
)
_case(
    "cases_reopened",
    _("Solved cases opened again"),
    f"count(*) FILTER (WHERE {SOLVED} AND reopenings > 0)",
    NO_CASE_SOLVED,
)
_case("times_asked_again", _("Times customers asked again"), "sum(chasers)", _("no case was opened"))
_case("times_passed_on", _("Times cases were passed on"), "sum(passed_on)", _("no case was opened"))
TOLD = f"{SOLVED} AND contacts_in > 0"
NO_CONTACT = _("no solved case says how it came in")
_case(
    "cases_solved_with_contact",
    _("Solved cases whose contacts are known"),
    f"count(*) FILTER (WHERE {TOLD})",
    NO_CONTACT,
    records="*:told",
)
_case(
    "cases_solved_at_once",
    _("Cases solved at the first contact"),
    f"count(*) FILTER (WHERE {TOLD} AND contacts_in = 1 AND reopenings = 0 AND NOT came_again)",
    NO_CONTACT,
)
SAID = f"kind IN ('complaint', 'suggestion') AND {TOLD}"
_case(
    "complaints_and_suggestions_settled",
    _("Complaints and suggestions settled"),
    f"count(*) FILTER (WHERE {SAID})",
    NO_CONTACT,
    records="complaint+suggestion:told",
)
_case(
    "steps_to_settle",
    _("Steps to settle complaints and suggestions"),
    f"sum(1 + reopenings + contacts_in + passed_on) FILTER (WHERE {SAID})",
    NO_CONTACT,
)
NO_OPINION = _("nobody gave an opinion")
_case("opinions", _("Opinions given"), "count(rating)", NO_OPINION, records="*:rated")
_case("opinion_points", _("Points of all opinions"), "sum(rating)", NO_OPINION)

_call("calls_offered", _("Calls that came in"), "sum(offered)", _("no calls were counted"))
NO_END = _("nobody counted who gave up")
_call(
    "calls_followed",
    _("Calls whose end was counted"),
    "sum(offered) FILTER (WHERE abandoned IS NOT NULL)",
    NO_END,
    records="followed",
)
_call("calls_abandoned", _("Calls given up"), "sum(abandoned)", NO_END)
UNTIMED = _("nobody counted which calls were answered in time")
TIMED = "in_time IS NOT NULL AND abandoned IS NOT NULL"
_call(
    "calls_timed",
    _("Calls not given up whose wait was counted"),
    f"sum(offered - abandoned) FILTER (WHERE {TIMED})",
    UNTIMED,
    records="timed",
)
_call(
    "calls_in_time",
    _("Calls answered within the set seconds"),
    f"sum(in_time) FILTER (WHERE {TIMED})",
    UNTIMED,
)

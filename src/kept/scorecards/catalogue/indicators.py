"""What is made of the measures. `source` names the requirement or the standard it comes from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.promises.kinds import KINDS

from ..enums import Direction, Unit
from .declared import Indicator, indicator

COMPONENTS = ("quantity_rate", "quality_rate", "on_time_rate", "documents_rate")
"""The four rates whose product is the service level."""

KEPT_BY_KIND = tuple(f"kept_{kind}" for kind in KINDS)


def _rate(code: str, title: Any, question: Any, formula: str, means: Any, **more: Any) -> None:
    told = {"direction": Direction.UP, "phase": "during", "group": "reliability", "source": "R499", **more}
    worst, best = {"up": (0, 1), "down": (1, 0)}.get(told["direction"], (None, None))
    if told.get("unit", Unit.RATE) != Unit.RATE:
        worst, best = None, None
    indicator(
        Indicator(
            code=code,
            title=title,
            question=question,
            formula=formula,
            unit=told.pop("unit", Unit.RATE),
            means=means,
            groups=_many(told.pop("group")),
            sources=_many(told.pop("source")),
            worst=told.pop("worst", worst),
            best=told.pop("best", best),
            is_leaf=told.pop("is_leaf", False),
            **told,
        )
    )


def _many(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


_rate(
    "on_time_rate",
    _("On-time deliveries"),
    _("Do we deliver when we said?"),
    "deliveries_on_time / deliveries_due",
    _("Deliveries not later than promised, out of all whose moment has come. Early ones count as on time."),
    source=("R379", "R477", "R489"),
    group=("customer_service_level", "reliability"),
    worst="0.85",
    best="0.98",
    is_leaf=True,
)
_rate(
    "early_share",
    _("Early deliveries"),
    _("How often do we come before we said?"),
    "deliveries_early / deliveries_due",
    _("Deliveries before the promised window or day opened, out of all whose moment has come."),
    direction=Direction.NONE,
)
_rate(
    "controllable_on_time_rate",
    _("On-time deliveries in our hands"),
    _("Do we deliver when we said, where it is up to us?"),
    "deliveries_on_time / deliveries_due_in_our_hands",
    _("As on-time deliveries, without the late ones that the contract excuses."),
    source="DESIGN",
)
_rate(
    "original_on_time_rate",
    _("On-time deliveries by the first promise"),
    _("Do we deliver when we first said?"),
    "deliveries_on_original_time / deliveries_originally_due",
    _("Deliveries not later than the moment promised before the customer moved it."),
    source="DESIGN",
)
_rate(
    "quantity_rate",
    _("Complete deliveries"),
    _("Do we bring everything?"),
    "quantity_right / quantity_judged",
    _("Deliveries with every piece, out of all whose quantity is known."),
    source=("R487", "DOMAIN 1.7"),
    worst="0.85",
    best="0.99",
)
_rate(
    "quality_rate",
    _("Sound deliveries"),
    _("Do goods arrive sound?"),
    "quality_right / quality_judged",
    _("Deliveries without damage, out of all whose condition is known."),
    source="R488",
    worst="0.9",
    best="0.997",
)
_rate(
    "documents_rate",
    _("Deliveries with right papers"),
    _("Are the papers right?"),
    "documents_right / documents_judged",
    _("Deliveries whose papers were right, out of all whose papers are known."),
    source="R490",
    worst="0.9",
    best="0.998",
)
_rate(
    "joint_rate",
    _("Deliveries right in all four"),
    _("How many deliveries are right in everything?"),
    "deliveries_whole / deliveries_judged_whole",
    _("Deliveries right in time, quantity, quality and documents, counted out of all judged on the four."),
    source=("SCOR RL.1.1", "DOMAIN 1.7"),
    worst="0.7",
    best="0.95",
)
_rate(
    "first_attempt_rate",
    _("Delivered at the first attempt"),
    _("Do we need to come twice?"),
    "shipments_at_first_attempt / shipments_tried",
    _("Shipments handed over at the first attempt, out of all that were brought."),
    source="R387",
    group=("delivery_function", "delivery"),
    worst="0.8",
    best="0.98",
    is_leaf=True,
)
_rate(
    "promises_kept_rate",
    _("Promises kept"),
    _("Do we keep what we promise?"),
    "promises_kept / promises_due",
    _("Promises of every kind kept in all their terms, out of all that are judged."),
    source="R031",
    group="promises",
)
for kind, declared in KINDS.items():
    _rate(
        f"kept_{kind}",
        declared.words,
        _("Do we keep this promise?"),
        f"{kind}_kept / {kind}_due",
        _("Promises of this kind kept in all their terms, out of all that are judged."),
        source="R031",
        phase=str(declared.phase),
        group="by_kind",
    )

_rate(
    "lead_time_mean",
    _("Mean lead time"),
    _("How long does a delivery take?"),
    "lead_hours_sum / lead_times",
    _("Hours from the order, or else from the pick-up, to the delivery."),
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    source="R377",
    group=("customer_service_level", "speed"),
    worst=96,
    best=24,
    is_leaf=True,
)
_rate(
    "lead_time_median",
    _("Median lead time"),
    _("How long does the middle delivery take?"),
    "lead_hours_median",
    _("Half of the deliveries take at most this long."),
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    source="R377",
    group="speed",
)
_rate(
    "lead_time_p90",
    _("Lead time of nine in ten"),
    _("How long do nine deliveries in ten take at most?"),
    "lead_hours_p90",
    _("Nine of ten deliveries take at most this long (nearest rank)."),
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    source="R377",
    group="speed",
)
_rate(
    "volume",
    _("Deliveries made"),
    _("How much do we deliver?"),
    "shipments_delivered",
    _("Shipments handed over."),
    unit=Unit.COUNT,
    direction=Direction.NONE,
    source="R357",
    group="volume",
)
_rate(
    "weight",
    _("Weight delivered"),
    _("How much weight do we deliver?"),
    "weight_delivered",
    _("Weight of the shipments handed over, where it is stated."),
    unit=Unit.KG,
    direction=Direction.NONE,
    source="R357",
    group="volume",
)
_rate(
    "freight_per_kg",
    _("Freight cost per kg"),
    _("What does carriage cost us?"),
    "freight_cost / freight_weight",
    _("Freight cost over weight, of the deliveries that state both, in one currency."),
    unit=Unit.PER_KG,
    direction=Direction.DOWN,
    source="R392",
    group="cost",
    in_money=True,
)


def _desk(code: str, title: Any, question: Any, formula: str, means: Any, **more: Any) -> None:
    _rate(code, title, question, formula, means, **{"group": "desk", "phase": "after", **more})


_desk(
    "answer_time_mean",
    _("Mean time to an answer"),
    _("How long do people wait for an answer?"),
    "answer_minutes_sum / contacts_answered",
    _("Minutes from a contact to the answer that went out, of those that were answered."),
    unit=Unit.MINUTES,
    direction=Direction.DOWN,
    source="R309",
)
_desk(
    "answer_time_median",
    _("Median time to an answer"),
    _("How long does the middle one wait for an answer?"),
    "answer_minutes_median",
    _("Half of those who were answered waited at most this long."),
    unit=Unit.MINUTES,
    direction=Direction.DOWN,
    source="R309",
)
_desk(
    "answer_time_p90",
    _("Time to an answer, nine in ten"),
    _("How long do nine in ten wait at most?"),
    "answer_minutes_p90",
    _("Nine of ten who were answered waited at most this long (nearest rank)."),
    unit=Unit.MINUTES,
    direction=Direction.DOWN,
    source="R309",
)
_desk(
    "contact_volume",
    _("Contacts that came in"),
    _("How often are we contacted?"),
    "contacts_in",
    _("Calls, mails, chats, letters and visits from outside and from colleagues."),
    unit=Unit.COUNT,
    direction=Direction.NONE,
    source="R267",
)
_desk(
    "complaints",
    _("Complaints"),
    _("How often do customers complain?"),
    "complaints",
    _("Cases of the kind complaint, by the day on which the matter came in."),
    unit=Unit.COUNT,
    direction=Direction.DOWN,
    source="R310",
)
_desk(
    "complaint_rate",
    _("Complaints per 10,000 deliveries"),
    _("How often do customers complain for what we deliver?"),
    "complaints_by_ten_thousand / shipments_delivered",
    _("Complaints over deliveries made in the same months, times 10,000."),
    unit=Unit.PER_10K,
    direction=Direction.DOWN,
    source="R310",
    behind="complaints",
)
_desk(
    "complaint_time_mean",
    _("Mean time to solve a complaint"),
    _("How long does a complaint take?"),
    "complaint_hours_sum / complaints_solved",
    _("Hours from the complaint to its solution, of those that were solved."),
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    source="R277",
)
_desk(
    "complaint_time_median",
    _("Median time to solve a complaint"),
    _("How long does the middle complaint take?"),
    "complaint_hours_median",
    _("Half of the solved complaints took at most this long."),
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    source="R277",
)
_desk(
    "reopening_rate",
    _("Cases opened again"),
    _("How often was it not solved after all?"),
    "cases_reopened / cases_solved",
    _("Solved cases that had to be taken up again, out of all that were solved."),
    direction=Direction.DOWN,
    source="R290",
)
_desk(
    "first_contact_rate",
    _("Solved at the first contact"),
    _("How often is one contact enough?"),
    "cases_solved_at_once / cases_solved_with_contact",
    _(
        "Solved cases about which the customer came once, that were not opened again and not followed by"
        " the same kind of matter within seven days, out of the solved ones whose contacts are known."
    ),
    source="R304",
)
_desk(
    "asked_again",
    _("Times asked again per case"),
    _("How often must customers ask again?"),
    "times_asked_again / cases_opened",
    _("How often customers came back about an open case, over all cases."),
    unit=Unit.TIMES,
    direction=Direction.DOWN,
    source="R289",
)
_desk(
    "passed_on",
    _("Times passed on per case"),
    _("Through how many hands does a case go?"),
    "times_passed_on / cases_opened",
    _("How often a case went to somebody else, over all cases."),
    unit=Unit.TIMES,
    direction=Direction.DOWN,
    source="R289",
)
_desk(
    "steps_to_settle",
    _("Steps of a complaint or suggestion"),
    _("Through how many steps does it take a customer to be helped?"),
    "steps_to_settle / complaints_and_suggestions_settled",
    _(
        "Each time the customer came to us, each time the matter went to somebody else, and each solution are"
        " a step; the mean over solved complaints and suggestions. Two is the least: said once, solved once."
    ),
    unit=Unit.TIMES,
    direction=Direction.DOWN,
    source="R291",
)
_desk(
    "opinion_mean",
    _("Customers' opinion of handling"),
    _("How do customers find what we did?"),
    "opinion_points / opinions",
    _("Mean of the opinions from 1 to 5 that customers gave after their case was closed."),
    unit=Unit.POINTS,
    source="R292",
)
_desk(
    "call_volume",
    _("Calls that were counted"),
    _("How many calls come in?"),
    "calls_offered",
    _("Calls as the telephone system counted them."),
    unit=Unit.COUNT,
    direction=Direction.NONE,
    source="R267",
)
_desk(
    "abandonment_rate",
    _("Callers who gave up"),
    _("How many callers give up?"),
    "calls_abandoned / calls_followed",
    _("Callers who hung up before somebody answered, out of all whose end was counted."),
    direction=Direction.DOWN,
    source="R266",
)
_desk(
    "calls_in_time_rate",
    _("Calls answered in time"),
    _("Do we pick up in time?"),
    "calls_in_time / calls_timed",
    _("Calls answered within the set seconds, out of those whose caller did not give up."),
    source="R268",
)

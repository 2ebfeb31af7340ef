"""What is counted of orders, customers, deliveries, answers and news for the tree of indicators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..enums import Over
from .declared import MEASURES, Measure, Whole, measure
from .limits import REAL_TIME_MINUTES
from .measures import DONE, JUDGED, NO_COMPLAINT, NO_START, NONE_DELIVERED, NONE_DUE, SOLVED, TIME

NO_ORDER = _("no order was placed")
NO_ANSWERS = _("no survey was answered")
YEAR_AGO = _("there are no figures of the year before")


def _of(table: str, day: str) -> Any:
    def declare(name: str, sql: str, nothing: Any, **more: Any) -> None:
        measure(Measure(name, table, sql, day, nothing, **more))

    return declare


_delivered = _of("deliveries", "happened_on")
SAID = f"{DONE} AND condition IS NOT NULL AND condition <> ''"
NOT_SAID = _("no delivery says in what condition the goods were")
_delivered("deliveries_with_condition", f"count(*) FILTER (WHERE {SAID})", NOT_SAID, records="conditioned")
_delivered(
    "deliveries_wrong", f"count(*) FILTER (WHERE {SAID} AND condition IN ('wrong', 'short'))", NOT_SAID
)
_delivered(
    "deliveries_unharmed", f"count(*) FILTER (WHERE {SAID} AND condition IN ('good', 'wrong'))", NOT_SAID
)
_delivered(
    "deliveries_right", f"count(*) FILTER (WHERE {SAID} AND condition IN ('good', 'damaged'))", NOT_SAID
)
_delivered(
    "deliveries_with_papers",
    f"count(*) FILTER (WHERE {SAID} AND papers_ok IS NOT NULL)",
    _("no delivery says both its condition and its papers"),
    records="papered",
)
_delivered(
    "deliveries_accurate",
    f"count(*) FILTER (WHERE {SAID} AND papers_ok AND condition IN ('good', 'damaged'))",
    NOT_SAID,
)
PIECED = "pieces IS NOT NULL AND pieces_delivered IS NOT NULL"
NO_PIECES = _("no delivery says how many pieces it had and brought")
_delivered("pieces_sent", f"sum(pieces) FILTER (WHERE is_opening AND {PIECED})", NO_PIECES, records="pieced")
_delivered("pieces_brought", f"sum(pieces_delivered) FILTER (WHERE is_opening AND {PIECED})", NO_PIECES)
LOOKED = f"{DONE} AND pieces_delivered IS NOT NULL AND pieces_damaged IS NOT NULL"
NO_LOOK = _("no delivery says how many pieces were damaged")
_delivered("pieces_looked_at", f"sum(pieces_delivered) FILTER (WHERE {LOOKED})", NO_LOOK, records="looked")
_delivered("pieces_damaged", f"sum(pieces_damaged) FILTER (WHERE {LOOKED})", NO_LOOK)
TRAVELLED = f"{DONE} AND transit_hours IS NOT NULL"
NO_DEPARTURE = _("no delivery says when the goods were picked up")
_delivered("transit_hours_sum", f"sum(transit_hours) FILTER (WHERE {TRAVELLED})", NO_DEPARTURE)
_delivered("transits", f"count(*) FILTER (WHERE {TRAVELLED})", NO_DEPARTURE, records="travelled")
_delivered("cycle_hours_mean", f"avg(lead_hours) FILTER (WHERE {DONE})", NO_START, records="timed")
_delivered(
    "cycle_hours_spread",
    f"stddev_samp(lead_hours) FILTER (WHERE {DONE})",
    _("fewer than two deliveries say how long they took"),
    records="timed",
)
_of("deliveries", "year_later_on")("shipments_a_year_before", f"count(*) FILTER (WHERE {DONE})", YEAR_AGO)

_promised = _of("promises", "due_on")
_promised(
    "deliveries_judged_otif",
    f"count(*) FILTER (WHERE {TIME} AND {JUDGED} AND quantity_state IN ('kept', 'broken'))",
    NONE_DUE,
    records="delivery:otif",
)
_promised(
    "deliveries_otif",
    f"count(*) FILTER (WHERE {TIME} AND verdict = 'kept' AND quantity_state = 'kept')",
    NONE_DUE,
)
_promised(
    "deliveries_judged_safe_and_on_time",
    f"count(*) FILTER (WHERE {TIME} AND {JUDGED} AND quality_state IN ('kept', 'broken'))",
    NONE_DUE,
    records="delivery:safe",
)
_promised(
    "deliveries_safe_and_on_time",
    f"count(*) FILTER (WHERE {TIME} AND verdict = 'kept' AND quality_state = 'kept')",
    NONE_DUE,
)

_of("orders", "placed_on")("orders_placed", "count(*)", NO_ORDER, records="placed", called=_("Orders placed"))
_of("orders", "year_later_on")("orders_a_year_before", "count(*)", YEAR_AGO)
NO_RELEASE = _("no order was released")
_released = _of("orders", "released_on")
_released("release_hours_sum", "sum(hours_to_release)", NO_RELEASE)
_released("orders_released", "count(hours_to_release)", NO_RELEASE, records="released")

_closed = _of("inquiries", "closed_on")
NO_INQUIRY = _("no inquiry was won or lost")
_closed("inquiries_won", "count(*) FILTER (WHERE state = 'accepted')", NO_INQUIRY)
_closed(
    "inquiries_decided",
    "count(*) FILTER (WHERE state IN ('accepted', 'lost'))",
    NO_INQUIRY,
    records="decided",
)

_served = _of("served", "month_on")
_served(
    "customers_served",
    "count(*)",
    NONE_DELIVERED,
    over=Over.MEAN,
    records="served",
    called=_("Customers served"),
)
NO_SINCE = _("no customer served says since when he is one")
_served("relation_years_sum", "sum(years)", NO_SINCE)
_served("relations_known", "count(years)", NO_SINCE, records="since")
_before = _of("served", "month_after_on")
NONE_BEFORE = _("nobody was served in the month before")
_before("customers_before", "count(*)", NONE_BEFORE, records="before")
_before("customers_who_stayed", "count(*) FILTER (WHERE has_stayed)", NONE_BEFORE)

_answered = _of("answers", "answered_on")
_answered("satisfaction_weighed", "sum(mark * importance)", NO_ANSWERS)
_answered(
    "satisfaction_weights", "sum(importance) FILTER (WHERE mark IS NOT NULL)", NO_ANSWERS, records="marked"
)
AFTER = "asked IN ('delivery', 'case') AND mark IS NOT NULL"
_answered("answers_after_service", f"count(*) FILTER (WHERE {AFTER})", NO_ANSWERS)
_answered("answers_after_service_good", f"count(*) FILTER (WHERE {AFTER} AND mark >= 75)", NO_ANSWERS)
NO_NPS = _("nobody was asked whether he would recommend us")
_answered("recommendations", "count(nps)", NO_NPS, records="nps")
_answered("promoters", "count(*) FILTER (WHERE nps >= 9)", NO_NPS)
_answered("detractors", "count(*) FILTER (WHERE nps <= 6)", NO_NPS)

_case = _of("cases", "opened_on")
_case("opinions_good", "count(*) FILTER (WHERE rating >= 4)", _("nobody gave an opinion"))
NO_EXCEPTION = _("no exception was solved")
EXCEPTION = f"kind = 'exception' AND {SOLVED}"
_case("exception_hours_sum", f"sum(minutes_to_solution / 60) FILTER (WHERE {EXCEPTION})", NO_EXCEPTION)
_case("exceptions_solved", f"count(*) FILTER (WHERE {EXCEPTION})", NO_EXCEPTION, records="exception:solved")
NO_CLAIM = _("no claim was settled")
CLAIM = f"kind = 'claim' AND {SOLVED}"
_case("claim_hours_sum", f"sum(minutes_to_solution / 60) FILTER (WHERE {CLAIM})", NO_CLAIM)
_case("claims_settled", f"count(*) FILTER (WHERE {CLAIM})", NO_CLAIM, records="claim:solved")
_case(
    "accidents",
    "count(*) FILTER (WHERE kind = 'exception' AND trouble IN ('damage', 'lost', 'shortage'))",
    _("no accident was recorded"),
    records="exception:accident",
)
_of("cases", "year_later_on")(
    "complaints_a_year_before", "count(*) FILTER (WHERE kind = 'complaint')", NO_COMPLAINT
)

_call = _of("calls", "on_day")
NOT_HANDLED = _("nobody counted how long calls took")
_call("handling_seconds", "sum(handle_seconds)", NOT_HANDLED)
_call(
    "calls_handled", "sum(answered) FILTER (WHERE handle_seconds IS NOT NULL)", NOT_HANDLED, records="handled"
)

_charged = _of("charges", "happened_on")
CHARGED = "state <> 'reversed'"
NO_CHARGE = _("nothing was charged")
_charged(
    "charges_made", f"sum(amount) FILTER (WHERE {CHARGED})", NO_CHARGE, records="charged", called=_("Charges")
)
_of("charges", "year_later_on")("charges_a_year_before", f"sum(amount) FILTER (WHERE {CHARGED})", YEAR_AGO)
MEASURES["charges_of_all"] = Whole("charges_of_all", "charges_made", NO_CHARGE)

_news = _of("news", "occurred_on")
NO_NEWS = _("there was no news of any shipment")
_news("messages", "count(*)", NO_NEWS, records="news")
_news(
    "messages_in_time",
    "count(*) FILTER (WHERE late_seconds <= {minutes} * 60)",
    NO_NEWS,
    limits={"minutes": REAL_TIME_MINUTES},
)
_news("message_delay_sum", "sum(late_seconds)", NO_NEWS)

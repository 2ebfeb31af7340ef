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
    def declare(name: str, title: Any, sql: str, nothing: Any, **more: Any) -> None:
        measure(Measure(name, title, table, sql, day, nothing, **more))

    return declare


_delivered = _of("deliveries", "happened_on")
SAID = f"{DONE} AND condition IS NOT NULL AND condition <> ''"
NOT_SAID = _("no delivery says in what condition the goods were")
_delivered(
    "deliveries_with_condition",
    _("Deliveries whose condition is known"),
    f"count(*) FILTER (WHERE {SAID})",
    NOT_SAID,
    records="conditioned",
)
_delivered(
    "deliveries_wrong",
    _("Deliveries with wrong goods or missing pieces"),
    f"count(*) FILTER (WHERE {SAID} AND condition IN ('wrong', 'short'))",
    NOT_SAID,
)
_delivered(
    "deliveries_unharmed",
    _("Deliveries without damage or loss"),
    f"count(*) FILTER (WHERE {SAID} AND condition IN ('good', 'wrong'))",
    NOT_SAID,
)
_delivered(
    "deliveries_right",
    _("Deliveries with the right goods and every piece"),
    f"count(*) FILTER (WHERE {SAID} AND condition IN ('good', 'damaged'))",
    NOT_SAID,
)
_delivered(
    "deliveries_with_papers",
    _("Deliveries whose condition and papers are known"),
    f"count(*) FILTER (WHERE {SAID} AND papers_ok IS NOT NULL)",
    _("no delivery says both its condition and its papers"),
    records="papered",
)
_delivered(
    "deliveries_accurate",
    _("Deliveries with the right goods, every piece and right papers"),
    f"count(*) FILTER (WHERE {SAID} AND papers_ok AND condition IN ('good', 'damaged'))",
    NOT_SAID,
)
PIECED = "pieces IS NOT NULL AND pieces_delivered IS NOT NULL"
NO_PIECES = _("no delivery says how many pieces it had and brought")
_delivered(
    "pieces_sent",
    _("Pieces sent out"),
    f"sum(pieces) FILTER (WHERE is_opening AND {PIECED})",
    NO_PIECES,
    records="pieced",
)
_delivered(
    "pieces_brought",
    _("Pieces handed over at the first attempt"),
    f"sum(pieces_delivered) FILTER (WHERE is_opening AND {PIECED})",
    NO_PIECES,
)
LOOKED = f"{DONE} AND pieces_delivered IS NOT NULL AND pieces_damaged IS NOT NULL"
NO_LOOK = _("no delivery says how many pieces were damaged")
_delivered(
    "pieces_looked_at",
    _("Pieces checked for damage"),
    f"sum(pieces_delivered) FILTER (WHERE {LOOKED})",
    NO_LOOK,
    records="looked",
)
_delivered("pieces_damaged", _("Pieces damaged"), f"sum(pieces_damaged) FILTER (WHERE {LOOKED})", NO_LOOK)
TRAVELLED = f"{DONE} AND transit_hours IS NOT NULL"
NO_DEPARTURE = _("no delivery says when the goods were picked up")
_delivered(
    "transit_hours_sum",
    _("Time on the way in hours"),
    f"sum(transit_hours) FILTER (WHERE {TRAVELLED})",
    NO_DEPARTURE,
)
_delivered(
    "transits",
    _("Deliveries whose time on the way is known"),
    f"count(*) FILTER (WHERE {TRAVELLED})",
    NO_DEPARTURE,
    records="travelled",
)
_delivered(
    "cycle_hours_mean",
    _("Mean time from order to delivery in hours"),
    f"avg(lead_hours) FILTER (WHERE {DONE})",
    NO_START,
    records="timed",
)
_delivered(
    "cycle_hours_spread",
    _("Spread of the time from order to delivery in hours"),
    f"stddev_samp(lead_hours) FILTER (WHERE {DONE})",
    _("fewer than two deliveries say how long they took"),
    records="timed",
)
_of("deliveries", "year_later_on")(
    "shipments_a_year_before", _("Deliveries made a year before"), f"count(*) FILTER (WHERE {DONE})", YEAR_AGO
)

_promised = _of("promises", "due_on")
_promised(
    "deliveries_judged_otif",
    _("Deliveries judged on time and quantity"),
    f"count(*) FILTER (WHERE {TIME} AND {JUDGED} AND quantity_state IN ('kept', 'broken'))",
    NONE_DUE,
    records="delivery:otif",
)
_promised(
    "deliveries_otif",
    _("Deliveries on time with every piece"),
    f"count(*) FILTER (WHERE {TIME} AND verdict = 'kept' AND quantity_state = 'kept')",
    NONE_DUE,
)
_promised(
    "deliveries_judged_safe_and_on_time",
    _("Deliveries judged on time and damage"),
    f"count(*) FILTER (WHERE {TIME} AND {JUDGED} AND quality_state IN ('kept', 'broken'))",
    NONE_DUE,
    records="delivery:safe",
)
_promised(
    "deliveries_safe_and_on_time",
    _("Deliveries on time without damage"),
    f"count(*) FILTER (WHERE {TIME} AND verdict = 'kept' AND quality_state = 'kept')",
    NONE_DUE,
)

_of("orders", "placed_on")("orders_placed", _("Orders placed"), "count(*)", NO_ORDER, records="placed")
_of("orders", "year_later_on")("orders_a_year_before", _("Orders placed a year before"), "count(*)", YEAR_AGO)
NO_RELEASE = _("no order was released")
_released = _of("orders", "released_on")
_released(
    "release_hours_sum",
    _("Time from receipt to release of orders in hours"),
    "sum(hours_to_release)",
    NO_RELEASE,
)
_released("orders_released", _("Orders released"), "count(hours_to_release)", NO_RELEASE, records="released")

_closed = _of("inquiries", "closed_on")
NO_INQUIRY = _("no inquiry was won or lost")
_closed("inquiries_won", _("Inquiries won"), "count(*) FILTER (WHERE state = 'accepted')", NO_INQUIRY)
_closed(
    "inquiries_decided",
    _("Inquiries won or lost"),
    "count(*) FILTER (WHERE state IN ('accepted', 'lost'))",
    NO_INQUIRY,
    records="decided",
)

_served = _of("served", "month_on")
_served(
    "customers_served",
    _("Customers served"),
    "count(*)",
    NONE_DELIVERED,
    over=Over.MEAN,
    records="served",
)
NO_SINCE = _("no customer served says since when he is one")
_served("relation_years_sum", _("Years of relation with all customers"), "sum(years)", NO_SINCE)
_served(
    "relations_known", _("Customers whose first year is known"), "count(years)", NO_SINCE, records="since"
)
_before = _of("served", "month_after_on")
NONE_BEFORE = _("nobody was served in the month before")
_before("customers_before", _("Customers of the month before"), "count(*)", NONE_BEFORE, records="before")
_before("customers_who_stayed", _("Customers who stayed"), "count(*) FILTER (WHERE has_stayed)", NONE_BEFORE)

_answered = _of("answers", "answered_on")
_answered("satisfaction_weighed", _("Marks times their importance"), "sum(mark * importance)", NO_ANSWERS)
_answered(
    "satisfaction_weights",
    _("Importance of all marks"),
    "sum(importance) FILTER (WHERE mark IS NOT NULL)",
    NO_ANSWERS,
    records="marked",
)
CLIENT, RECEIVER = "party = 'client'", "party = 'behalf'"
NO_CLIENT = _("no client answered with a mark")
NO_RECEIVER = _("no customer of a client answered with a mark")
MARKS, WEIGHTS = (
    "sum(mark * importance) FILTER (WHERE {})",
    "sum(importance) FILTER (WHERE mark IS NOT NULL AND {})",
)
_answered("client_marks", _("Marks by clients times their importance"), MARKS.format(CLIENT), NO_CLIENT)
_answered(
    "client_weights",
    _("Importance of all marks by clients"),
    WEIGHTS.format(CLIENT),
    NO_CLIENT,
    records="marked:client",
)
_answered(
    "receiver_marks",
    _("Marks by clients' customers times their importance"),
    MARKS.format(RECEIVER),
    NO_RECEIVER,
)
_answered(
    "receiver_weights",
    _("Importance of all marks by clients' customers"),
    WEIGHTS.format(RECEIVER),
    NO_RECEIVER,
    records="marked:behalf",
)
AFTER = "asked IN ('delivery', 'case') AND mark IS NOT NULL"
_answered(
    "answers_after_service",
    _("Marks after a delivery or case"),
    f"count(*) FILTER (WHERE {AFTER})",
    NO_ANSWERS,
)
_answered(
    "answers_after_service_good",
    _("Marks of 75 or more after a delivery or case"),
    f"count(*) FILTER (WHERE {AFTER} AND mark >= 75)",
    NO_ANSWERS,
)
NO_NPS = _("nobody was asked whether he would recommend us")
_answered("recommendations", _("Answers on recommending us"), "count(nps)", NO_NPS, records="nps")
_answered("promoters", _("Answers of 9 or 10 on recommending us"), "count(*) FILTER (WHERE nps >= 9)", NO_NPS)
_answered("detractors", _("Answers of 0 to 6 on recommending us"), "count(*) FILTER (WHERE nps <= 6)", NO_NPS)

_case = _of("cases", "opened_on")
_case(
    "opinions_good",
    _("Opinions of 4 or 5"),
    "count(*) FILTER (WHERE rating >= 4)",
    _("nobody gave an opinion"),
)
NO_EXCEPTION = _("no exception was solved")
EXCEPTION = f"kind = 'exception' AND {SOLVED}"
_case(
    "exception_hours_sum",
    _("Time to solve exceptions in hours"),
    f"sum(minutes_to_solution / 60) FILTER (WHERE {EXCEPTION})",
    NO_EXCEPTION,
)
_case(
    "exceptions_solved",
    _("Exceptions solved"),
    f"count(*) FILTER (WHERE {EXCEPTION})",
    NO_EXCEPTION,
    records="exception:solved",
)
NO_CLAIM = _("no claim was settled")
CLAIM = f"kind = 'claim' AND {SOLVED}"
_case(
    "claim_hours_sum",
    _("Time to settle claims in hours"),
    f"sum(minutes_to_solution / 60) FILTER (WHERE {CLAIM})",
    NO_CLAIM,
)
_case(
    "claims_settled",
    _("Claims settled"),
    f"count(*) FILTER (WHERE {CLAIM})",
    NO_CLAIM,
    records="claim:solved",
)
_case(
    "accidents",
    _("Accidents"),
    "count(*) FILTER (WHERE kind = 'exception' AND trouble IN ('damage', 'lost', 'shortage'))",
    _("no accident was recorded"),
    records="exception:accident",
)
_of("cases", "year_later_on")(
    "complaints_a_year_before",
    _("Complaints a year before"),
    "count(*) FILTER (WHERE kind = 'complaint')",
    NO_COMPLAINT,
)

_call = _of("calls", "on_day")
NOT_HANDLED = _("nobody counted how long calls took")
_call("handling_seconds", _("Time of handling calls in seconds"), "sum(handle_seconds)", NOT_HANDLED)
_call(
    "calls_handled",
    _("Calls whose handling was counted"),
    "sum(answered) FILTER (WHERE handle_seconds IS NOT NULL)",
    NOT_HANDLED,
    records="handled",
)

_charged = _of("charges", "happened_on")
CHARGED = "state <> 'reversed'"
NO_CHARGE = _("nothing was charged")
_charged("charges_made", _("Charges"), f"sum(amount) FILTER (WHERE {CHARGED})", NO_CHARGE, records="charged")
_of("charges", "year_later_on")(
    "charges_a_year_before", _("Charges a year before"), f"sum(amount) FILTER (WHERE {CHARGED})", YEAR_AGO
)
MEASURES["charges_of_all"] = Whole("charges_of_all", _("Charges to all customers"), "charges_made", NO_CHARGE)

_news = _of("news", "occurred_on")
NO_NEWS = _("there was no news of any shipment")
_news("messages", _("News of shipments"), "count(*)", NO_NEWS, records="news")
_news(
    "messages_in_time",
    _("News that came in time"),
    "count(*) FILTER (WHERE late_seconds <= {minutes} * 60)",
    NO_NEWS,
    limits={"minutes": REAL_TIME_MINUTES},
)
_news("message_delay_sum", _("Delay of all news in seconds"), "sum(late_seconds)", NO_NEWS)

"""The four factors of a service level, measured with what the records hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, stdev
from typing import Any, Final

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from kept.contracts.models import Agreement
from kept.kernel.actor import Actor
from kept.kernel.facts import company_zone, month_bounds
from kept.kernel.models import EventRecord
from kept.kernel.numbers import rule
from kept.orders.models import Order
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.promises.events import PromiseRevised
from kept.promises.models import Policy, Promise
from kept.transport.models import Delivery, Shipment, TrackingEvent

from ..enums import Slice
from ..models import Target
from ..permissions import VIEW
from ..rules import ETA_HOURS, NEWS_MINUTES, SERVICE_LEVEL
from .reading import Told, Whose, months_between, of, over, scores
from .targets import end_of

STEPS: Final = (
    ("processing", "received_at", "placed_at"),
    ("preparation", "placed_at", "released_at"),
    ("dispatch", "released_at", "started_at"),
)
"""The times of an order, as its own page has them; each ends where the next begins, so they add up."""
CARRIAGE: Final = ("carriage", "started_at", "delivered_at")
RELIABILITY: Final = ("on_time_rate", "lead_time_mean", "quality_rate", "quantity_rate", "documents_rate")
STEADY, CHANGING = Decimal("0.5"), Decimal(1)
FEWEST_MONTHS: Final = 3


@dataclass(frozen=True)
class LeadTimes:
    """Mean hours of each step, over the orders that have all five moments of their course."""

    orders: int
    delivered: int
    hours: dict[str, Decimal]

    @property
    def total(self) -> Decimal | None:
        """From the order's coming in to its leaving: without the carriage."""
        return sum((self.hours[step] for step, *_rest in STEPS), Decimal(0)) if self.hours else None

    @property
    def slowest(self) -> str:
        steps = [step for step, *_rest in STEPS]
        return max(steps, key=lambda step: self.hours[step]) if self.hours else ""


@dataclass(frozen=True)
class Demand:
    """How many customers order steadily, changeably or by fits and starts."""

    steady: int
    changing: int
    erratic: int
    unknown: int


def lead_times(actor: Actor, whose: Whose, first: date, last: date) -> LeadTimes:
    """R508: of the orders delivered in these months; two statements."""
    rows: QuerySet[Order] = Order.objects.permitted(actor, VIEW)
    rows = _of(_within(rows, "delivered_at", first, last), whose, "customer", "branch", "", "service")
    steps = (*STEPS, CARRIAGE)
    whole = rows.filter(**{f"{end}__gte": F(begin) for _step, begin, end in steps})
    means = whole.aggregate(
        orders=Count("pk"), **{step: Avg(F(end) - F(begin)) for step, begin, end in steps}
    )
    count = means.pop("orders")
    hours = {step: _hours(mean) for step, mean in means.items() if mean is not None}
    return LeadTimes(count, rows.count(), hours)


def reliability(actor: Actor, whose: Whose, first: date, last: date) -> dict[str, Told]:
    """R509: kept figures; one statement."""
    return over(of(scores(actor), whose), RELIABILITY, first, last)


def information(actor: Actor, whose: Whose, first: date, last: date) -> dict[str, Told]:
    """R510: of the shipments delivered in these months; five statements."""
    rows: QuerySet[Shipment] = Shipment.objects.permitted(actor, VIEW)
    rows = _of(_within(rows, "delivered_at", first, last), whose, "customer", "branch", "carrier", "service")
    news = TrackingEvent.objects.filter(shipment=OuterRef("pk"), occurred_at__lt=OuterRef("delivered_at"))
    named = Delivery.objects.filter(shipment=OuterRef("pk")).exclude(receiver_name="")
    near = timedelta(hours=float(rule(ETA_HOURS)))
    complete = Q(picked_up_at__isnull=False, pieces__isnull=False, weight_kg__isnull=False, has_name=True)
    counted = rows.annotate(has_news=Exists(news), has_name=Exists(named)).aggregate(
        delivered=Count("pk"),
        available=Count("pk", filter=Q(has_news=True)),
        complete=Count("pk", filter=complete),
        expected=Count("pk", filter=Q(eta_at__isnull=False)),
        precise=Count(
            "pk", filter=Q(eta_at__gte=F("delivered_at") - near, eta_at__lte=F("delivered_at") + near)
        ),
    )
    soon = timedelta(minutes=float(rule(NEWS_MINUTES)))
    told = TrackingEvent.objects.filter(shipment__in=rows).aggregate(
        told=Count("pk"), soon=Count("pk", filter=Q(recorded_at__lte=F("occurred_at") + soon))
    )
    promised = Promise.objects.filter(pk__in=rows.values("delivery_promise"))
    revised = EventRecord.objects.filter(
        name=PromiseRevised.name, subject_type=Promise._meta.label_lower, subject_id__in=promised.values("pk")
    )
    stood = promised.count()
    changed = revised.values("subject_id").distinct().count()
    none = _("nothing was delivered")
    return {
        "available": _share(counted["available"], counted["delivered"], none),
        "precise": _share(counted["precise"], counted["expected"], _("no shipment says when it is expected")),
        "timely": _share(told["soon"], told["told"], _("nobody told anything on the way")),
        "complete": _share(counted["complete"], counted["delivered"], none),
        "reliable": _share(stood - changed, stood, _("no delivery was promised")),
    }


def flexibility(actor: Actor, whose: Whose, first: date, last: date) -> tuple[Demand, dict[str, Told]]:
    """R511: how different customers are, and how differently they are treated; six statements."""
    customers = Customer.objects.permitted(actor, VIEW).active()
    if whose.slice == Slice.CUSTOMER:
        customers = customers.filter(pk=whose.id or 0)
    elif whose.slice == Slice.BRANCH:
        customers = customers.filter(branch=whose.id)
    known = dict(customers.values_list("pk", "segment"))
    on = end_of(last)
    begun = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
    levels = Target.objects.of(SERVICE_LEVEL).filter(begun, customer__in=known)
    agreed = Agreement.objects.filter(begun, customer__in=known, service_level__isnull=False)
    own_level = {*levels.values_list("customer", flat=True), *agreed.values_list("customer", flat=True)}
    own_policy = set(Policy.objects.filter(customer__in=known).values_list("customer", flat=True))
    by_segment = set(Policy.objects.exclude(segment="").values_list("segment", flat=True))
    treated = {pk for pk, segment in known.items() if pk in own_policy or segment in by_segment}
    classed = sum(segment != Segment.GENERAL for segment in known.values())
    none = _("there is no active customer")
    told = {
        "segmented": _share(classed, len(known), none),
        "own_level": _share(len(own_level), len(known), none),
        "own_policy": _share(len(treated), len(known), none),
    }
    return _demand(actor, list(known), first, last), told


def _demand(actor: Actor, customers: Sequence[int], first: date, last: date) -> Demand:
    """By the coefficient of variation of the orders a month: below 0.5 steady, below 1 changing."""
    rows = _within(Order.objects.permitted(actor, VIEW), "placed_at", first, last)
    month = TruncMonth("placed_at", tzinfo=company_zone())
    counts: dict[int, list[int]] = defaultdict(list)
    grouped = rows.filter(customer__in=customers).annotate(month=month).values("customer", "month")
    for row in grouped.annotate(orders=Count("pk")).order_by():
        counts[row["customer"]].append(row["orders"])
    months = len(months_between(first, last))
    kinds: Counter[str] = Counter()
    for customer in customers:
        each = counts[customer] + [0] * (months - len(counts[customer]))
        if months < FEWEST_MONTHS or not any(each):
            kinds["unknown"] += 1
            continue
        variation = Decimal(stdev(each) / fmean(each))
        kinds["steady" if variation < STEADY else "changing" if variation < CHANGING else "erratic"] += 1
    return Demand(kinds["steady"], kinds["changing"], kinds["erratic"], kinds["unknown"])


def _within(rows: Any, field: str, first: date, last: date) -> Any:
    start, end = month_bounds(first)[0], month_bounds(last)[1]
    return rows.filter(**{f"{field}__gte": start, f"{field}__lt": end})


def _of(rows: Any, whose: Whose, customer: str, branch: str, partner: str, service: str) -> Any:
    """Narrowed to whose they are; nothing where the records do not know such parties."""
    fields = {
        Slice.CUSTOMER.value: customer,
        Slice.BRANCH.value: branch,
        Slice.SUBCONTRACTOR.value: partner,
        Slice.SERVICE.value: service,
    }
    if whose.id is None:
        return rows
    return rows.filter(**{fields[whose.slice]: whose.id}) if fields[whose.slice] else rows.none()


def _share(part: int, whole: int, reason: str) -> Told:
    if not whole:
        return Told(None, reason=reason)
    return Told(Decimal(part) / whole, Decimal(part), Decimal(whole))


def _hours(span: timedelta) -> Decimal:
    return Decimal(str(round(span.total_seconds() / 3600, 6)))

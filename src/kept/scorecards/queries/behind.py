"""The records behind a figure: exactly those that were counted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kept.desk.models import CallCount, Case, Contact
from kept.desk.models.cases import CaseQuerySet
from kept.desk.models.contacts import ContactQuerySet
from kept.kernel.actor import Actor
from kept.kernel.facts import company_zone, month_bounds
from kept.orders.models import Order
from kept.promises.enums import PromiseState, Term, TermState
from kept.promises.models import Promise
from kept.transport.models import Delivery, Shipment

from ..catalogue import Indicator
from ..enums import Slice
from .reading import Whose

OFF = (PromiseState.CANCELLED, PromiseState.WAIVED)
JUDGED = (TermState.KEPT, TermState.BROKEN)
PROMISED_BY = {
    Slice.CUSTOMER.value: "customer",
    Slice.BRANCH.value: "branch",
    Slice.SUBCONTRACTOR.value: "provider",
}
DELIVERED_BY = {
    Slice.CUSTOMER.value: "shipment__customer",
    Slice.BRANCH.value: "shipment__branch",
    Slice.SUBCONTRACTOR.value: "shipment__carrier",
    Slice.SERVICE.value: "shipment__service",
}
LOGGED_BY = {Slice.CUSTOMER.value: "customer", Slice.BRANCH.value: "branch"}
FAILED = "failed"
MOMENT = {
    "promises": "due_at",
    "deliveries": "happened_at",
    "contacts": "at",
    "cases": "opened_at",
    "calls": "starts_at",
}
"""By which moment the records of a table are counted."""


def within_days(rows: Any, table: str, first: date, last: date) -> Any:
    """Of the records behind a figure, those of some days."""
    zone = company_zone()
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    moment = MOMENT[table]
    return rows.filter(**{f"{moment}__gte": start, f"{moment}__lt": end})


BOTH = {"otif": Term.QUANTITY, "safe": Term.QUALITY}
"""Counted where time and this term are judged."""

CONDITIONED = {"conditioned", "papered"}


def promises_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date, *, at: datetime, only: str = ""
) -> QuerySet[Promise]:
    """The promises that an indicator counts; `only="failed"` those that it holds against us."""
    rows: QuerySet[Promise] = Promise.objects.permitted(actor, "promises.view").exclude(state__in=OFF)
    rows = rows.filter(due_at__gte=month_bounds(first)[0], due_at__lt=month_bounds(last)[1])
    rows = rows.filter(_of_service(whose.id) if whose.slice == Slice.SERVICE else _of(whose, PROMISED_BY))
    kind, _, rest = indicator.basis.records.partition(":")
    term, _, way = rest.partition(":")
    overdue = Q(state=PromiseState.RUNNING, met_at=None, due_at__lt=at)
    if kind != "*":
        rows = rows.filter(kind=kind)
    if not term:
        rows = rows.filter(Q(state__in=(PromiseState.KEPT, PromiseState.BROKEN)) | overdue)
        return rows.filter(Q(state=PromiseState.BROKEN) | overdue) if only == FAILED else rows
    if term == "whole":
        for each in Term:
            rows = rows.filter(**{f"{each}_state__in": JUDGED})
        return rows.filter(_any_broken()) if only == FAILED else rows
    if other := BOTH.get(term):
        rows = rows.filter(**{f"{other}_state__in": JUDGED}).filter(
            Q(time_state__in=JUDGED) | (Q(time_state=TermState.OPEN) & overdue)
        )
        kept = Q(time_state=TermState.KEPT, **{f"{other}_state": TermState.KEPT})
        return rows.exclude(kept) if only == FAILED else rows
    late = Q(time_state=TermState.OPEN) & overdue if term == Term.TIME else Q(pk__in=[])
    broken = Q(**{f"{term}_state": TermState.BROKEN}) | late
    if way == "original":
        past = Q(met_at=None, state__in=(PromiseState.RUNNING, PromiseState.BROKEN), original_due_at__lt=at)
        broken = Q(met_at__gt=F("original_due_at")) | past
        rows = rows.exclude(time_state=TermState.NOT_PROMISED).filter(Q(met_at__isnull=False) | past)
    else:
        rows = rows.filter(Q(**{f"{term}_state__in": JUDGED}) | late)
    if way == "ours":
        rows = rows.exclude(broken, is_excused=True)
    if way == "carried":
        rows = rows.exclude(provider=None)
    if only == FAILED:
        rows = rows.filter(broken)
    return rows.filter(met_at__lt=F("due_from")) if only == "early" else rows


def deliveries_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date, *, only: str = ""
) -> QuerySet[Delivery]:
    """The attempts that an indicator counts."""
    rows: QuerySet[Delivery] = Delivery.objects.permitted(actor, "transport.view")
    rows = rows.filter(happened_at__gte=month_bounds(first)[0], happened_at__lt=month_bounds(last)[1])
    rows = rows.filter(_of(whose, DELIVERED_BY))
    what = indicator.basis.records
    if what == "opening":
        before = Delivery.objects.filter(shipment=OuterRef("shipment"), attempt_no__lt=OuterRef("attempt_no"))
        rows = rows.filter(~Exists(before))
        return rows.exclude(outcome="delivered", attempt_no=1) if only == FAILED else rows
    if what == "pieced":
        before = Delivery.objects.filter(shipment=OuterRef("shipment"), attempt_no__lt=OuterRef("attempt_no"))
        return rows.filter(~Exists(before), shipment__pieces__isnull=False, pieces_delivered__isnull=False)
    rows = rows.filter(outcome="delivered")
    if what in CONDITIONED:
        rows = rows.exclude(condition="")
    if what == "papered":
        rows = rows.exclude(papers_ok=None)
    if what == "looked":
        rows = rows.filter(pieces_delivered__isnull=False, pieces_damaged__isnull=False)
    if what == "travelled":
        rows = rows.filter(shipment__picked_up_at__lte=F("happened_at"))
    if what == "costed":
        rows = rows.filter(shipment__freight_cost__isnull=False, shipment__weight_kg__gt=0)
    if what == "timed":
        begun = Q(shipment__picked_up_at__isnull=False) | Q(shipment__order__placed_at__isnull=False)
        rows = rows.filter(begun)
    return rows


def contacts_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> ContactQuerySet:
    """The contacts that an indicator counts."""
    rows: ContactQuerySet = Contact.objects.permitted(actor, "desk.view").filter(direction="in")
    rows = rows.filter(at__gte=month_bounds(first)[0], at__lt=month_bounds(last)[1])
    rows = rows.filter(_of(whose, LOGGED_BY))
    return rows.exclude(answered_at=None) if indicator.basis.records == "answered" else rows


def cases_behind(actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date) -> CaseQuerySet:
    """The cases that an indicator counts."""
    kind, _, way = indicator.basis.records.partition(":")
    rows: CaseQuerySet = Case.objects.permitted(actor, "desk.view")
    rows = rows.filter(opened_at__gte=month_bounds(first)[0], opened_at__lt=month_bounds(last)[1])
    rows = rows.filter(_of(whose, {**LOGGED_BY, Slice.SUBCONTRACTOR.value: "shipment__carrier"}))
    if kind != "*":
        rows = rows.filter(kind__in=kind.split("+"))
    if way == "accident":
        return rows.filter(trouble__in=("damage", "lost", "shortage"))
    if way == "rated":
        return rows.exclude(opinion__rating=None)
    if way == "told":
        from_outside = Contact.objects.filter(case=OuterRef("pk"), direction="in", is_internal=False)
        return rows.exclude(solved_at=None).filter(Exists(from_outside))
    return rows.exclude(solved_at=None) if way == "solved" else rows


def counts_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[CallCount]:
    """The spans of time whose calls an indicator counts."""
    rows: QuerySet[CallCount] = CallCount.objects.permitted(actor, "desk.view")
    rows = rows.filter(starts_at__gte=month_bounds(first)[0], starts_at__lt=month_bounds(last)[1])
    rows = rows.filter(_of(whose, {Slice.BRANCH.value: "branch"}))
    if indicator.basis.records == "handled":
        return rows.exclude(handle_seconds=None)
    if indicator.basis.records == "timed":
        return rows.exclude(in_time=None).exclude(abandoned=None)
    return rows.exclude(abandoned=None) if indicator.basis.records == "followed" else rows


def _any_broken() -> Q:
    broken = Q()
    for term in Term:
        broken |= Q(**{f"{term}_state": TermState.BROKEN})
    return broken


def _of(whose: Whose, fields: dict[str, str]) -> Q:
    """Whose records; none where they do not know whose they are."""
    if whose.id is None:
        return Q()
    return Q(**{fields[whose.slice]: whose.id}) if whose.slice in fields else Q(pk__in=[])


def _of_service(service: int | None) -> Q:
    """Promises know a service only through the shipment or the order that they are about."""
    about = Q(pk__in=[])
    for model in (Shipment, Order):
        of_service = model._base_manager.filter(service=service).values("pk")
        about |= Q(subject_type=model._meta.label_lower, subject_id__in=of_service)
    return about

"""Broken promises by cause, by who lost them, by lane, branch, customer, subcontractor, weekday and hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, ExtractHour, ExtractIsoWeekDay
from django.utils.translation import gettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.facts import company_zone
from kept.orders.models import Order
from kept.parties.models import Customer, Partner
from kept.people.models import Branch
from kept.promises.enums import Cause, LiableTier, PromiseState
from kept.promises.kinds import KINDS
from kept.promises.models import Promise, PromiseQuerySet
from kept.transport.models import Shipment

from ..enums import BrokenBy
from ..permissions import VIEW

B = BrokenBy
FIELD: Final[Mapping[str, str]] = {
    B.CAUSE: "cause",
    B.LIABLE: "liable_tier",
    B.KIND: "kind",
    B.LANE: "lane",
    B.BRANCH: "branch_id",
    B.CUSTOMER: "customer_id",
    B.SUBCONTRACTOR: "provider_id",
    B.WEEKDAY: "weekday",
    B.HOUR: "hour",
}
KNOWN_WHEN_BROKEN: Final = frozenset((B.CAUSE, B.LIABLE))
"""Only a broken promise has these, so nothing stands beside them that was kept."""
COUNTED: Final = frozenset((B.BRANCH, B.CUSTOMER, B.SUBCONTRACTOR, B.WEEKDAY, B.HOUR))
"""Those whose keys are numbers."""
WEEK: Final = "weekday_hour"
RECORDS: Final[Mapping[str, type[Model]]] = {
    B.BRANCH: Branch,
    B.CUSTOMER: Customer,
    B.SUBCONTRACTOR: Partner,
}
WEEKDAYS: Final = (
    *(gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday")),
    *(gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday")),
)
UNKNOWN: Final[Mapping[str, Any]] = {
    B.CAUSE: gettext_lazy("nobody has said the cause"),
    B.LIABLE: gettext_lazy("nobody has said who lost it"),
    B.LANE: gettext_lazy("not about a shipment or order with a lane"),
    B.BRANCH: gettext_lazy("of no branch"),
    B.CUSTOMER: gettext_lazy("of no customer"),
    B.SUBCONTRACTOR: gettext_lazy("done by ourselves"),
    B.WEEKDAY: gettext_lazy("no data"),
    B.HOUR: gettext_lazy("promised for a whole day"),
}


@dataclass(frozen=True)
class Asked:
    """Which promises: due from a day to a day, of a kind, branch, customer, subcontractor."""

    first: date
    last: date
    kind: str = ""
    branch: Branch | None = None
    customer: Customer | None = None
    partner: Partner | None = None


@dataclass(frozen=True)
class Group:
    """So many of so many due were broken. Without a key nothing is known of them."""

    key: str
    words: str
    due: int
    broken: int


def due(actor: Actor, asked: Asked, *, at: datetime) -> PromiseQuerySet:
    """The promises whose moment has come, kept or broken."""
    zone = company_zone()
    rows: PromiseQuerySet = Promise.objects.permitted(actor, VIEW).filter(
        due_at__gte=datetime.combine(asked.first, time.min, zone),
        due_at__lt=datetime.combine(asked.last + timedelta(days=1), time.min, zone),
    )
    wanted = {
        "kind": asked.kind,
        "branch": asked.branch,
        "customer": asked.customer,
        "provider": asked.partner,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(Q(state=PromiseState.KEPT) | _broken(at))


def broken(actor: Actor, asked: Asked, by: str = "", key: str = "", *, at: datetime) -> PromiseQuerySet:
    """The broken ones, all or those of a group; `by` may also be weekday_hour with a key such as 1-14."""
    rows = due(actor, asked, at=at).filter(_broken(at))
    if by == WEEK:
        weekday, _sign, hour = key.partition("-")
        if not (weekday.isdecimal() and hour.isdecimal()):
            return rows.none()
        at_hour = Q(weekday=int(weekday), hour=int(hour), is_day=False)
        return _with(_with(rows, B.WEEKDAY), B.HOUR).filter(at_hour)
    if by not in FIELD:
        return rows
    if key and by in COUNTED and not key.isdecimal():
        return rows.none()
    if not key:
        return _with(rows, by).filter(Q(**{FIELD[by]: None}) | _empty(by))
    return _with(rows, by).filter(**{FIELD[by]: key})


def groups(actor: Actor, asked: Asked, by: str, *, at: datetime) -> list[Group]:
    """Counts of due and broken ones; two statements at most, however many there are."""
    rows = _with(due(actor, asked, at=at), by).values_list(FIELD[by])
    counted = rows.annotate(due=Count("pk"), broken=Count("pk", filter=_broken(at))).order_by()
    found: dict[str, tuple[int, int]] = {}
    for key, whole, part in counted:
        name = "" if key is None else str(key)
        before = found.get(name, (0, 0))
        found[name] = (before[0] + whole, before[1] + part)
    names = _names(by, found)
    return [Group(key, names[key], *counts) for key, counts in found.items() if counts[1]]


def hours(actor: Actor, asked: Asked, *, at: datetime) -> dict[tuple[int, int], tuple[int, int]]:
    """By weekday (Monday is 1) and hour: how many were due and how many of them broken."""
    rows = _with(_with(due(actor, asked, at=at).filter(is_day=False), B.WEEKDAY), B.HOUR)
    counted = rows.values("weekday", "hour").annotate(  # type: ignore[misc]
        due=Count("pk"), broken=Count("pk", filter=_broken(at))
    )
    return {(row["weekday"], row["hour"]): (row["due"], row["broken"]) for row in counted.order_by()}


def words_of(by: str, key: str) -> str:
    """The name of one group."""
    if by == WEEK:
        weekday, _sign, hour = key.partition("-")
        return f"{_names(B.WEEKDAY, [weekday])[weekday]} {_names(B.HOUR, [hour])[hour]}"
    return _names(by, [key])[key] if by in FIELD else ""


def _broken(at: datetime) -> Q:
    return Q(state=PromiseState.BROKEN) | Q(state=PromiseState.RUNNING, met_at=None, due_at__lt=at)


def _with(rows: PromiseQuerySet, by: str) -> PromiseQuerySet:
    """The promises with what they are grouped by."""
    zone = company_zone()
    if by == B.LANE:
        lanes = {label: _lane(model) for label, model in LANES.items()}
        of_lane = (When(subject_type=label, then=lane) for label, lane in lanes.items())
        return rows.annotate(lane=Case(*of_lane, default=Value(""), output_field=CharField()))
    if by == B.WEEKDAY:
        return rows.annotate(weekday=ExtractIsoWeekDay("due_at", tzinfo=zone))
    if by == B.HOUR:
        hour = ExtractHour("due_at", tzinfo=zone)
        return rows.annotate(hour=Case(When(is_day=False, then=hour), default=None))
    return rows


LANES: Final[Mapping[str, type[Model]]] = {
    Shipment._meta.label_lower: Shipment,
    Order._meta.label_lower: Order,
}


def _lane(model: type[Model]) -> Subquery:
    """Origin > destination of what a promise is about; empty where either is not known."""
    of_subject = model._base_manager.filter(pk=OuterRef("subject_id"))
    known = of_subject.exclude(Q(origin_city="") | Q(destination_city=""))
    return Subquery(
        known.values(of_lane=Concat(F("origin_city"), Value(" > "), F("destination_city")))[:1],
        output_field=CharField(),
    )


def _empty(by: str) -> Q:
    return Q(**{FIELD[by]: ""}) if by in (B.CAUSE, B.LIABLE, B.KIND, B.LANE) else Q(pk__in=[])


def _names(by: str, keys: Any) -> dict[str, str]:
    """What each group is called; one statement for records, none else."""
    records: dict[int, Any] = {}
    if by in RECORDS:
        records = RECORDS[by]._base_manager.in_bulk([int(key) for key in keys if str(key).isdecimal()])
    return {key: _name(by, key, records) if key else str(UNKNOWN.get(by, "")) for key in keys}


def _name(by: str, key: str, records: Mapping[int, Any]) -> str:
    if by in RECORDS:
        return str(records.get(int(key)) if key.isdecimal() else key)
    if by == B.CAUSE:
        return str(Cause(key).label) if key in Cause.values else key
    if by == B.LIABLE:
        return str(LiableTier(key).label) if key in LiableTier.values else key
    if by == B.KIND:
        return str(KINDS[key].words) if key in KINDS else key
    if by == B.WEEKDAY:
        return str(WEEKDAYS[int(key) - 1]) if key in {"1", "2", "3", "4", "5", "6", "7"} else key
    if by == B.HOUR:
        return f"{int(key):02}:00–{int(key):02}:59" if key.isdecimal() else key
    return key.replace(" > ", " → ")

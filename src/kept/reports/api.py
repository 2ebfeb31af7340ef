"""Reports for programs: the kinds there are, each as values, client reviews, and what is sent regularly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from kept.documents.papers import as_data
from kept.kernel.actor import Actor
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person

from .actions.reviewing import begin_review, hand_over_review, write_remark
from .actions.scheduling import change_schedule, make_schedule
from .enums import About, Form
from .models import Review, Schedule, Sending
from .permissions import REVIEW, SCHEDULE, VIEW
from .queries.asking import Ask, branches_of, customers_of, reaches_all
from .queries.kinds import KINDS, Kind, kinds_for
from .queries.making import FORMS, file_in
from .queries.reviewing import paper_of
from .rules import NoPeriod, Period, usual_period

router = Router(tags=["reports"])
Limit = Annotated[int, Field(ge=1, le=200)]


class KindOut(Schema):
    code: str
    title: str
    means: str
    about: str
    spans: list[str]
    for_customers: bool


class Asked(Schema):
    """Customer and record by number, branch by code, period as 2026-03-02, 2026-03, 2026-Q1 or 2026."""

    customer: str = ""
    branch: str = ""
    number: str = ""
    period: str = ""


class ReviewOut(Schema):
    number: str
    customer: str
    first: date
    last: date
    version: int
    state: str
    begun_at: datetime
    handed_at: datetime | None
    taken_by: str

    @staticmethod
    def resolve_customer(review: Review) -> str:
        return review.customer.number


class ReviewIn(Schema):
    customer: str
    period: str


class RemarkIn(Schema):
    section: str
    text: str = Field("", max_length=4000)


class ReviewHandOverIn(Schema):
    to: str = Field(max_length=120)
    language: str = "zh-hans"


class SendingOut(Schema):
    period: str
    receiver: str
    address: str
    state: str
    why: str
    tries: int
    queued_at: datetime | None


class ScheduleOut(Schema):
    number: str
    kind: str
    customer: str | None
    branch: str | None
    span: str
    days_after: int
    hour: int
    language: str
    form: str
    is_active: bool
    next_period: str
    next_at: datetime

    @staticmethod
    def resolve_customer(schedule: Schedule) -> str | None:
        return schedule.customer.number if schedule.customer else None

    @staticmethod
    def resolve_branch(schedule: Schedule) -> str | None:
        return schedule.branch.code if schedule.branch else None


class ScheduleIn(Schema):
    """Colleagues by login, contact persons by id."""

    kind: str
    span: str
    customer: str = ""
    branch: str = ""
    days_after: int = Field(1, ge=0, le=28)
    hour: int = Field(8, ge=0, le=23)
    language: str = ""
    form: Form = Form.PDF
    persons: list[str] = []
    contacts: list[int] = []


class ActivityIn(Schema):
    is_active: bool


@router.get("kinds", response=list[KindOut])
def kinds(request: HttpRequest) -> list[KindOut]:
    """The reports that this actor may make."""
    return [
        KindOut(
            code=kind.code,
            title=str(kind.title),
            means=str(kind.means),
            about=kind.about.value,
            spans=[span.value for span in kind.spans],
            for_customers=kind.for_customers,
        )
        for kind in kinds_for(_allowed(request, VIEW))
    ]


@router.get("kinds/{code}", response=dict[str, Any])
def report(request: HttpRequest, code: str, asked: Query[Asked]) -> dict[str, Any]:
    """The report as values: answer, sections, tables with words and figures, charts as SVG."""
    kind, ask = _asked(request, code, asked)
    return as_data(kind.gather(ask))


@router.get("kinds/{code}/file")
def file(
    request: HttpRequest, code: str, asked: Query[Asked], form: str = "pdf", language: str = ""
) -> HttpResponse:
    """The same as PDF or Excel."""
    kind, ask = _asked(request, code, asked)
    if form not in FORMS:
        raise HttpError(422, "form is pdf or xlsx")
    content = file_in(form, language, lambda: kind.gather(ask))
    return HttpResponse(content, content_type=FORMS[form])


@router.get("reviews", response=list[ReviewOut])
def reviews(request: HttpRequest, customer: str = "", limit: Limit = 50) -> Any:
    """Client reviews, the last quarter first."""
    rows = Review.objects.permitted(_allowed(request, REVIEW), REVIEW).select_related("customer")
    rows = rows.filter(customer__number=customer) if customer else rows
    return rows.defer("frozen").order_by("-last", "-pk")[:limit]


@router.post("reviews", response=ReviewOut)
def new_review(request: HttpRequest, data: ReviewIn) -> Any:
    actor = _allowed(request, REVIEW)
    customer = get_object_or_404(customers_of(actor, REVIEW), number=data.customer)
    return begin_review(customer=customer, period=Period.read(data.period), by=actor, at=now())


@router.get("reviews/{number}", response=dict[str, Any])
def review(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the review says: as it was handed over, or as it stands."""
    actor = _allowed(request, REVIEW)
    return as_data(paper_of(_review(actor, number), actor, now()))


@router.post("reviews/{number}/remarks", response=dict[str, int | None])
def remark(request: HttpRequest, number: str, data: RemarkIn) -> dict[str, int | None]:
    """A remark to a section; answers its version, or nothing where the words were there already."""
    actor = _allowed(request, REVIEW)
    found = _review(actor, number)
    written = write_remark(review=found, section=data.section, text=data.text, by=actor, at=now())
    return {"version": written.version if written else None}


@router.post("reviews/{number}/handover", response=ReviewOut)
def hand_over(request: HttpRequest, number: str, data: ReviewHandOverIn) -> Any:
    actor = _allowed(request, REVIEW)
    found = _review(actor, number)
    language = data.language if data.language in ("zh-hans", "zh-hant", "en") else "zh-hans"
    return hand_over_review(review=found, to=data.to, language=language, by=actor, at=now())


@router.get("schedules", response=list[ScheduleOut])
def schedules(request: HttpRequest, limit: Limit = 50) -> Any:
    rows = Schedule.objects.permitted(_allowed(request, SCHEDULE), SCHEDULE)
    return rows.select_related("customer", "branch").order_by("-pk")[:limit]


@router.post("schedules", response=ScheduleOut)
def new_schedule(request: HttpRequest, data: ScheduleIn) -> Any:
    """Have a report sent regularly."""
    actor = _allowed(request, SCHEDULE)
    needs = KINDS[data.kind].needs if data.kind in KINDS else SCHEDULE
    customer: Customer | None = None
    branch: Branch | None = None
    if data.customer:
        customer = get_object_or_404(customers_of(actor, needs), number=data.customer)
    if data.branch:
        branch = get_object_or_404(branches_of(actor, needs), code=data.branch)
    return make_schedule(
        **data.dict(exclude={"customer", "branch", "persons", "contacts"}),
        customer=customer,
        branch=branch,
        persons=list(Person.objects.staff().filter(login__in=data.persons)),
        contacts=list(ContactPerson.objects.filter(pk__in=data.contacts, customer=customer)),
        by=actor,
        at=now(),
    )


@router.post("schedules/{number}/activity", response=ScheduleOut)
def activity(request: HttpRequest, number: str, data: ActivityIn) -> Any:
    """Stop or resume it."""
    actor = _allowed(request, SCHEDULE)
    found = get_object_or_404(Schedule.objects.permitted(actor, SCHEDULE), number=number)
    return change_schedule(schedule=found, is_active=data.is_active, by=actor, at=now())


@router.get("schedules/{number}/sendings", response=list[SendingOut])
def sendings(request: HttpRequest, number: str, limit: Limit = 50) -> Any:
    """What was sent, the last first."""
    actor = _allowed(request, SCHEDULE)
    found = get_object_or_404(Schedule.objects.permitted(actor, SCHEDULE), number=number)
    return Sending.objects.filter(schedule=found).order_by("-pk")[:limit]


def _asked(request: HttpRequest, code: str, asked: Asked) -> tuple[Kind, Ask]:
    actor, kind, at = _allowed(request, VIEW), KINDS.get(code), now()
    if kind is None or not kind.is_for(actor):
        raise HttpError(404, "no such report")
    ask = Ask(actor, at, _period(kind, asked.period, at), number=asked.number)
    if kind.about == About.CUSTOMER:
        found = get_object_or_404(customers_of(actor, kind.needs), number=asked.customer)
        return kind, replace(ask, customer=found)
    if kind.about == About.HOUSE and (asked.branch or not reaches_all(actor, kind.needs)):
        return kind, replace(ask, branch=get_object_or_404(branches_of(actor, kind.needs), code=asked.branch))
    return kind, ask


def _period(kind: Kind, token: str, at: datetime) -> Period | None:
    """As asked, else what goes without saying. Raises NoPeriod for a span that the report does not know."""
    if not kind.spans:
        return None
    found = Period.read(token) if token else usual_period(kind.spans, at)
    if found.span not in kind.spans:
        raise NoPeriod(field="period")
    return found


def _review(actor: Actor, number: str) -> Review:
    rows = Review.objects.permitted(actor, REVIEW).select_related("customer")
    return get_object_or_404(rows, number=number)


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor

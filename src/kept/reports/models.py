"""Client reviews with what a manager remarked, and reports that are sent regularly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.comms.enums import MessageState
from kept.comms.models import Message
from kept.documents.models import Document
from kept.documents.papers import Paper, from_data
from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person

from .enums import Form, ReviewState, SendingState, Span
from .rules import RETRY_MINUTES, Period, moment_of

number_series("review", "CR-{yy}{mm}-{n:03}", _("Client reviews"))
number_series("schedule", "RS-{yy}{mm}-{n:03}", _("Reports sent regularly"))


class ReviewIsHanded(Refused):
    default = _("This review has been handed over and stays as it was. Begin a new version.")


class TakerMissing(Refused):
    default = _("Say to whom it is handed over.")


class Review(Lifecycle, models.Model):
    """What we tell a customer about a quarter: figures of today while a draft, frozen once handed over."""

    MOVES: ClassVar = {ReviewState.DRAFT: {ReviewState.HANDED}, ReviewState.HANDED: set()}

    number = models.CharField(_("number"), max_length=20, unique=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="reviews", verbose_name=_("customer"), db_index=False
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=ReviewState, default=ReviewState.DRAFT)
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    handed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.CharField(_("taken by"), max_length=120, blank=True)
    frozen = models.JSONField(default=dict)
    pdf = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    book = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    SCOPES: ClassVar = {"customer": ("customer",)}
    objects = Permitted["Review"].as_manager()

    class Meta:
        verbose_name = _("client review")
        ordering = ("-last", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "first", "last", "version"), name="a_review_counts_its_versions"
            ),
            models.UniqueConstraint(
                fields=("customer", "first", "last"),
                condition=Q(state="draft"),
                name="one_version_of_a_review_is_being_prepared",
            ),
            models.CheckConstraint(
                name="a_handed_review_is_frozen",
                condition=~Q(state="handed") | (Q(handed_at__isnull=False) & ~Q(frozen={})),
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer} {self.period.token}"

    def get_absolute_url(self) -> str:
        return reverse("reports:review", args=[self.number])

    @property
    def period(self) -> Period:
        return Period.holding(Span.QUARTER, self.first)

    @property
    def is_handed(self) -> bool:
        return self.state == ReviewState.HANDED

    def paper_in(self, language: str) -> Paper:
        """As it was handed over, in this language."""
        return from_data(self.frozen.get(language) or next(iter(self.frozen.values())))

    def take_remarks(self) -> None:
        if self.is_handed:
            raise ReviewIsHanded

    def may_be_handed(self, *, to: str) -> None:
        """Raises ReviewIsHanded, or TakerMissing."""
        if self.is_handed:
            raise ReviewIsHanded
        if not to.strip():
            raise TakerMissing(field="to")

    def hand_over(self, *, to: str, frozen: dict[str, Any], person_id: int | None, at: datetime) -> None:
        self.may_be_handed(to=to)
        self.move_to(ReviewState.HANDED)
        self.taken_by, self.frozen = to.strip()[:120], frozen
        self.handed_at, self.handed_by_id = at, person_id


class Remark(models.Model):
    """What a manager says to one section of a review. What it said before stays."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="remarks")
    section = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("remark"), blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("remark")
        ordering = ("review", "section", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "section", "version"), name="a_remark_counts_its_versions"
            ),
        )

    def __str__(self) -> str:
        return f"{self.section} v{self.version}"


class ScheduleQuerySet(Permitted["Schedule"]):
    def due(self, at: datetime) -> ScheduleQuerySet:
        return self.filter(is_active=True, next_at__lte=at)


class Schedule(models.Model):
    """Who gets which report of whom, how often, in which language and form."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("report"), max_length=30)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    span = models.CharField(_("how often"), max_length=8, choices=Span)
    days_after = models.PositiveSmallIntegerField(_("days after the end of the period"), default=1)
    hour = models.PositiveSmallIntegerField(_("hour"), default=8)
    language = models.CharField(_("language"), max_length=10, blank=True)
    form = models.CharField(_("as"), max_length=4, choices=Form, default=Form.PDF)
    persons = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("colleagues"))
    contacts = models.ManyToManyField(
        ContactPerson, blank=True, related_name="+", verbose_name=_("contact persons of the customer")
    )
    is_active = models.BooleanField(_("active"), default=True)
    next_period = models.CharField(max_length=10)
    next_at = models.DateTimeField(_("next"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("report sent regularly")
        ordering = ("-id",)
        indexes = (models.Index(fields=("next_at",), name="schedule_due", condition=Q(is_active=True)),)
        constraints = (models.CheckConstraint(name="a_day_has_24_hours", condition=Q(hour__lte=23)),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("reports:schedule", args=[self.number])

    @property
    def whose(self) -> str:
        return str(self.customer or self.branch or _("Whole company"))

    def wait_for(self, period: Period) -> None:
        """The next time it is sent is when this period is over."""
        self.next_period = period.token
        self.next_at = moment_of(period, days_after=self.days_after, hour=self.hour)


class SendingQuerySet(Permitted["Sending"]):
    def waiting(self, at: datetime) -> SendingQuerySet:
        return self.filter(state=SendingState.WAITING, next_at__lte=at)


class Sending(models.Model):
    """One report of one period for one receiver: its files, its mail, and what became of it."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="sendings")
    period = models.CharField(_("period"), max_length=10)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, related_name="+")
    receiver = models.CharField(_("receiver"), max_length=120)
    address = models.CharField(_("address"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=SendingState, default=SendingState.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField()
    why = models.CharField(_("reason"), max_length=200, blank=True)
    files = models.ManyToManyField(Document, blank=True, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("begun"))
    queued_at = models.DateTimeField(_("into the outbox"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("schedule__branch",), "customer": ("schedule__customer",)}
    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sent report")
        ordering = ("-id",)
        indexes = (models.Index(fields=("next_at",), name="sending_waiting", condition=Q(state="waiting")),)
        constraints = (
            models.UniqueConstraint(
                fields=("schedule", "period", "person"),
                condition=Q(person__isnull=False),
                name="a_colleague_gets_a_report_once",
            ),
            models.UniqueConstraint(
                fields=("schedule", "period", "contact"),
                condition=Q(contact__isnull=False),
                name="a_contact_person_gets_a_report_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.schedule.number} {self.period}"

    def get_absolute_url(self) -> str:
        return self.schedule.get_absolute_url()

    @property
    def number(self) -> str:
        return self.schedule.number

    @property
    def said(self) -> tuple[str, str]:
        """State for a mark: of the mail where there is one, else of the report."""
        if self.message is not None and self.state == SendingState.QUEUED:
            state = MessageState(self.message.state)
            return state.value, str(state.label)
        return self.state, str(self.get_state_display())

    def rest(self, why: str, *, at: datetime, most: int, for_good: bool = False) -> None:
        """Wait longer after each failure, and give up after the last."""
        self.tries += 1
        self.why = why[:200]
        if for_good or self.tries >= most:
            self.state = SendingState.FAILED
            return
        wait = RETRY_MINUTES[min(self.tries, len(RETRY_MINUTES)) - 1]
        self.next_at = at + timedelta(minutes=wait)

    def be_queued(self, message: Message, *, at: datetime) -> None:
        self.state, self.message, self.queued_at, self.why = SendingState.QUEUED, message, at, ""

    def fail(self, why: str) -> None:
        self.state, self.why = SendingState.FAILED, why[:200]

    def try_again(self, *, at: datetime) -> None:
        self.state, self.tries, self.next_at, self.why = SendingState.WAITING, 0, at, ""

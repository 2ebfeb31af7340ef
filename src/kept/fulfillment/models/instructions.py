"""What a customer told us to do with an order under way, and what was done upon it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import Permitted
from kept.kernel.choices import Labelled
from kept.kernel.events import EVENTS
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.orders.models import Order
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person
from kept.transport.enums import TrackingCode
from kept.transport.models import Shipment, TrackingEvent
from kept.transport.rules import KNOWN_CODES

from ..enums import Area, InstructionChannel, InstructionKind, InstructionState

number_series("instruction", "CI-{yy}{mm}-{n:05}", _("Customer instructions"))

S = InstructionState


class InstructionQuerySet(Permitted["Instruction"]):
    def open(self) -> Self:
        return self.filter(state=S.GIVEN)

    def overdue(self, at: datetime) -> Self:
        """Still open past the moment by which the customer wanted it."""
        return self.open().filter(do_by__lt=at)

    def for_list(self) -> Self:
        """With everybody that a list names; two statements."""
        people = self.select_related("customer", "order", "shipment", "contact", "taken_by", "settled_by")
        return people.prefetch_related("actions")


class Instruction(Lifecycle, models.Model):
    """A customer's word about an order or a shipment: who gave it, when and how, and what became of it."""

    MOVES: ClassVar = {S.GIVEN: {S.CARRIED_OUT, S.REFUSED, S.WITHDRAWN}}

    number = models.CharField(_("number"), max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="instructions", db_index=False)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="instructions")
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, blank=True, related_name="instructions")
    kind = models.CharField(_("kind"), max_length=10, choices=InstructionKind)
    words = models.TextField(_("words of the customer"))
    channel = models.CharField(_("channel"), max_length=10, choices=InstructionChannel)
    contact = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+")
    given_by = models.CharField(pgettext_lazy("instruction", "given by"), max_length=80, blank=True)
    given_at = models.DateTimeField(_("given"))
    taken_at = models.DateTimeField(_("taken down"))
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    do_by = models.DateTimeField(_("to be carried out by"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=InstructionState, default=S.GIVEN)
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer instruction")
        ordering = ("-given_at", "-id")
        indexes = (
            models.Index(fields=("customer", "-given_at"), name="instruction_by_customer"),
            models.Index(fields=("do_by",), name="instruction_open", condition=Q(state="given")),
        )
        constraints = (
            models.CheckConstraint(
                name="an_instruction_is_about_something",
                condition=Q(order__isnull=False) | Q(shipment__isnull=False),
            ),
            models.CheckConstraint(
                name="an_instruction_refused_or_withdrawn_says_why",
                condition=~Q(state__in=("refused", "withdrawn")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="an_instruction_carried_out_knows_when",
                condition=Q(state="carried_out", done_at__isnull=False)
                | (~Q(state="carried_out") & Q(done_at=None)),
            ),
            models.CheckConstraint(
                name="an_instruction_is_wanted_after_it_is_given",
                condition=Q(do_by=None) | Q(do_by__gte=F("given_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("fulfillment:instruction", args=[self.number])

    @property
    def about(self) -> Order | Shipment:
        """The shipment where it concerns one, else the order."""
        about = self.shipment or self.order
        assert about is not None  # an_instruction_is_about_something
        return about

    @property
    def who(self) -> str:
        """Who gave it, as far as is known."""
        return self.contact.name if self.contact else self.given_by

    @property
    def is_open(self) -> bool:
        return self.state == S.GIVEN

    @property
    def took(self) -> timedelta | None:
        """From the customer's word to the act that fulfilled it."""
        return None if self.done_at is None else max(self.done_at - self.given_at, timedelta())

    @property
    def was_late(self) -> bool:
        return bool(self.done_at and self.do_by and self.done_at > self.do_by)

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and self.do_by is not None and self.do_by < at

    def settle(self, state: str, *, by: int | None, at: datetime, reason: str = "") -> None:
        self.move_to(state)
        self.settled_at, self.settled_by_id, self.reason = at, by, reason


class InstructionAction(Labelled, models.Model):
    """An act by which an instruction was carried out: an event of the journal, news of a shipment, or a
    plain sentence for what no other record tells.

    `event` is the id of an event row; nothing points there by foreign key.
    """

    instruction = models.ForeignKey(Instruction, models.CASCADE, related_name="actions")
    area = models.CharField(max_length=10, choices=Area)
    event = models.BigIntegerField(null=True, blank=True, db_index=True)
    news = models.ForeignKey(TrackingEvent, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("act upon an instruction")
        ordering = ("happened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("instruction", "event"),
                condition=Q(event__isnull=False),
                name="an_event_fulfils_an_instruction_once",
            ),
            models.UniqueConstraint(
                fields=("instruction", "news"),
                condition=Q(news__isnull=False),
                name="news_fulfil_an_instruction_once",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(news__isnull=False) | ~Q(words=""),
                name="an_act_upon_an_instruction_is_recorded_or_told",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What was done, in words."""
        if self.event is not None:
            return str(words_of_event(self.name))
        if self.name:
            return str(TrackingCode(self.name).label) if self.name in KNOWN_CODES else self.name
        return self.words

    @property
    def detail(self) -> str:
        """What else is known of it, below the title."""
        return self.words if self.name else ""


def words_of_event(name: str) -> Any:
    kind = EVENTS.get(name)
    return (kind and kind.title) or name

"""A contact: one call, mail, chat, message, letter or visit, in or out."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kept.kernel.choices import Labelled
from kept.kernel.errors import Refused
from kept.kernel.numbering import number_series
from kept.methods.phones import mobile_of
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person, Team
from kept.promises.enums import Phase
from kept.promises.models import Promise

from ..enums import Channel, Direction, Doubt, Served
from .cases import Case
from .clocked import Clocked, attach_promises, most_pressing

number_series("contact", "CO-{yy}{mm}-{n:05}", _("Contacts"))


class NoAnswerAwaited(Refused):
    default = _("Nobody waits for an answer to this contact.")


class ContactQuerySet(Clocked["Contact"]):
    def waiting(self) -> Self:
        """Somebody at the other end still waits for an answer."""
        return self.filter(needs_answer=True, answered_at=None)

    def held_by(self, person: Person) -> Self:
        """In the hands of this person or in nobody's."""
        return self.filter(Q(person=person) | Q(person=None))

    def serving(self, party: str) -> Self:
        """For whom; 'unknown' are those of which nobody can tell."""
        return self.filter(is_internal=False, served="" if party == "unknown" else party)

    def in_phase(self, phase: str) -> Self:
        """Before, during or after; 'unknown' are those of which nobody can tell."""
        return self.filter(is_internal=False, phase="" if phase == "unknown" else phase)

    def incoming(self) -> Self:
        return self.filter(direction=Direction.IN)

    def shown(self) -> Self:
        return self.select_related("customer", "person", "case").with_promises()


class Contact(Labelled, models.Model):
    """Whoever calls, it is written down; whatever we answer, too."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PHONE)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.IN)
    is_internal = models.BooleanField(_("from a colleague"), default=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("customer")
    )
    contact_person = models.ForeignKey(
        ContactPerson,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    served = models.CharField(_("served party"), max_length=10, choices=Served, blank=True)
    phase = models.CharField(_("phase"), max_length=6, choices=Phase, blank=True)
    caller_name = models.CharField(_("caller"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    doubt = models.CharField(_("doubt"), max_length=12, choices=Doubt, blank=True)
    summary = models.TextField(_("what was said"), blank=True)
    lines = models.JSONField(default=list, blank=True)
    """A pasted dialogue, line by line: who, at, text, ours. Empty when the text was not read as one."""
    ring_count = models.PositiveSmallIntegerField(_("rings"), null=True, blank=True)
    ring_seconds = models.PositiveIntegerField(_("seconds it rang"), null=True, blank=True)
    is_missed = models.BooleanField(_("nobody picked up"), default=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("clerk")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("case")
    )
    order = models.ForeignKey(
        "orders.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("order"),
    )
    shipment = models.ForeignKey(
        "transport.Shipment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("shipment"),
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name=_("answers")
    )
    needs_answer = models.BooleanField(_("an answer is awaited"), default=False)
    is_answer = models.BooleanField(_("is an answer"), default=False)
    is_chaser = models.BooleanField(_("asks again"), default=False)
    at = models.DateTimeField(_("when"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    logged_at = models.DateTimeField(_("logged"))
    external_key = models.CharField(max_length=160, null=True, blank=True, unique=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("team",), "customer": ("customer",)}
    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = (
            models.Index(
                fields=("at",), name="contact_waiting", condition=Q(needs_answer=True, answered_at=None)
            ),
            models.Index(fields=("customer", "-at"), name="contact_by_customer"),
            models.Index(fields=("phone", "-at"), name="contact_by_phone"),
            models.Index(fields=("case", "-at"), name="contact_by_case"),
            models.Index(fields=("-at", "-id"), name="contact_by_moment"),
        )
        constraints = (
            models.CheckConstraint(
                name="only_an_outgoing_contact_answers",
                condition=Q(is_answer=False, answers=None) | Q(direction="out"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.who}"

    def get_absolute_url(self) -> str:
        return reverse("desk:contact", args=[self.number])

    @property
    def row_key(self) -> str:
        return f"contact-{self.pk}"

    @property
    def sort_words(self) -> Any:
        return _("Missed call") if self.is_missed else self.get_channel_display()

    @property
    def keeper(self) -> Person | None:
        """In whose hands it is."""
        return self.person

    @property
    def state_shown(self) -> tuple[str, str]:
        return ("waiting", str(_("Waits"))) if self.is_waiting else ("answered", str(_("Told")))

    @property
    def heading(self) -> str:
        """What was said, in one line."""
        return next((line.strip() for line in self.asked.splitlines() if line.strip()), self.who)

    @property
    def asked(self) -> str:
        """What they said themselves."""
        return "\n".join(line["text"] for line in self.lines if not line["ours"]) or self.summary

    @property
    def dialogue(self) -> list[dict[str, Any]]:
        """The pasted lines with their moments."""
        return with_moments(self.lines)

    @property
    def told(self) -> str:
        """What was said, with a name before each line of a dialogue."""
        return "\n".join(f"{line['who']}: {line['text']}" for line in self.lines) or self.summary

    @property
    def who(self) -> str:
        """As whom we know them best."""
        return self.caller_name or str(self.customer or "") or self.phone

    @property
    def who_label(self) -> str:
        """What one is called who comes, or is reached, this way."""
        if not self.is_incoming:
            return str(_("To whom"))
        if self.channel == Channel.PHONE:
            return str(_("Caller"))
        if self.channel in (Channel.VISIT, Channel.CHAT):
            return str(_("Visitor"))
        return pgettext("contact", "Sender")

    @property
    def is_textable(self) -> bool:
        """Whether an SMS can go to its phone."""
        return bool(mobile_of(self.phone))

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.IN

    @property
    def is_waiting(self) -> bool:
        return self.needs_answer and self.answered_at is None

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    def be_answered(self, *, at: datetime) -> None:
        self.answered_at = self.answered_at or at

    def let_go(self) -> None:
        """Nothing is to be answered: a wrong number, an advertisement."""
        if not self.is_waiting:
            raise NoAnswerAwaited
        self.needs_answer = False


def with_moments(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a dialogue, their moments as such."""
    return [{**line, "at": datetime.fromisoformat(line["at"]) if line["at"] else None} for line in lines]

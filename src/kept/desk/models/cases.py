"""A case: one matter from opening to closing."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.addresses import address_of
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.methods.phones import mobile_of
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person, Team
from kept.promises.enums import Cause, LiableTier, Phase
from kept.promises.models import Promise
from kept.transport.enums import ExceptionKind

from ..enums import CaseKind, CaseLevel, CaseState, Impact, Served, Severity, Urgency
from ..kinds import told
from ..rules import FAULT_KINDS, LEVELS, severity, wants_answer
from .clocked import Clocked, attach_promises, most_pressing

number_series("case", "CS-{yy}{mm}-{n:04}", _("Cases"))

UNFINISHED = (CaseState.OPEN, CaseState.ANSWERED, CaseState.REOPENED)

SOLVED_MOVES: dict[str, set[CaseState]] = {
    CaseState.SOLVED: {CaseState.CLOSED, CaseState.REOPENED},
    CaseState.CLOSED: {CaseState.REOPENED},
}
ANSWERED_FIRST: dict[str, set[CaseState]] = {
    CaseState.OPEN: {CaseState.ANSWERED, CaseState.MERGED},
    CaseState.ANSWERED: {CaseState.SOLVED, CaseState.MERGED},
    CaseState.REOPENED: {CaseState.ANSWERED, CaseState.SOLVED, CaseState.MERGED},
    **SOLVED_MOVES,
}
ANSWERED_OR_NOT: dict[str, set[CaseState]] = {
    **ANSWERED_FIRST,
    CaseState.OPEN: {CaseState.ANSWERED, CaseState.SOLVED, CaseState.MERGED},
}
MOVES_OF: dict[str, dict[str, set[CaseState]]] = {
    kind: ANSWERED_FIRST if wants_answer(kind) and kind != CaseKind.EXCEPTION else ANSWERED_OR_NOT
    for kind in CaseKind
}
"""The lifecycle of each kind. Where somebody waits for an answer, nothing is solved before it was given;
only an exception may be over by itself before anybody was told."""


class CaseIsClosed(Refused):
    default = _("The case is solved or closed. Re-open it first.")


class NotAnswered(Refused):
    default = _("Answer the customer first: record what you told them and how.")


class ClosingIncomplete(Refused):
    default = _("Name cause, liable tier, measure and prevention before closing.")


class SnoozedBackwards(Refused):
    default = _("Choose a moment to come.")


class NotSnoozed(Refused):
    default = _("This case is in the queue already.")


class TopReached(Refused):
    default = _("The case is already with headquarters.")


class CaseQuerySet(Clocked["Case"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def held_by(self, person: Person) -> Self:
        """In the hands of this person or in nobody's."""
        return self.filter(Q(owner=person) | Q(owner=None))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def serving(self, party: str) -> Self:
        """For whom; 'unknown' are those of which nobody can tell."""
        if party == "unknown":
            return self.filter(served="").exclude(kind=CaseKind.INTERNAL)
        return self.filter(served=party)

    def in_phase(self, phase: str) -> Self:
        """Before, during or after; 'unknown' are those of which nobody can tell."""
        if phase == "unknown":
            return self.filter(phase="").exclude(kind=CaseKind.INTERNAL)
        return self.filter(phase=phase)

    def snoozed(self, at: datetime) -> Self:
        return self.filter(snoozed_until__gt=at)

    def with_whom(self, person_id: int | None) -> Self:
        """Owned by this person, or theirs as deputy."""
        return self.filter(Q(owner=person_id) | Q(deputy=person_id))

    def about_shipment(self, shipment: models.Model) -> Self:
        return self.filter(shipments__shipment=shipment.pk)

    def shown(self) -> Self:
        """With what every list shows beside the number."""
        return self.select_related("customer", "owner", "branch").with_promises()


class Case(Lifecycle, models.Model):
    """A question, complaint, exception or other matter, with an owner, clocks and an end."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CaseKind)
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.OPEN)
    level = models.CharField(_("level"), max_length=12, choices=CaseLevel, default=CaseLevel.EMPLOYEE)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact, default=Impact.ONE_SHIPMENT)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.SOON)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.S4)
    title = models.CharField(_("title"), max_length=160, blank=True)

    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("customer")
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
    order = models.ForeignKey(
        "orders.Order", models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("order")
    )
    shipment = models.ForeignKey(
        "transport.Shipment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shipment"),
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("team")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("owner")
    )
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name=_("follows case"),
    )

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    reason = models.TextField(pgettext_lazy("of a case", "reason"), blank=True)
    demand = models.TextField(_("demand"), blank=True)
    process = models.TextField(_("handling"), blank=True)
    result = models.TextField(_("result"), blank=True)
    customer_opinion = models.TextField(_("customer's opinion"), blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause, blank=True)
    liable_tier = models.CharField(_("liable"), max_length=20, choices=LiableTier, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person responsible")
    )
    cause_code = models.ForeignKey(
        "desk.CauseCode",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cause in detail"),
    )
    measure = models.TextField(_("measure"), blank=True)
    prevention = models.TextField(_("prevention"), blank=True)
    chasers = models.PositiveIntegerField(_("asked again"), default=0)
    passed_on = models.PositiveIntegerField(_("passed on"), default=0)
    reopenings = models.PositiveIntegerField(_("re-opened"), default=0)
    external_key = models.CharField(max_length=160, null=True, blank=True, unique=True)

    cause_key = models.CharField(max_length=120, blank=True)
    trouble = models.CharField(_("exception"), max_length=20, choices=ExceptionKind, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    new_eta = models.DateTimeField(_("new estimated arrival"), null=True, blank=True)
    proposal = models.TextField(_("proposal"), blank=True)

    campaign = models.ForeignKey(
        "desk.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("collection"),
    )
    details = models.JSONField(_("details"), default=dict, blank=True)
    watchers = models.ManyToManyField(Person, related_name="watched_cases", blank=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    snooze_note = models.CharField(_("why it rests"), max_length=160, blank=True)

    opened_at = models.DateTimeField(_("opened"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    SCOPES: ClassVar = {
        "branch": ("branch", "referrals__branch"),
        "team": ("team",),
        "customer": ("customer",),
    }
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = (
            models.Index(
                fields=("branch", "kind"),
                name="case_unfinished",
                condition=Q(state__in=("open", "answered", "reopened")),
            ),
            models.Index(
                fields=("owner",),
                name="case_unfinished_of_owner",
                condition=Q(state__in=("open", "answered", "reopened")),
            ),
            models.Index(fields=("customer", "-opened_at"), name="case_by_customer"),
            models.Index(fields=("-opened_at", "-id"), name="case_by_opening"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("cause_key",),
                name="one_open_case_per_cause",
                condition=Q(state__in=("open", "answered", "reopened")) & ~Q(cause_key=""),
            ),
            models.CheckConstraint(
                name="a_merged_case_names_the_other",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="a_closed_case_was_solved_or_comes_from_elsewhere",
                condition=~Q(state="closed") | Q(solved_at__isnull=False) | Q(external_key__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    def get_absolute_url(self) -> str:
        return address_of("desk:case", self.number)

    # What it says

    @property
    def row_key(self) -> str:
        return f"case-{self.pk}"

    @property
    def sort_words(self) -> Any:
        """What kind of matter it is, in the queue."""
        return self.get_kind_display()

    @property
    def keeper(self) -> Person | None:
        """In whose hands it is."""
        return self.owner

    @property
    def state_shown(self) -> tuple[str, str]:
        return self.state, str(self.get_state_display())

    @property
    def who(self) -> str:
        return str(self.customer or "") or self.caller_name or self.phone

    @property
    def is_textable(self) -> bool:
        """Whether an SMS can go to whom it is about."""
        return bool(mobile_of(self.phone or (self.customer.phone if self.customer else "")))

    @property
    def heading(self) -> str:
        """Its title, or what kind of matter it is and where."""
        if self.title:
            return self.title
        kind = self.get_trouble_display() if self.trouble else self.get_kind_display()
        return " · ".join(filter(None, (str(kind), self.place)))

    @property
    def told(self) -> list[tuple[Any, Any]]:
        """What the form of its kind says."""
        return told(self.kind, self.details)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def needs_fault(self) -> bool:
        """Whether closing names who lost it and what is done so that it does not happen again."""
        return self.kind in FAULT_KINDS

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    @property
    def next_level(self) -> CaseLevel | None:
        place = LEVELS.index(CaseLevel(self.level)) + 1
        return LEVELS[place] if place < len(LEVELS) else None

    def may_reopen(self, at: datetime, days: int) -> bool:
        """Within this many days of its solution the same case goes on."""
        return self.solved_at is not None and at <= self.solved_at + timedelta(days=days)

    # What may happen to it

    def may_move_to(self, state: str) -> bool:
        """By the lifecycle of its kind."""
        return state in MOVES_OF[self.kind].get(self.state, set())

    def weigh(self, *, raised: bool) -> None:
        self.severity = severity(self.impact, self.urgency, raised=raised)

    def answer(self, *, at: datetime) -> None:
        """The customer has been told something. The first answer stays the first."""
        if not self.is_unfinished:
            raise CaseIsClosed
        if self.may_move_to(CaseState.ANSWERED):
            self.move_to(CaseState.ANSWERED)
        self.answered_at = self.answered_at or at

    def solve(self, *, result: str, at: datetime) -> None:
        if wants_answer(self.kind) and self.answered_at is None:
            raise NotAnswered
        self.move_to(CaseState.SOLVED)
        self.result, self.solved_at = result or self.result, at

    def be_over(self, *, result: str, at: datetime) -> None:
        """What it was about has passed by itself."""
        self.move_to(CaseState.SOLVED)
        self.result, self.solved_at = self.result or result, at

    def close(self, *, at: datetime) -> None:
        if self.needs_fault and not all(
            (self.cause, self.liable_tier, self.measure.strip(), self.prevention.strip())
        ):
            raise ClosingIncomplete(field=self._missing())
        self.move_to(CaseState.CLOSED)
        self.closed_at = at

    def reopen(self) -> None:
        self.move_to(CaseState.REOPENED)
        self.reopenings += 1
        self.solved_at = self.closed_at = None

    def snooze(self, *, until: datetime, why: str, at: datetime) -> None:
        """Out of the queue for a while. Its promises run on."""
        if not self.is_unfinished:
            raise CaseIsClosed
        if until <= at:
            raise SnoozedBackwards(field="until")
        self.snoozed_until, self.snooze_note = until, why

    def wake(self) -> None:
        if self.snoozed_until is None:
            raise NotSnoozed
        self.snoozed_until, self.snooze_note = None, ""

    def merge(self, into: Case) -> None:
        """It goes on as the other one."""
        self.move_to(CaseState.MERGED)
        self.merged_into = into

    def rise(self, to: str | None = None) -> None:
        """To the next level, or at once to a higher one: employee, manager, headquarters."""
        if not self.is_unfinished:
            raise CaseIsClosed
        goal = CaseLevel(to) if to else self.next_level
        if goal is None or LEVELS.index(goal) <= LEVELS.index(CaseLevel(self.level)):
            raise TopReached
        self.level = goal

    def _missing(self) -> str:
        fields = ("cause", "liable_tier", "measure", "prevention")
        return next(field for field in fields if not str(getattr(self, field)).strip())

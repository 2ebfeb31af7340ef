"""Follow-ups: what somebody is to look after by a moment, about any record."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbering import number_series
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.models import Promise

from ..enums import FollowUpSort, Satisfaction, VisitRule
from .clocked import Clocked, attach_promises, most_pressing
from .contacts import Contact

number_series("follow_up", "FU-{yy}{mm}-{n:04}", _("Follow-ups"))


class FollowUpDone(Refused):
    default = _("This follow-up is done already.")


class AnswerPromised(Refused):
    default = _("An answer was promised: record how the customer was told.")


class NotVisited(Refused):
    default = _("Record by which channel the customer was asked and what was said.")


class FollowUpQuerySet(Clocked["FollowUp"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def shown(self) -> Self:
        return self.select_related("customer", "owner", "branch", "contact").with_promises()

    def held_by(self, person: Person) -> Self:
        """In the hands of this person or in nobody's."""
        return self.filter(Q(owner=person) | Q(owner=None))

    def return_visits(self) -> Self:
        return self.filter(sort=FollowUpSort.RETURN_VISIT)


class FollowUp(models.Model):
    """One thing to be done later, in somebody's hands. Its due moment is a promise."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    sort = models.CharField(_("kind"), max_length=12, choices=FollowUpSort, default=FollowUpSort.TASK)
    rule = models.CharField(_("planned by rule"), max_length=8, choices=VisitRule, blank=True)
    what = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("owner")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("customer"),
    )
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_number = models.CharField(_("about"), max_length=60, blank=True)
    needs_contact = models.BooleanField(_("an answer was promised"), default=False)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told by"),
    )
    result = models.TextField(_("result"), blank=True)
    satisfied = models.PositiveSmallIntegerField(
        _("how satisfied"), choices=Satisfaction, null=True, blank=True
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    is_dropped = models.BooleanField(_("not needed any more"), default=False)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = (
            models.Index(fields=("owner",), name="follow_up_open", condition=Q(done_at=None)),
            models.Index(fields=("subject_type", "subject_id"), name="follow_up_by_subject"),
        )
        constraints = (
            models.CheckConstraint(
                name="a_promised_answer_was_given",
                condition=Q(done_at=None)
                | Q(needs_contact=False)
                | Q(contact__isnull=False)
                | Q(is_dropped=True),
            ),
            models.CheckConstraint(
                name="a_satisfaction_is_one_to_five",
                condition=Q(satisfied=None) | Q(satisfied__gte=1, satisfied__lte=5),
            ),
            models.UniqueConstraint(
                name="a_case_has_one_open_return_visit",
                fields=("subject_type", "subject_id"),
                condition=Q(rule="solved", done_at=None),
            ),
            models.UniqueConstraint(
                name="a_customer_has_one_open_regular_visit",
                fields=("customer",),
                condition=Q(rule="regular", done_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("desk:follow_up", args=[self.number])

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    @property
    def is_return_visit(self) -> bool:
        return self.sort == FollowUpSort.RETURN_VISIT

    @property
    def row_key(self) -> str:
        return f"followup-{self.pk}"

    @property
    def sort_words(self) -> Any:
        return self.get_sort_display()

    @property
    def heading(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        return str(self.customer or "")

    @property
    def keeper(self) -> Person | None:
        """In whose hands it is."""
        return self.owner

    @property
    def state_shown(self) -> tuple[str, str]:
        return ("waiting", str(_("To be done"))) if self.done_at is None else ("kept", str(_("Done")))

    def drop(self, *, why: str, at: datetime) -> None:
        """Nothing is to be done any more."""
        if self.done_at is not None:
            raise FollowUpDone
        self.result, self.done_at, self.is_dropped = why.strip(), at, True

    def finish(self, *, result: str, contact: Contact | None, at: datetime) -> None:
        if self.done_at is not None:
            raise FollowUpDone
        if self.is_return_visit and contact is None:
            raise NotVisited(field="text")
        if self.needs_contact and contact is None:
            raise AnswerPromised(field="text")
        self.result, self.contact, self.done_at = result.strip(), contact, at

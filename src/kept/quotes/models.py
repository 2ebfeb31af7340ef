"""Somebody asks what it costs: the inquiry, what has to be found out, the quote, and every answer we gave."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.contracts.models import RateCard
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.methods.phones import may_be_phone
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.models import Promise

from .enums import AnalysisKind, AnswerChannel, GoodsClass, InquiryState, QuoteState, Sheet

number_series("inquiry", "IN-{yy}{mm}-{n:04}", _("Inquiries"))
number_series("quote", "QU-{yy}{mm}-{n:04}", _("Quotes"))


class InquiryQuerySet(Permitted["Inquiry"]):
    def open(self) -> InquiryQuerySet:
        return self.filter(state=InquiryState.OPEN)


class Inquiry(Lifecycle, models.Model):
    """A price inquiry, with everything one has to ask the caller."""

    MOVES: ClassVar = {
        InquiryState.OPEN: {
            InquiryState.ANSWERED,
            InquiryState.QUOTED,
            InquiryState.LOST,
            InquiryState.CANCELLED,
        },
        InquiryState.ANSWERED: {InquiryState.QUOTED, InquiryState.LOST, InquiryState.CANCELLED},
        InquiryState.QUOTED: {InquiryState.QUOTED, InquiryState.ACCEPTED, InquiryState.LOST},
    }

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=InquiryState, default=InquiryState.OPEN)
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="inquiries", verbose_name=_("branch"), null=True, blank=True
    )
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="inquiries")
    company = models.CharField(_("company"), max_length=160)
    caller_name = models.CharField(_("caller's name"), max_length=80)
    phone = models.CharField(_("contact details"), max_length=80)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    goods = models.CharField(_("goods"), max_length=160)
    goods_class = models.CharField(_("class of goods"), max_length=8, choices=GoodsClass, blank=True)
    un_number = models.CharField(_("UN number"), max_length=8, blank=True)
    sheet = models.CharField(max_length=12, choices=Sheet, default=Sheet.NOT_NEEDED)
    origin = models.CharField(_("origin"), max_length=60)
    destination = models.CharField(_("destination"), max_length=60)
    volume = models.CharField(_("volume per shipment"), max_length=120)
    weight_kg = models.DecimalField(_("weight (kg)"), max_digits=12, decimal_places=3, null=True, blank=True)
    volume_m3 = models.DecimalField(_("volume (m³)"), max_digits=12, decimal_places=4, null=True, blank=True)
    declared_value = models.BigIntegerField(null=True, blank=True)
    planned_on = models.DateField(_("planned day"), null=True, blank=True)
    planned = models.CharField(_("planned time"), max_length=80, blank=True)
    special = models.TextField(_("special requirements"), blank=True)
    special_tags = models.JSONField(default=list, blank=True)
    is_important = models.BooleanField(_("important business"), default=False)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, editable=False, related_name="+")
    taken_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.CharField(max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        indexes = (
            models.Index(fields=("state", "-id"), name="inquiry_by_state"),
            models.Index(fields=("branch", "-id"), name="inquiry_by_branch"),
            models.Index(fields=("customer", "-id"), name="inquiry_by_customer"),
            models.Index(fields=("company",), name="inquiry_by_company", opclasses=("varchar_pattern_ops",)),
        )
        constraints = (
            models.CheckConstraint(
                name="an_inquiry_names_company_caller_and_contact",
                condition=~Q(company="") & ~Q(caller_name="") & ~Q(phone=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.company}"

    def get_absolute_url(self) -> str:
        return reverse("quotes:inquiry", args=[self.number])

    @property
    def is_dangerous(self) -> bool:
        return self.goods_class != GoodsClass.NONE

    @property
    def can_be_dialled(self) -> bool:
        """The caller may have left a mail address or a chat name instead of a number."""
        return may_be_phone(self.phone)


class AnalysisTask(models.Model):
    """What has to be found out before a price can be named."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=AnalysisKind)
    result = models.TextField(blank=True)
    distance_km = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("analysis task")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("inquiry", "kind"), name="an_inquiry_is_analysed_once_per_kind"),
        )


class QuoteQuerySet(Permitted["Quote"]):
    def sent(self) -> QuoteQuerySet:
        return self.filter(state=QuoteState.SENT)


class Quote(Lifecycle, models.Model):
    """A priced offer with its validity and the rate card version behind it."""

    MOVES: ClassVar = {
        QuoteState.DRAFT: {QuoteState.SENT, QuoteState.REJECTED, QuoteState.EXPIRED},
        QuoteState.SENT: {QuoteState.ACCEPTED, QuoteState.REJECTED, QuoteState.EXPIRED},
    }

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=QuoteState, default=QuoteState.DRAFT)
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="quotes")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="quotes", null=True, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="quotes")
    rate_card = models.ForeignKey(RateCard, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3, default="CNY")
    amount = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    volume_m3 = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    declared_value = models.BigIntegerField(null=True, blank=True)
    cod_amount = models.BigIntegerField(null=True, blank=True)
    valid_until = models.DateField()
    terms = models.TextField(blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reject_reason = models.CharField(max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        indexes = (
            models.Index(fields=("state", "-id"), name="quote_by_state"),
            models.Index(fields=("branch", "-id"), name="quote_by_branch"),
            models.Index(fields=("customer", "-id"), name="quote_by_customer"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("quotes:quote", args=[self.number])

    @property
    def net(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.amount + self.tax, self.currency)


class QuoteLine(models.Model):
    """One line of a quote. `clause` holds the rule and its numbers; the words are rendered for the reader."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=30)
    amount = models.BigIntegerField()
    basis = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(1))
    rate = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, default=Decimal(0))
    tax = models.BigIntegerField(default=0)
    clause = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("quote line")
        ordering = ("id",)


class Answer(models.Model):
    """An outgoing contact that answered an inquiry: only this stops its clock."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="answers")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="answers")
    channel = models.CharField(max_length=10, choices=AnswerChannel)
    spoken_to = models.CharField(max_length=80)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer to an inquiry")
        ordering = ("-given_at", "-id")

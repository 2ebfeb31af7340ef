"""Everybody we deal with: customers, their people, places and receivers; subcontractors; competitors."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from .enums import (
    ChainRole,
    CompanySize,
    ContactRole,
    Cooperation,
    CustomerKind,
    CustomerState,
    LinkKind,
    PartnerKind,
    Segment,
    ToldBy,
)

number_series("customer", "C-{n:05}", _("Customers"))
number_series("partner", "P-{n:04}", _("Subcontractors and suppliers"))


LANGUAGES = (("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"))


ROLE_FIELDS: dict[str, str] = {
    ChainRole.CARGO_OWNER: "is_cargo_owner",
    ChainRole.DEMAND: "has_logistics_demand",
    ChainRole.VEHICLE_OWNER: "is_vehicle_owner",
    ChainRole.FOURTH_PARTY: "is_fourth_party",
}


class CustomerQuerySet(Permitted["Customer"]):
    def active(self) -> CustomerQuerySet:
        return self.filter(state=CustomerState.ACTIVE)

    def in_role(self, role: str) -> CustomerQuerySet:
        """With this role in the chain, whatever others they have."""
        return self.filter(**{ROLE_FIELDS[role]: True})


class Customer(models.Model):
    """Whoever buys service from us, an enterprise or a person. Seen by all staff of all branches."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CustomerKind, default=CustomerKind.ENTERPRISE)
    state = models.CharField(_("state"), max_length=12, choices=CustomerState, default=CustomerState.ACTIVE)
    industry = models.CharField(_("industry"), max_length=60, blank=True)
    size = models.CharField(_("company size"), max_length=10, choices=CompanySize, blank=True)
    cooperation = models.CharField(_("cooperation"), max_length=12, choices=Cooperation, blank=True)
    is_cargo_owner = models.BooleanField(ChainRole.CARGO_OWNER.label, default=False)
    has_logistics_demand = models.BooleanField(ChainRole.DEMAND.label, default=False)
    is_vehicle_owner = models.BooleanField(ChainRole.VEHICLE_OWNER.label, default=False)
    is_fourth_party = models.BooleanField(ChainRole.FOURTH_PARTY.label, default=False)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, default=Segment.GENERAL)
    value_class = models.CharField(_("value class"), max_length=10, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("branch")
    )
    account_manager = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account manager")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    credit_limit = models.BigIntegerField(_("credit limit"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    told_by = models.CharField(_("wants to be told by"), max_length=10, choices=ToldBy, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, blank=True)
    special_requirements = models.TextField(_("special requirements"), blank=True)
    tracking_columns = models.JSONField(_("tracking table columns"), default=list, blank=True)
    external_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    since = models.DateField(_("customer since"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("pk",)}
    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        indexes = (models.Index(fields=("name",), name="customer_by_name"),)
        constraints = (
            models.CheckConstraint(
                name="a_credit_limit_is_not_negative",
                condition=Q(credit_limit=None) | Q(credit_limit__gte=0),
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("parties:customer", args=[self.number])

    @property
    def chain_roles(self) -> list[ChainRole]:
        return [role for role in ChainRole if getattr(self, ROLE_FIELDS[role])]

    @property
    def roles_shown(self) -> str:
        return " · ".join(str(role.label) for role in self.chain_roles)

    @property
    def channel(self) -> str:
        """How to tell this customer: as wanted, else by mail where there is an address."""
        return self.told_by or (ToldBy.EMAIL if self.email else ToldBy.PHONE)

    @property
    def credit(self) -> Money | None:
        return None if self.credit_limit is None else Money(self.credit_limit, self.currency)


class Partner(models.Model):
    """A subcontractor, supplier, insurer or fourth-party provider.

    A subcontractor works in our name; we stay responsible.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind, default=PartnerKind.SUBCONTRACTOR)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    external_key = models.CharField(max_length=160, null=True, blank=True, unique=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "partner": ("pk",)}
    objects = Permitted["Partner"].as_manager()

    class Meta:
        verbose_name = _("partner")
        indexes = (models.Index(fields=("name",), name="partner_by_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("parties:partner", args=[self.number])


class ContactPerson(models.Model):
    """A person at a customer or a partner."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="contact_persons"
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="contact_persons"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=ContactRole, default=ContactRole.USER)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",), "partner": ("partner",)}
    objects = Permitted["ContactPerson"].as_manager()

    class Meta:
        verbose_name = _("contact person")
        constraints = (
            models.CheckConstraint(
                name="a_contact_person_belongs_to_one_party",
                condition=Q(customer=None, partner__isnull=False) | Q(customer__isnull=False, partner=None),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> Customer | Partner:
        """The one this person belongs to."""
        party = self.customer or self.partner
        assert party is not None  # a_contact_person_belongs_to_one_party
        return party


class Site(models.Model):
    """A place of the customer where goods are picked up or received."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=80)
    city = models.CharField(_("city"), max_length=60)
    district = models.CharField(_("district"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    receiving_hours = models.CharField(_("receiving hours"), max_length=60, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = Permitted["Site"].as_manager()

    class Meta:
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.name


class Consignee(models.Model):
    """The customer's customer: who receives the goods."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consignees")
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    city = models.CharField(_("city"), max_length=60)
    address = models.CharField(_("address"), max_length=200, blank=True)
    receiving_hours = models.CharField(_("receiving hours"), max_length=60, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = Permitted["Consignee"].as_manager()

    class Meta:
        verbose_name = _("consignee")

    def __str__(self) -> str:
        return self.name


class ChainLinkQuerySet(Permitted["ChainLink"]):
    def of(self, customer: Customer) -> ChainLinkQuerySet:
        """Those in its chain, and those in whose chain it is."""
        return self.filter(Q(customer=customer) | Q(member=customer))

    def during(self, since: date, until: date | None) -> ChainLinkQuerySet:
        """Valid on any of these days."""
        rows = self.filter(Q(until=None) | Q(until__gte=since))
        return rows if until is None else rows.filter(since__lte=until)

    def on(self, day: date) -> ChainLinkQuerySet:
        return self.during(day, day)


class ChainLink(models.Model):
    """One customer of ours stands in the chain of another: buys from it, sells on or uses up its goods.

    Both have a record of their own because both buy service from us. A receiver that only receives is a
    `Consignee`.
    """

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="chain_members", verbose_name=_("in the chain of")
    )
    member = models.ForeignKey(
        Customer, models.CASCADE, related_name="chain_places", verbose_name=_("customer in the chain")
    )
    kind = models.CharField(_("place in the chain"), max_length=12, choices=LinkKind)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = ChainLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link in a chain of customers")
        ordering = (F("until").desc(nulls_first=True), "-since", "-id")
        constraints = (
            models.CheckConstraint(
                name="a_customer_is_not_in_its_own_chain", condition=~Q(customer=F("member"))
            ),
            models.CheckConstraint(
                name="a_chain_link_ends_after_it_began", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=("customer", "member", "kind"),
                name="a_customer_has_a_place_in_a_chain_once",
                condition=Q(until=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer} → {self.member}"


class Competitor(models.Model):
    """Another provider our customers could choose."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    note = models.TextField(_("note"), blank=True)

    SCOPES: ClassVar = {"branch": ALL}
    objects = Permitted["Competitor"].as_manager()

    class Meta:
        verbose_name = _("competitor")

    def __str__(self) -> str:
        return self.name


class ForeignNumber(models.Model):
    """How somebody else calls one of our records."""

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=120, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("foreign number")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="foreign_by_subject"),)

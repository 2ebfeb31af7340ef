"""Who lost it: decisions on liability, each with shares that make a whole, the earlier ones kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.parties.models import Partner
from kept.people.models import Branch, Person
from kept.promises.enums import LiableTier

from .cases import Case

WHOLE = Decimal(100)


class LiabilityDecisionQuerySet(Permitted["LiabilityDecision"]):
    def in_force(self) -> LiabilityDecisionQuerySet:
        return self.filter(replaced_at=None)


class LiabilityDecision(models.Model):
    """Who answers for a case, decided by somebody for a reason. A revision replaces it and it stays."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="liability_decisions")
    cause = models.CharField(_("cause"), max_length=20, blank=True)
    why = models.TextField(_("reason"))
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("case__branch",), "team": ("case__team",)}
    objects = LiabilityDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on liability")
        verbose_name_plural = _("decisions on liability")
        ordering = ("-decided_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("case",), name="one_liability_decision_in_force", condition=Q(replaced_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.case.number} {self.decided_at:%Y-%m-%d}"

    @property
    def main(self) -> LiabilityShare:
        """The largest share; of equal ones the first named."""
        return max(self.shares.all(), key=lambda share: (share.share, -share.pk))

    def share_of(self, partner_id: int) -> Decimal:
        """What a subcontractor answers for, in percent."""
        own = [share.share for share in self.shares.all() if share.partner_id == partner_id]
        return sum(own, Decimal(0))


class LiabilityShare(models.Model):
    """One who answers, and for how much."""

    decision = models.ForeignKey(LiabilityDecision, models.CASCADE, related_name="shares")
    tier = models.CharField(_("liable"), max_length=20, choices=LiableTier)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person responsible")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subcontractor")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    share = models.DecimalField(_("share of liability"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("share of liability")
        ordering = ("-share", "id")
        constraints = (
            models.CheckConstraint(
                name="a_share_of_liability_is_above_zero_up_to_all", condition=Q(share__gt=0, share__lte=100)
            ),
            models.CheckConstraint(
                name="a_liable_subcontractor_is_named", condition=~Q(tier="subcontractor") | ~Q(partner=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.who} {self.share:g} %"

    @property
    def who(self) -> Any:
        """The narrowest name there is."""
        return self.person or self.partner or self.branch or self.get_tier_display()

"""What people know that no other record says: the customer's business, talks, competences, checks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.desk.models import Contact
from kept.kernel.errors import Refused
from kept.parties.models import Competitor
from kept.people.models import Person
from kept.promises.kinds import KINDS

from ..enums import FindingKind
from .cycles import Cycle


class TextMissing(Refused):
    default = _("Write down what was found.")


class CompetitorMissing(Refused):
    default = _("Name the competitor.")


class ImportanceMissing(Refused):
    default = _("Say how important it is to the customer, from 1 to 7.")


class Finding(models.Model):
    """One thing somebody wrote down within a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="findings")
    kind = models.CharField(_("what it is about"), max_length=16, choices=FindingKind)
    text = models.TextField(_("what was found"))
    importance = models.PositiveSmallIntegerField(_("importance, 1 to 7"), null=True, blank=True)
    promise_kind = models.CharField(_("promise"), max_length=30, blank=True)
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competitor")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    held_on = models.DateField(_("day"), null=True, blank=True)
    is_met = models.BooleanField(_("fulfilled"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("finding")
        ordering = ("kind", "id")
        constraints = (
            models.CheckConstraint(
                name="a_strength_of_a_competitor_names_it",
                condition=~Q(kind="their_strength") | Q(competitor__isnull=False),
            ),
            models.CheckConstraint(
                name="a_need_says_how_important_it_is",
                condition=~Q(kind="need") | Q(importance__gte=1, importance__lte=7),
            ),
            models.UniqueConstraint(
                fields=("cycle", "kind"),
                condition=Q(kind__in=("understood", "value_factors", "real_goals")),
                name="a_point_of_the_checklist_is_answered_once",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def promise_words(self) -> str:
        kind = KINDS.get(self.promise_kind)
        return str(kind.words) if kind else self.promise_kind

    def check_words(self) -> None:
        """Raises what is missing for its kind."""
        if not self.text.strip():
            raise TextMissing(field="text")
        if self.kind == FindingKind.THEIR_STRENGTH and self.competitor_id is None:
            raise CompetitorMissing(field="competitor")
        if self.kind == FindingKind.NEED and not 1 <= (self.importance or 0) <= 7:
            raise ImportanceMissing(field="importance")

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Span(TextChoices):
    """How long a time a report speaks of."""

    DAY = "day", pgettext_lazy("span of a report", "Day")
    MONTH = "month", pgettext_lazy("span of a report", "Month")
    QUARTER = "quarter", pgettext_lazy("span of a report", "Quarter")
    YEAR = "year", pgettext_lazy("span of a report", "Year")

    @property
    def rhythm(self) -> Any:
        """How often it is sent."""
        return RHYTHMS[self]


RHYTHMS = {
    Span.DAY: _("every day"),
    Span.MONTH: _("every month"),
    Span.QUARTER: _("every quarter"),
    Span.YEAR: _("every year"),
}


class About(TextChoices):
    """Whom or what a report speaks of."""

    HOUSE = "house", _("the company or a branch")
    CUSTOMER = "customer", _("a customer")
    RECORD = "record", _("a record with a number")


class Shelf(TextChoices):
    """Where a report stands in the list of reports."""

    CARRYING = "carrying", _("Cargo and work")
    CUSTOMERS = "customers", _("For customers")
    SERVICE = "service", _("Service and satisfaction")
    MONEY = "money", _("Money and market")
    PAPERS = "papers", _("Papers to print")


class Form(TextChoices):
    """As what it is sent."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    BOTH = "both", _("PDF and Excel")


class ReviewState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a client review", "Being prepared")
    HANDED = "handed", pgettext_lazy("state of a client review", "Handed over")


class SendingState(TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a sent report", "Waiting")
    QUEUED = "queued", pgettext_lazy("state of a sent report", "In the outbox")
    FAILED = "failed", pgettext_lazy("state of a sent report", "Failed")

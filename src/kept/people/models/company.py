"""What the company is called."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyName(models.Model):
    """The name with which we greet and sign, by language; one row."""

    names = models.JSONField(_("company name"), default=dict)

    class Meta:
        verbose_name = _("company name")

    def __str__(self) -> str:
        return " / ".join(self.names.values())

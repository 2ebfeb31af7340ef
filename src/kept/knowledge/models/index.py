"""The index: which terms stand in which text, and how much each is of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indexed(models.Model):
    """A text that is in the index, and its length in terms."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    length = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("indexed text")
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="a_text_is_indexed_once"),)


class Posting(models.Model):
    """One term of one text. `share` is its part of the ranking, see methods/text/ranking."""

    kind = models.CharField(max_length=60)
    term = models.CharField(max_length=41)
    record_id = models.BigIntegerField()
    share = models.FloatField()

    class Meta:
        verbose_name = _("term of a text")
        indexes = (
            models.Index(fields=("kind", "term", "record_id", "share"), name="posting_by_term"),
            models.Index(fields=("kind", "record_id"), name="posting_by_text"),
        )

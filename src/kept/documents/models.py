"""Files that somebody gave us: proofs, photos, safety data sheets, screenshots."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted


def _place(document: Document, name: str) -> str:
    """An unguessable path of ours; nothing of the sender's file name reaches the disk."""
    return f"documents/{document.kept_at:%Y/%m}/{secrets.token_urlsafe(16)}{document.suffix}"


class DocumentQuerySet(Permitted["Document"]):
    def about(self, record: models.Model) -> DocumentQuerySet:
        return self.filter(subject_type=record._meta.label_lower, subject_id=record.pk)


class Document(models.Model):
    """One file, known by its content's digest."""

    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)
    kind = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=120)
    file = models.FileField(upload_to=_place)
    content_type = models.CharField(max_length=100)
    suffix = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    partner_id = models.BigIntegerField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.BigIntegerField(null=True)

    SCOPES: ClassVar = {
        "branch": ALL,
        "team": ALL,
        "customer": ("customer_id",),
        "partner": ("partner_id",),
    }
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="document_by_subject"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.token])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

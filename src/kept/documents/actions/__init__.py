"""Keeping a file that somebody gave us."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor

from ..models import Document
from ..rules import FileTooLarge, NotAPicture, nature_of

__all__ = ["keep_document"]


@transaction.atomic
def keep_document(
    *,
    upload: UploadedFile[bytes] | ContentFile[bytes],
    kind: str,
    about: models.Model,
    customer_id: int | None = None,
    partner_id: int | None = None,
    to_be_seen: bool = False,
    by: Actor,
    at: datetime,
) -> Document:
    """Store a file about a record. The same content about the same record is stored once.

    Where something is `to_be_seen`, only a picture or a PDF is taken.
    Raises UnknownFile, NotAPicture, FileTooLarge or EmptyFile before anything is written.
    """
    if (upload.size or 0) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1024 // 1024
        raise FileTooLarge(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    content = upload.read()
    nature = nature_of(content)
    if to_be_seen and not nature.is_seen:
        raise NotAPicture
    digest = hashlib.sha256(content).hexdigest()
    known = Document.objects.about(about).filter(digest=digest, kind=kind).first()
    if known:
        return known
    document = Document(
        kind=kind,
        name=PurePath(upload.name or "").name[:120] or kind,
        content_type=nature.content_type,
        suffix=nature.suffix,
        size=len(content),
        digest=digest,
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        customer_id=customer_id,
        partner_id=partner_id,
        kept_at=at,
        kept_by=by.person_id,
    )
    document.file.save(document.name, ContentFile(content), save=False)
    document.save()
    return document

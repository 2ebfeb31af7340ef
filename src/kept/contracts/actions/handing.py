"""Handing the service text to a customer: a file is made, kept in the customer's, and never changed."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from kept.documents.actions import keep_document
from kept.documents.papers import pressed
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day
from kept.parties.models import ContactPerson, Customer

from ..enums import HandedHow
from ..events import ServiceTextHandedOver
from ..models import Handover, StatementVersion
from ..queries.handing import text_paper
from ..queries.statements import version_for
from ..rules import (
    ContactOfOthers,
    HandedInTheFuture,
    NothingToHandOver,
    NotInThisLanguage,
    TakerMissing,
)


def hand_over_text(
    *,
    customer: Customer,
    how: str,
    language: str,
    on: date,
    contact: ContactPerson | None = None,
    taken_by: str = "",
    by: Actor,
    at: datetime,
) -> Handover:
    """Give a customer the version that applies on a day. The file is set before anything is written."""
    today = company_day(at)
    assert today is not None
    if on > today:
        raise HandedInTheFuture(field="on")
    if contact and contact.customer_id != customer.pk:
        raise ContactOfOthers(field="contact")
    taker = contact.name if contact else taken_by.strip()
    if not taker:
        raise TakerMissing(field="taken_by")
    version = version_for(customer, on)
    if version is None:
        raise NothingToHandOver(field="on")
    if not version.words.get(language):
        raise NotInThisLanguage(field="language")
    with translation.override(language):
        paper = text_paper(
            version=version,
            customer=customer,
            taken_by=taker,
            how=str(HandedHow(how).label),
            on=on,
            by=by.name,
            language=language,
        )
        file = ContentFile(pressed(paper), f"{paper.name}-{customer.number}-{on:%Y%m%d}.pdf")
    given = Handover(
        version=version,
        customer=customer,
        contact=contact,
        taken_by=taker[:120],
        how=how,
        language=language,
        on=on,
        recorded_at=at,
        by_id=by.person_id,
    )
    return _keep(given, file, version, by=by, at=at)


@transaction.atomic
def _keep(
    given: Handover, file: ContentFile[bytes], version: StatementVersion, *, by: Actor, at: datetime
) -> Handover:
    given.document = keep_document(
        upload=file,
        kind="service_text",
        about=given.customer,
        customer_id=given.customer_id,
        by=by,
        at=at,
    )
    given.save()
    told = ServiceTextHandedOver(
        subject=Subject.of(given),
        occurred_at=at,
        customer_id=given.customer_id,
        version_id=version.pk,
        number=version.number,
    )
    emit(told, by=by)
    return given

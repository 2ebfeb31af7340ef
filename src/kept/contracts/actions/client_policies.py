"""Keeping what a client asks of whoever serves its customers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.parties.models import Customer

from ..events import ClientPolicyKept
from ..models import ClientPolicy
from ..rules import BeginsBeforeLast, ChangeMissing, PolicyIsEmpty


@transaction.atomic
def keep_client_policy(
    *,
    customer: Customer,
    valid_from: date,
    text: str = "",
    file: Any = None,
    changed: str = "",
    by: Actor,
    at: datetime,
) -> ClientPolicy:
    """The next version of a client's policy, from a day on. The file is an upload of the kinds we take."""
    if not text.strip() and not file:
        raise PolicyIsEmpty(field="text")
    Customer.objects.select_for_update().get(pk=customer.pk)
    last = ClientPolicy.objects.filter(customer=customer).order_by("-version").first()
    if last and not changed.strip():
        raise ChangeMissing(field="changed")
    if last and valid_from <= last.valid_from:
        raise BeginsBeforeLast(field="valid_from")
    document = (
        keep_document(
            upload=file, kind="client_policy", about=customer, customer_id=customer.pk, by=by, at=at
        )
        if file
        else None
    )
    kept = ClientPolicy.objects.create(
        customer=customer,
        version=last.version + 1 if last else 1,
        text=text.strip(),
        document=document,
        valid_from=valid_from,
        changed=changed.strip(),
        made_at=at,
        made_by_id=by.person_id,
    )
    told = ClientPolicyKept(
        subject=Subject.of(kept), occurred_at=at, customer_id=customer.pk, number=kept.version
    )
    emit(told, by=by)
    return kept

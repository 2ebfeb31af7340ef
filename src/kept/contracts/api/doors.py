"""What all addresses of this room share: who may, and the customer that is asked about."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kept.kernel.web.doors import allowed
from kept.parties.models import Customer


def customer_of(request: HttpRequest, number: str, permission: str) -> Customer:
    rows = Customer.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows, number=number)

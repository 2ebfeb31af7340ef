"""Where a promise's matter stands, by its number alone."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from kept.promises.models import Promise

PLACES = {
    "desk.case": "desk:case",
    "desk.contact": "desk:contact",
    "desk.followup": "desk:follow_up",
    "desk.compensation": "desk:compensation",
    "orders.order": "orders:order",
    "transport.shipment": "transport:shipment",
    "quotes.inquiry": "quotes:inquiry",
}


def matter_of(promise: Promise) -> str:
    """The page of what a promise is about, without asking the database; else the promise's own."""
    place = PLACES.get(promise.subject_type)
    if place is None or not promise.subject_number:
        return promise.get_absolute_url()
    try:
        return reverse(place, args=[promise.subject_number])
    except NoReverseMatch:
        return promise.get_absolute_url()

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
    return place_of(promise.subject_type, promise.subject_number) or promise.get_absolute_url()


def place_of(subject_type: str, number: str) -> str:
    """The page of a record by its number alone, or nothing."""
    place = PLACES.get(subject_type)
    if place is None or not number:
        return ""
    try:
        return reverse(place, args=[number])
    except NoReverseMatch:
        return ""

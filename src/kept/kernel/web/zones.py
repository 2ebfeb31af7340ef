"""Time zones by the names that people use; the database of zones knows only cities with an underscore."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

ZONES: Final[dict[str, Any]] = {
    "Asia/Shanghai": _("Beijing time"),
    "Asia/Urumqi": _("Urumqi time"),
    "Asia/Hong_Kong": _("Hong Kong time"),
    "Asia/Macau": _("Macau time"),
    "Asia/Taipei": _("Taipei time"),
    "Asia/Tokyo": _("Tokyo time"),
    "Asia/Seoul": _("Seoul time"),
    "Asia/Singapore": _("Singapore time"),
    "Asia/Kuala_Lumpur": _("Kuala Lumpur time"),
    "Asia/Manila": _("Manila time"),
    "Asia/Ho_Chi_Minh": _("Vietnam time"),
    "Asia/Bangkok": _("Bangkok time"),
    "Asia/Jakarta": _("Jakarta time"),
    "Asia/Kolkata": _("India time"),
    "Asia/Dubai": _("Dubai time"),
    "Europe/Moscow": _("Moscow time"),
    "Europe/Berlin": _("Berlin time"),
    "Europe/Paris": _("Paris time"),
    "Europe/London": _("London time"),
    "Africa/Johannesburg": _("Johannesburg time"),
    "America/Sao_Paulo": _("São Paulo time"),
    "America/New_York": _("New York time"),
    "America/Chicago": _("Chicago time"),
    "America/Los_Angeles": _("Los Angeles time"),
    "Australia/Sydney": _("Sydney time"),
    "UTC": _("Universal time"),
}


def zone_words(key: str) -> str:
    """A zone in the reader's words; one that has none here by its city."""
    return str(ZONES.get(key) or key.rpartition("/")[2].replace("_", " "))


def zone_choices(*others: str) -> list[tuple[str, Any]]:
    """For a field that asks for a zone; with what stands there already."""
    return [*ZONES.items(), *((key, zone_words(key)) for key in others if key and key not in ZONES)]

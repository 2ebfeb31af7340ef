"""Addresses by name that pages ask for again and again: looked up once."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

REMEMBERED = 20_000
"""Addresses; with the records that people look at today, each about 300 bytes."""


def address_of(name: str, *args: Any) -> str:
    """Where a view lies; empty where this installation has none of that name."""
    return _reversed(name, args, *spoken_from())


def spoken_from() -> tuple[str, str]:
    """What addresses are told from: the table of addresses in force and the prefix of all of them."""
    return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


@lru_cache(maxsize=REMEMBERED)
def _reversed(name: str, args: tuple[Any, ...], urlconf: str, prefix: str) -> str:
    try:
        return reverse(name, urlconf=urlconf, args=args)
    except NoReverseMatch:
        return ""

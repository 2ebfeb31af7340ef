"""Addresses by name that every page asks for: looked up once."""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse


def address_of(name: str, args: tuple[str, ...] = ()) -> str:
    """Where a view lies; empty where this installation has none of that name."""
    return _reversed(name, args, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _reversed(name: str, args: tuple[str, ...], urlconf: str, prefix: str) -> str:
    try:
        return reverse(name, urlconf=urlconf, args=args)
    except NoReverseMatch:
        return ""

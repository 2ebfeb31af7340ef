"""`{% load company %}`: whose page this is, for readers who have no login."""

from __future__ import annotations

from django import template

from ..queries import company

register = template.Library()


@register.simple_tag
def our_name() -> str:
    """The company's name in the reader's language."""
    return company.our_name()

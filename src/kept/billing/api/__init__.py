"""Billing for programs."""

from . import recharges  # noqa: F401
from .charges import router

__all__ = ["router"]

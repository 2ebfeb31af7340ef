"""Billing for programs."""

from . import holds, recharges  # noqa: F401
from .charges import router

__all__ = ["router"]

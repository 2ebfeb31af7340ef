"""Scorecards for programs."""

from . import causes  # noqa: F401
from .figures import router

__all__ = ["router"]

"""Scorecards for programs."""

from . import causes, costs, needs  # noqa: F401
from .figures import router

__all__ = ["router"]

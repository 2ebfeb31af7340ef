"""Scorecards for programs."""

from . import causes, costs, needs, satisfaction, tree  # noqa: F401
from .figures import router

__all__ = ["router"]

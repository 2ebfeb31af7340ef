"""Scorecards for programs."""

from . import tree  # noqa: F401
from .figures import router

__all__ = ["router"]

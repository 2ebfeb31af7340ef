"""The desk for programs."""

from .cases import router

__all__ = ["router"]

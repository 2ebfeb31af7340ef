"""The desk for programs."""

from .calls import router as calls
from .cases import router

router.add_router("/calls", calls)

__all__ = ["router"]

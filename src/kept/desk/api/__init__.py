"""The desk for programs."""

from . import board, care, case_acts, causes, claims, escalations, insurance, redress, referrals  # noqa: F401
from .assistance import router as assistance
from .calls import router as calls
from .cases import router
from .chats import router as chats
from .dialogues import router as dialogues
from .routing import router as routing
from .shifts import router as shifts
from .visits import router as visits

router.add_router("", routing)
router.add_router("", visits)
router.add_router("", dialogues)
router.add_router("", shifts)

router.add_router("/calls", calls)
router.add_router("", assistance)
router.add_router("/chats", chats)

__all__ = ["router"]

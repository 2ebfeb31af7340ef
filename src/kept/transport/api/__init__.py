"""Transport for programs."""

from .concerned import router as concerned
from .connections import router as connections
from .papers import router as papers
from .pickups import router as pickups
from .roads import router as roads
from .shipments import router

router.add_router("", concerned)
router.add_router("", connections)
router.add_router("", papers)
router.add_router("", pickups)
router.add_router("", roads)

__all__ = ["router"]

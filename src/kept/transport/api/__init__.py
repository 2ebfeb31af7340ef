"""Transport for programs."""

from .pickups import router as pickups
from .shipments import router

router.add_router("", pickups)

__all__ = ["router"]

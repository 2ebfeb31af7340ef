"""People, rosters and skills for programs, and how a program proves who it is."""

from .doors import ByKey, BySession, router
from .rosters import router as rosters

router.add_router("", rosters)

__all__ = ["ByKey", "BySession", "router"]

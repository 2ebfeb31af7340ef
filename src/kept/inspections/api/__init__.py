"""Standards, inspections, findings and improvements for programs."""

from ninja import Router

from . import care, checks, improving, outside, standards, steps

router = Router(tags=["inspections"])
router.add_router("", standards.router)
router.add_router("", checks.router)
router.add_router("", improving.router)
router.add_router("", outside.router)
router.add_router("", care.router)
router.add_router("", steps.router)

__all__ = ["router"]

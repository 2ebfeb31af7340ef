"""What we tell customers in writing, for programs."""

from ninja import Router

from . import agreements, client_policies, handing, preparation, statements

router = Router(tags=["contracts"])
router.add_router("", agreements.router)
router.add_router("", statements.router)
router.add_router("", handing.router)
router.add_router("", client_policies.router)
router.add_router("", preparation.router)

__all__ = ["router"]

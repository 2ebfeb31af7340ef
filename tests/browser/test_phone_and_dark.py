"""The pages that are used standing up: on a phone, in the dark, usable by everybody, nothing sticking out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page

from kept.scorecards.actions.scoring import refresh_scores
from kept.transport.models import Shipment
from tests.browser.conftest import NARROW, SignIn
from tests.browser.scene import Scene, an_order_on_the_way, invitations_of, set_scene
from tests.browser.walking import Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Address = Callable[[Scene, Shipment], str]
PAGES: dict[str, tuple[tuple[str, Address], ...]] = {
    "clerk": (
        ("morning", lambda scene, shipment: "/"),
        ("desk", lambda scene, shipment: "/desk/"),
        ("log a contact", lambda scene, shipment: "/contacts/new/"),
        ("case", lambda scene, shipment: f"/cases/{scene.broken and scene.broken.number}/"),
        ("order", lambda scene, shipment: f"/orders/{shipment.order and shipment.order.number}/"),
        ("customer", lambda scene, shipment: f"/customers/{scene.customer.number}/"),
        ("shipments", lambda scene, shipment: "/shipments/"),
        ("tracking table", lambda scene, shipment: f"/tracking-tables/{scene.customer.number}/"),
    ),
    "dispatcher": (
        ("shipment", lambda scene, shipment: f"/shipments/{shipment.number}/"),
        ("delivery", lambda scene, shipment: f"/shipments/{shipment.number}/delivery/"),
    ),
    "general_manager": (
        ("scorecard", lambda scene, shipment: "/scorecards/"),
        ("service level", lambda scene, shipment: "/service-level/"),
        ("matrix", lambda scene, shipment: "/matrix/"),
        ("gaps", lambda scene, shipment: "/gaps/"),
    ),
    "client": (
        ("portal", lambda scene, shipment: "/portal/"),
        ("own order", lambda scene, shipment: f"/portal/orders/{shipment.order and shipment.order.number}/"),
        ("order form", lambda scene, shipment: "/portal/orders/new/"),
    ),
    "subcontractor": (
        ("work", lambda scene, shipment: "/carrier/"),
        ("hand-over", lambda scene, shipment: f"/carrier/shipments/{shipment.number}/delivery/"),
    ),
    "": (
        ("tracking", lambda scene, shipment: f"/t/{shipment.public_token}/"),
        ("survey", lambda scene, shipment: invitations_of(scene)[0].address),
    ),
}


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    yield page


def test_everybody_can_use_the_pages_on_a_phone_in_the_dark(
    phone: Page, sign_in: SignIn, everybody_can_use: Callable[[], None]
) -> None:
    scene, walker = set_scene(), Walker(phone, sign_in, "zh-hans")
    shipment = an_order_on_the_way(scene)
    refresh_scores(at=now())
    faults = []

    for role, pages in PAGES.items():
        walker.become(scene.persons[role]) if role else walker.leave()
        for name, address in pages:
            walker.go(address(scene, shipment))
            faults += _faults(walker, name, everybody_can_use)

    assert faults == []


def _faults(walker: Walker, name: str, check: Callable[[], None]) -> list[str]:
    """What a page fails, so that one run tells of all pages."""
    try:
        walker.stop(f"phone-{name.replace(' ', '-')}")
        for scheme in ("light", "dark"):
            walker.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            check()
    except AssertionError as fault:
        return [f"{name}: {fault}"]
    return []

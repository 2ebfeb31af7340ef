"""Which pages stand as pictures in README and documents, and how they get small enough for that."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

LARGEST = 150_000
WIDE, LOW, PHONE = (1440, 900), (1440, 620), (390, 844)


@dataclass(frozen=True)
class Picture:
    """A page of the demo company as one login sees it; nobody is signed in where there is no login."""

    name: str
    login: str
    address: Callable[[], str]
    size: tuple[int, int] = WIDE
    dark: bool = False


def _case() -> str:
    from kept.desk.models import Case

    told = Case.objects.filter(kind="complaint", owner__login="clerk", state="closed")
    return f"/cases/{told.latest('pk').number}/"


def _shipment() -> str:
    from kept.transport.models import Shipment

    told = Shipment.objects.filter(state="delivered", deliveries__condition="damaged")
    return f"/shipments/{told.latest('pk').number}/"


def _order() -> str:
    from kept.orders.models import Order

    delivered = Order.objects.filter(customer=_client(), shipments__state="delivered")
    return f"/orders/{delivered.latest('pk').number}/"


def _tracking_table() -> str:
    return f"/tracking-tables/{_client().number}/"


def _tracking() -> str:
    from kept.transport.models import Shipment

    under_way = Shipment.objects.filter(customer=_client(), delivered_at=None, picked_up_at__isnull=False)
    return f"/t/{under_way.latest('pk').public_token}/"


def _client() -> Any:
    from kept.parties.models import Customer

    return Customer.objects.get(short_name="华东冷链")


def _action() -> str:
    from kept.strategy.models import Action

    return f"/actions/{Action.objects.exclude(measured_after=None).earliest('pk').number}/"


PICTURES = (
    Picture("morning", "clerk", lambda: "/", size=LOW),
    Picture("due-now", "clerk", lambda: "/due-now/", dark=True),
    Picture("case", "clerk", _case),
    Picture("order", "manager", _order),
    Picture("shipment", "clerk", _shipment),
    Picture("tracking-table", "clerk", _tracking_table, size=LOW),
    Picture("scorecard", "gm", lambda: "/scorecards/"),
    Picture("service-level", "gm", lambda: "/service-level/"),
    Picture("matrix", "gm", lambda: "/matrix/", dark=True),
    Picture("gaps", "gm", lambda: "/gaps/"),
    Picture("action", "gm", _action),
    Picture("portal-phone", "client", lambda: "/portal/", size=PHONE),
    Picture("tracking-phone", "", _tracking, size=PHONE),
)


def take(page: Page, picture: Picture, folder: Path) -> Path:
    """Open the page, look at it in its size and light, and write it as a small PNG."""
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if picture.dark else "light")
    page.goto(picture.address())
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    path = folder / f"{picture.name}.png"
    path.write_bytes(small(page.screenshot()))
    return path


def small(png: bytes) -> bytes:
    """The same picture with as many colours as fit into the largest size."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < LARGEST:
            break
    return out.getvalue()

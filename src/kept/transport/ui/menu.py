from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "shipments",
    _("Shipments"),
    url="transport:shipments",
    icon="truck",
    permission="transport.view",
    order=34,
    group="work",
)
menu_item(
    "dispatch",
    _("Without carrier"),
    url="transport:dispatch",
    icon="route",
    permission="transport.assign",
    order=36,
    group="work",
    bottom=False,
)
menu_item(
    "shipment_exceptions",
    _("Exceptions on the way"),
    url="transport:exceptions",
    icon="warning",
    permission="transport.track",
    order=37,
    group="work",
    bottom=False,
)
menu_item(
    "connections",
    _("Onward connections"),
    url="transport:connections",
    icon="route",
    permission="transport.track",
    order=37,
    group="work",
    bottom=False,
)
menu_item(
    "pickup_notices",
    _("Pick-up notices"),
    url="transport:pickup_notices",
    icon="bell",
    permission="transport.notify",
    order=37,
    group="work",
    bottom=False,
)
menu_item(
    "receipts",
    _("Signed receipts"),
    url="transport:receipts",
    icon="receipt",
    permission="transport.receipts",
    order=38,
    group="work",
    bottom=False,
)

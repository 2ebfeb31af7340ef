from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "numbers",
    _("Many numbers"),
    url="fulfillment:numbers",
    icon="scan",
    permission="transport.view",
    order=32,
    group="work",
    bottom=False,
)
menu_item(
    "tracking_tables",
    _("Tracking tables"),
    url="fulfillment:day",
    icon="table",
    permission="fulfillment.table",
    order=35,
    group="work",
    bottom=False,
)
menu_item(
    "instructions",
    _("Customer instructions"),
    url="fulfillment:instructions",
    icon="flag",
    permission="fulfillment.instructions",
    order=31,
    group="work",
    bottom=False,
)

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "charges",
    _("Charges"),
    url="billing:charges",
    icon="coins",
    permission="billing.view",
    order=50,
    group="money",
)
menu_item(
    "unpriced",
    _("Without a price"),
    url="billing:unpriced",
    icon="tag",
    permission="billing.price",
    order=52,
    group="money",
    bottom=False,
)
menu_item(
    "recharges",
    _("Recharges"),
    url="billing:recharges",
    icon="refresh",
    permission="billing.recharges",
    order=53,
    group="money",
    bottom=False,
)
menu_item(
    "charge_holds",
    _("Disputed charges"),
    url="billing:holds",
    icon="scale",
    permission="billing.hold",
    order=54,
    group="money",
    bottom=False,
)

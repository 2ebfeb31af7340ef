from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "orders",
    _("Orders"),
    url="orders:orders",
    icon="clipboard",
    permission="orders.view",
    order=30,
    group="work",
)

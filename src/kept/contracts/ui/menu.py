from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "agreements",
    _("Agreements"),
    url="contracts:agreements",
    icon="contract",
    permission="contracts.view",
    order=26,
    group="customers",
    bottom=False,
)
menu_item(
    "rate_cards",
    _("Rate cards"),
    url="contracts:rate_cards",
    icon="tag",
    permission="contracts.view",
    order=50,
    group="money",
    bottom=False,
)

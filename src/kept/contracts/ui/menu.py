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
    "service_statements",
    _("Service statements"),
    url="contracts:statements",
    icon="document",
    permission="contracts.view",
    order=27,
    group="customers",
    bottom=False,
)
menu_item(
    "service_texts",
    _("Service statement of each customer"),
    url="contracts:service_texts",
    icon="list",
    permission="contracts.view",
    order=28,
    group="customers",
    bottom=False,
)
menu_item(
    "handovers",
    _("Service texts handed over"),
    url="contracts:handovers",
    icon="handshake",
    permission="contracts.view",
    order=29,
    group="customers",
    bottom=False,
)
menu_item(
    "preparations",
    _("In place before the transaction"),
    url="contracts:preparations",
    icon="clipboard",
    permission="contracts.view",
    order=30,
    group="customers",
    bottom=False,
)
menu_item(
    "client_policies",
    _("Clients' service policies"),
    url="contracts:client_policies",
    icon="file",
    permission="parties.view",
    order=30,
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

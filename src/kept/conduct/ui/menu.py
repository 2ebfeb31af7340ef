from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "fines",
    _("Fines"),
    url="conduct:fines",
    icon="scale",
    permission="conduct.view",
    order=70,
    group="measure",
    bottom=False,
)
menu_item(
    "own_fines",
    _("My fines"),
    url="conduct:own",
    icon="user",
    permission="conduct.own",
    order=71,
    group="measure",
    bottom=False,
)
menu_item(
    "tariffs",
    _("Table of fines"),
    url="conduct:tariffs",
    icon="table",
    permission="conduct.tariff",
    order=85,
    group="settings",
    bottom=False,
)

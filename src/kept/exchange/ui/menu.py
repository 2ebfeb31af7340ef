from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "imports",
    _("Imports"),
    url="exchange:runs",
    icon="import",
    permission="exchange.import",
    order=84,
    group="settings",
    bottom=False,
)

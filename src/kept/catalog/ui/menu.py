from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "services",
    _("Services on offer"),
    url="catalog:services",
    icon="layers",
    permission="catalog.view",
    order=79,
    group="settings",
    bottom=False,
)

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "customers",
    _("Customers"),
    url="parties:customers",
    icon="building",
    permission="parties.view",
    order=20,
    group="customers",
)
menu_item(
    "partners",
    _("Subcontractors"),
    url="parties:partners",
    icon="truck",
    permission="parties.view",
    order=22,
    group="customers",
    bottom=False,
)

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "reports",
    _("Reports"),
    url="reports:shelf",
    icon="document",
    permission="reports.view",
    order=70,
    group="measure",
    bottom=False,
)
menu_item(
    "client_reviews",
    _("Client reviews"),
    url="reports:reviews",
    icon="handshake",
    permission="reports.review",
    order=71,
    group="measure",
    bottom=False,
)
menu_item(
    "report_schedules",
    _("Reports sent regularly"),
    url="reports:schedules",
    icon="mail",
    permission="reports.schedule",
    order=72,
    group="measure",
    bottom=False,
)

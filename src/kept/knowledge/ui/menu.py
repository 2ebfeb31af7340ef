from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "knowledge",
    _("Knowledge"),
    url="knowledge:find",
    icon="lightbulb",
    permission="knowledge.read",
    order=15,
    group="service",
    bottom=False,
)
menu_item(
    "scripts",
    _("Scripts"),
    url="knowledge:scripts",
    icon="quote",
    permission="knowledge.read",
    order=16,
    group="service",
    bottom=False,
)
menu_item(
    "contingency_plans",
    _("Contingency plans"),
    url="knowledge:plans",
    icon="warning",
    permission="knowledge.read",
    order=17,
    group="service",
    bottom=False,
)

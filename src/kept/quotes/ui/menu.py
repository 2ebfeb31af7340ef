from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "inquiries",
    _("Inquiries"),
    url="quotes:inquiries",
    icon="quote",
    permission="quotes.view",
    order=24,
    group="customers",
    bottom=False,
)

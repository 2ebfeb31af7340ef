from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "messages",
    _("Messages"),
    url="comms:messages_in",
    icon="mail",
    permission="comms.messages",
    order=13,
    group="service",
    bottom=False,
)
menu_item(
    "channels",
    _("Channels"),
    url="comms:channels",
    icon="globe",
    permission="comms.channels",
    order=83,
    group="settings",
    bottom=False,
)

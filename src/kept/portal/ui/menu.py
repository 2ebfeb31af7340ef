from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import confine, menu_item

_CLIENT = (
    ("portal_home", _("Overview"), "portal:home", "home"),
    ("portal_shipments", _("Shipments"), "portal:shipments", "truck"),
    ("portal_orders", _("Orders"), "portal:orders", "box"),
    ("portal_cases", _("Service cases"), "portal:cases", "chat"),
    ("portal_chat", _("Chat with us"), "portal:chat_start", "message"),
    ("portal_table", _("Tracking table of today"), "portal:tracking_table", "table"),
    ("portal_charges", _("Charges"), "portal:charges", "coins"),
    ("portal_reviews", _("Service reviews"), "portal:reviews", "handshake"),
    ("portal_surveys", _("Your opinion"), "portal:surveys", "survey"),
    ("portal_help", _("Help"), "portal:help", "help"),
)
_CARRIER = (
    ("carrier_home", _("To deliver"), "portal:carrier_home", "truck"),
    ("carrier_shipments", _("All my shipments"), "portal:carrier_shipments", "list"),
    ("carrier_policies", _("Policies of clients"), "portal:carrier_policies", "file"),
    ("carrier_recharges", _("Recharges to us"), "portal:carrier_recharges", "coins"),
)

_SUPERVISOR = (("supervisor_home", _("My findings"), "portal:supervisor_home", "eye"),)
_MENUS = (
    ("portal.client", _CLIENT),
    ("portal.carrier", _CARRIER),
    ("inspections.observe", _SUPERVISOR),
)

for permission, items in _MENUS:
    confine(permission, to="portal")
    for place, (name, title, url, icon) in enumerate(items):
        menu_item(name, title, url=url, icon=icon, permission=permission, order=place, group="goods")

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.menu import menu_item

menu_item(
    "purposes",
    _("Three questions"),
    url="strategy:purposes",
    icon="info",
    permission="strategy.view",
    order=73,
    group="measure",
    bottom=False,
)
menu_item(
    "gaps",
    _("Gaps"),
    url="strategy:gaps",
    icon="target",
    permission="strategy.view",
    order=74,
    group="measure",
    bottom=False,
)
menu_item(
    "actions",
    _("Actions"),
    url="strategy:board",
    icon="compass",
    permission="strategy.view",
    order=75,
    group="measure",
    bottom=False,
)
menu_item(
    "strategies",
    _("Strategies"),
    url="strategy:cycles",
    icon="flag",
    permission="strategy.view",
    order=76,
    group="measure",
    bottom=False,
)
menu_item(
    "simulator",
    _("Simulator"),
    url="strategy:simulator",
    icon="half",
    permission="strategy.view",
    order=77,
    group="measure",
    bottom=False,
)
state_tone(drafted="plain", in_force="running", basic="quiet", standard="running", raised="kept")
state_tone(acted="running", proposed="plain", agreed="soon", dropped="quiet")
state_tone(better="kept", worse="broken", unproven="paused", too_little="quiet")

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "scorecards",
    _("Scorecards"),
    url="scorecards:scorecard",
    icon="trend",
    permission="scorecards.view",
    order=61,
    group="measure",
)
menu_item(
    "service_level",
    _("Service level"),
    url="scorecards:service_level",
    icon="waterfall",
    permission="scorecards.view",
    order=62,
    group="measure",
    bottom=False,
)
menu_item(
    "promises_kept",
    _("Promises kept"),
    url="scorecards:promises_kept",
    icon="gauge",
    permission="scorecards.view",
    order=63,
    group="measure",
    bottom=False,
)
menu_item(
    "satisfaction",
    _("Satisfaction appraisal"),
    url="scorecards:satisfaction",
    icon="star",
    permission="scorecards.view",
    order=63,
    group="measure",
    bottom=False,
)
menu_item(
    "targets",
    _("Levels set"),
    url="scorecards:targets",
    icon="target",
    permission="scorecards.target",
    order=64,
    group="measure",
    bottom=False,
)
menu_item(
    "desk_times",
    _("Waits at the desk"),
    url="scorecards:desk_times",
    icon="timer",
    permission="scorecards.desk",
    order=65,
    group="measure",
    bottom=False,
)
menu_item(
    "complaint_report",
    _("Complaints of the month"),
    url="scorecards:complaints",
    icon="flag",
    permission="scorecards.desk",
    order=66,
    group="measure",
    bottom=False,
)
menu_item(
    "seats",
    _("Seats needed"),
    url="scorecards:seats",
    icon="users",
    permission="scorecards.desk",
    order=67,
    group="measure",
    bottom=False,
)
menu_item(
    "pareto",
    _("Causes, largest first"),
    url="scorecards:pareto",
    icon="chart",
    permission="scorecards.desk",
    order=66,
    group="measure",
    bottom=False,
)
menu_item(
    "broken",
    _("Where promises break"),
    url="scorecards:broken",
    icon="broken",
    permission="scorecards.view",
    order=63,
    group="measure",
    bottom=False,
)
menu_item(
    "signals",
    _("Signal or noise"),
    url="scorecards:signals",
    icon="chart",
    permission="scorecards.view",
    order=63,
    group="measure",
    bottom=False,
)
menu_item(
    "indicator_tree",
    _("Indicators"),
    url="scorecards:tree",
    icon="list",
    permission="scorecards.view",
    order=61,
    group="measure",
    bottom=False,
)
menu_item(
    "base_numbers",
    _("Base numbers"),
    url="scorecards:numbers",
    icon="edit",
    permission="scorecards.record",
    order=64,
    group="measure",
    bottom=False,
)
menu_item(
    "judgements",
    _("Judgements"),
    url="scorecards:judgements",
    icon="star",
    permission="scorecards.judge",
    order=64,
    group="measure",
    bottom=False,
)

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.menu import menu_item

menu_item(
    "evaluations",
    _("Evaluations"),
    url="evaluations:evaluations",
    icon="star",
    permission="evaluations.view",
    order=68,
    group="measure",
    bottom=False,
)
menu_item(
    "evaluation_marks",
    _("Marks to give"),
    url="evaluations:asked",
    icon="edit",
    permission="evaluations.judge",
    order=69,
    group="measure",
    bottom=False,
)
menu_item(
    "evaluation_models",
    _("Evaluation models"),
    url="evaluations:models",
    icon="layers",
    permission="evaluations.judge",
    order=86,
    group="settings",
    bottom=False,
)
state_tone(current="kept", replaced="quiet", judged="soon", worked_out="running")
state_tone(good="kept", poor="soon", vetoed="broken", no_data="quiet")

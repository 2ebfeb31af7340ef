from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.menu import menu_item

menu_item(
    "surveys",
    _("Surveys"),
    url="surveys:surveys",
    icon="survey",
    permission="surveys.view",
    order=70,
    group="measure",
    bottom=False,
)
menu_item(
    "matrix",
    _("Matrix"),
    url="surveys:newest_matrix",
    icon="matrix",
    permission="surveys.view",
    order=71,
    group="measure",
    bottom=False,
)
menu_item(
    "questionnaires",
    _("Questionnaires"),
    url="surveys:questionnaires",
    icon="clipboard",
    permission="surveys.run",
    order=86,
    group="settings",
    bottom=False,
)
state_tone(
    must_improve="broken",
    improve="soon",
    maintain="kept",
    reduce="quiet",
    current="running",
    replaced="quiet",
    draft="soon",
)
state_tone(concentrate="broken", keep_up="kept", low_priority="quiet", overkill="soon")

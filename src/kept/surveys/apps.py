from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "kept.surveys"
    label = "surveys"
    verbose_name = _("Surveys")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions, tasks  # noqa: F401
        from .actions.stocking import stock_questionnaires
        from .rules import numbers  # noqa: F401
        from .ui import finding, menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_questionnaires(), sender=self, weak=False)

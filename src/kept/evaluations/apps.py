from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "kept.evaluations"
    label = "evaluations"
    verbose_name = _("Evaluations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions  # noqa: F401
        from .actions.stocking import stock_models
        from .rules import numbers  # noqa: F401
        from .ui import finding, menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_models(), sender=self, weak=False)

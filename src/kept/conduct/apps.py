from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import pgettext_lazy


class ConductConfig(AppConfig):
    name = "kept.conduct"
    label = "conduct"
    verbose_name = pgettext_lazy("of people", "Conduct")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions  # noqa: F401
        from .actions.tariffs import stock_tariffs
        from .ui import menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_tariffs(), sender=self, weak=False)

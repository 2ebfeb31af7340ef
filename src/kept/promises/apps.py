from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "kept.promises"
    label = "promises"
    verbose_name = _("Promises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions, tasks  # noqa: F401
        from .actions.policies import stock_policies
        from .ui import menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_policies(), sender=self, weak=False)

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "kept.knowledge"
    label = "knowledge"
    verbose_name = _("Knowledge")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions, rules, tasks  # noqa: F401
        from .actions.stocking import stock_scripts
        from .ui import finding, menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_scripts(), sender=self, weak=False)

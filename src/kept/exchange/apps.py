from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "kept.exchange"
    label = "exchange"
    verbose_name = _("Imports and exports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import calls, cases, contacts, deliveries, permissions, tasks  # noqa: F401
        from .ui import menu  # noqa: F401

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "kept.billing"
    label = "billing"
    verbose_name = _("Charges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions  # noqa: F401
        from .queries import balances, facts  # noqa: F401
        from .ui import menu, panels  # noqa: F401

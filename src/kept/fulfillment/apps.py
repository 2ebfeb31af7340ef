from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfillmentConfig(AppConfig):
    name = "kept.fulfillment"
    label = "fulfillment"
    verbose_name = _("Fulfillment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions  # noqa: F401
        from .ui import finding, marks, menu, panels  # noqa: F401

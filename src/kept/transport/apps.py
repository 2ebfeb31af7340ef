from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransportConfig(AppConfig):
    name = "kept.transport"
    label = "transport"
    verbose_name = _("Transport")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions, tasks  # noqa: F401
        from .ui import finding, menu, panels  # noqa: F401

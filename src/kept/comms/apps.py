from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommsConfig(AppConfig):
    name = "kept.comms"
    label = "comms"
    verbose_name = _("Notices and messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions, tasks  # noqa: F401
        from .ui import bell, menu  # noqa: F401

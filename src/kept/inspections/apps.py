from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class InspectionsConfig(AppConfig):
    name = "kept.inspections"
    label = "inspections"
    verbose_name = pgettext_lazy("room", "Inspections and standards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import handlers, permissions, tasks  # noqa: F401
        from .ui import finding, menu, panels  # noqa: F401

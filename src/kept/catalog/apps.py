from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "kept.catalog"
    label = "catalog"
    verbose_name = _("Services")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401
        from .actions.stocking import stock_catalog
        from .ui import finding, menu, panels  # noqa: F401

        post_migrate.connect(lambda **_: stock_catalog(), sender=self, weak=False)

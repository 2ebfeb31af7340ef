import sqlite3
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "kept.kernel"
    label = "kernel"
    verbose_name = _("Kernel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import live  # noqa: F401

        connection_created.connect(_use_all_parameters, dispatch_uid="kept.parameters")


def _use_all_parameters(sender: Any, connection: Any, **_: Any) -> None:
    """Django 5.2 assumes 999 parameters a statement on SQLite; ask the library what it takes."""
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = most

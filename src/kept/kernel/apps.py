import sqlite3
from datetime import UTC, datetime
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "kept.kernel"
    label = "kernel"
    verbose_name = _("Rules of the company")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.forms import ModelChoiceField

        from . import live, lookups  # noqa: F401
        from .choices import RowChoices

        ModelChoiceField.iterator = RowChoices  # type: ignore[misc]  # of every such field
        connection_created.connect(_use_all_parameters, dispatch_uid="kept.parameters")
        connection_created.connect(_read_moments, dispatch_uid="kept.moments")


def _use_all_parameters(sender: Any, connection: Any, **_: Any) -> None:
    """Django 5.2 assumes 999 parameters a statement on SQLite; ask the library what it takes."""
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = most


def _read_moments(sender: Any, connection: Any, **_: Any) -> None:
    """Django's reader of moments takes them apart sign by sign; Python's own takes a tenth of the time."""
    if connection.vendor == "postgresql" and connection.timezone == UTC:
        from django.db.backends.postgresql.psycopg_any import BaseTzLoader

        class Moments(BaseTzLoader):  # type: ignore[misc]  # of a module without types
            timezone = UTC

            def load(self, data: Any) -> datetime:
                try:
                    return datetime.fromisoformat(bytes(data).decode())
                except ValueError:  # beyond what Python's calendar holds, which Django's reader can name
                    told: datetime = super().load(data)
                    return told

        connection.connection.adapters.register_loader("timestamptz", Moments)

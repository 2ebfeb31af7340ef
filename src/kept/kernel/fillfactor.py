"""Room for changes in the pages of a table. On PostgreSQL a changed row is written anew; where its page has
room and no indexed value changed, the indexes need not learn of it.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations


def fill_pages(app: str, model: str, percent: int) -> migrations.RunPython:
    """A step of a migration: new rows fill the pages of a table to so many percent. Nothing elsewhere."""

    def fill(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            table = editor.quote_name(apps.get_model(app, model)._meta.db_table)
            editor.execute(f"ALTER TABLE {table} SET (fillfactor = {percent})")

    return migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)

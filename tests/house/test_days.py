"""A field for a day shows the day that was written before: browsers read it in one form only."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"
INPUTS = {"DateInput", "DateTimeInput"}


def test_every_field_for_a_day_writes_it_as_browsers_read_it() -> None:
    """Without a format the reader's own way to write a day is sent, and the browser shows nothing."""
    unread = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in sorted(PACKAGE.glob("**/*.py"))
        if "Input(" in (text := file.read_text(encoding="utf-8"))
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in INPUTS
        and not any(given.arg == "format" for given in call.keywords)
    ]

    assert unread == []

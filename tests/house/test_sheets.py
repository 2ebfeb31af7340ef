"""A sheet of a workbook bears a name that its reader understands."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"


def test_no_workbook_has_a_sheet_without_a_name() -> None:
    nameless = [
        str(file.relative_to(PACKAGE))
        for file in sorted(PACKAGE.glob("**/*.py"))
        if "add_worksheet()" in file.read_text(encoding="utf-8")
    ]

    assert nameless == []

"""Dates and moments as people and spreadsheets write them."""

from .excel import from_excel_serial
from .reading import DEFAULT_FORMATS, parse_date, parse_moment

__all__ = ["DEFAULT_FORMATS", "from_excel_serial", "parse_date", "parse_moment"]

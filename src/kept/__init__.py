"""Kept: customer service of a third-party logistics company, told as promises kept and broken."""

__version__ = "0.1.0"

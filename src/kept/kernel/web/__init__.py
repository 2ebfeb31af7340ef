"""Doors, answers, lists, panels, menu and charts: how the rooms meet a browser."""

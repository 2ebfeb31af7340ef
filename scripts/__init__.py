"""Tools for those who work on Kept; none of them is needed to run it."""

"""Computations that are true in any company. They import no Django and may be used alone in a notebook."""

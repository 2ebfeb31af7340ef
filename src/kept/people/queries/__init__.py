"""Who somebody is to the rest of the house, and who is on duty when."""

from .grants import HeldGrant, actor_of, grants_of, person_by_key

__all__ = ["HeldGrant", "actor_of", "grants_of", "person_by_key"]

"""A record's states and its legal moves, in one table."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from .choices import Labelled
from .errors import Refused


class IllegalMove(Refused):
    default = _("This step is not possible in the present state.")


class Lifecycle(Labelled):
    """Mix into a model with a state field; `MOVES` names for each state the states that may follow."""

    STATE: ClassVar[str] = "state"
    MOVES: ClassVar[Mapping[Any, set[Any]]]

    def may_move_to(self, state: str) -> bool:
        return state in self.MOVES.get(getattr(self, self.STATE), set())

    def move_to(self, state: str) -> None:
        """Change the state in memory. Raises IllegalMove when the table has no such step."""
        if not self.may_move_to(state):
            now = getattr(self, f"get_{self.STATE}_display")()
            raise IllegalMove(_("Not possible while the state is '%(state)s'.") % {"state": now})
        setattr(self, self.STATE, state)

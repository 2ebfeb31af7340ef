"""Two who answer the same matter: whoever comes second reads first what was said."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..models import Case, Contact
from ..queries.replies import last_answer

SAID = 120


class AnsweredMeanwhile(Refused):
    """`last` is the answer that the writer did not know."""

    default = _("%(who)s answered meanwhile: “%(what)s”. Answer as well if it is still needed.")

    def __init__(self, last: Contact) -> None:
        self.last = last
        who = last.person.name if last.person else last.get_channel_display()
        super().__init__(self.default % {"who": who, "what": Truncator(last.told).chars(SAID)})


def refuse_unread(matter: Case | Contact, *, seen: int | None, by: Actor) -> None:
    """`seen` is the last answer that the writer knew; a later one of somebody else raises AnsweredMeanwhile.

    Without `seen` nothing is asked. The matter is locked, so that of two who answer at once one is second.
    """
    if seen is None:
        return
    type(matter)._base_manager.select_for_update(of=("self",)).get(pk=matter.pk)
    last = last_answer(matter)
    if last is not None and last.pk > seen and last.person_id != by.person_id:
        raise AnsweredMeanwhile(last)

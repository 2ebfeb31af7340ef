"""What transport does when other rooms tell something."""

from kept.kernel.actor import Actor
from kept.kernel.events import on
from kept.promises.events import PromiseAmended

from .actions.shipping import follow_promise


@on(PromiseAmended)
def follow_the_promise(event: PromiseAmended, by: Actor) -> None:
    """A delivery that moved at the customer's wish is looked for at its new moment."""
    if event.kind == "delivery":
        follow_promise(promise_id=event.subject.id, about=event.about, due_at=event.due_at)

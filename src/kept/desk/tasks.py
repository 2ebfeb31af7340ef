"""What the clock asks of the desk."""

from datetime import datetime, timedelta

from kept.kernel.actor import Actor
from kept.kernel.clock import every
from kept.kernel.numbers import rule

from .actions.chatting import end_idle_chats
from .actions.escalating import escalate_by_clock
from .actions.resting import wake_cases
from .actions.routing import give_out
from .actions.telephoning import give_up_lost_calls
from .actions.training import train_all
from .actions.visiting import plan_regular_visits
from .rules import CHAT_IDLE_MINUTES, SILENT_MINUTES

CLOCK = Actor.system("clock")


@every(seconds=30)
def wake_the_snoozed(at: datetime) -> None:
    """Whose moment has come is in the queue again."""
    wake_cases(by=CLOCK, at=at)


@every(seconds=30)
def raise_what_is_due(at: datetime) -> None:
    """Cases rise, and those in charge hear of them, at the moments that the steps of escalation name."""
    escalate_by_clock(by=CLOCK, at=at)


@every(minutes=1)
def end_chats_that_went_silent(at: datetime) -> None:
    """A page that was closed says nothing more."""
    end_idle_chats(idle_for=timedelta(minutes=int(rule(CHAT_IDLE_MINUTES, at=at))), by=CLOCK, at=at)


@every(minutes=5)
def end_calls_that_went_silent(at: datetime) -> None:
    """A telephone system that fell silent leaves no call open for ever."""
    give_up_lost_calls(silent_for=timedelta(minutes=int(rule(SILENT_MINUTES, at=at))), at=at)


@every(days=30)
def learn_from_closed_cases(at: datetime) -> None:
    """Suggestions follow what was closed since."""
    train_all(by=CLOCK, at=at)


@every(seconds=10)
def give_out_what_waits(at: datetime) -> None:
    """To whoever is on duty by now."""
    give_out(by=CLOCK, at=at)


@every(days=1)
def plan_the_regular_visits(at: datetime) -> None:
    """Customers whose interval ends are visited or called again."""
    plan_regular_visits(by=CLOCK, at=at)

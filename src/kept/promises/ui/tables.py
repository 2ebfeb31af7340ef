"""Lists of promises and policies."""

from typing import ClassVar

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..enums import PromiseState, Term, TermState
from ..models import Policy, Promise


def _state(promise: Promise) -> tuple[str, str]:
    state = promise.state_at(now())
    return state, str(PromiseState(state).label)


def _broken_terms(promise: Promise) -> str:
    """By what it was broken: a delivery may be in time and yet short, damaged or without its papers."""
    late = promise.is_overdue(now())
    broken = (
        term
        for term, state in promise.terms().items()
        if state == TermState.BROKEN or (late and term == Term.TIME)
    )
    return str(_(", ")).join(str(term.label) for term in broken)


SIGN = Column("promise", _("Time left"), kind="promise", value=lambda promise: promise, sort="due_at")
KIND = Column("kind", _("Promise"), value="kind_words", link=lambda promise: promise.get_absolute_url())
ABOUT = Column("about", _("About"), value="subject_number")
CUSTOMER = Column("customer", _("Customer"), value="customer.name", link=lambda p: _address(p.customer))
PERSON = Column("person", _("Responsible"), value="person.name")
BRANCH = Column("branch", _("Branch"), value="branch.name")


def _address(record: object) -> str:
    return record.get_absolute_url() if record is not None else ""  # type: ignore[attr-defined]


def _of_version(policy: Policy, field: str) -> object:
    return getattr(policy.version_at(now()), field, None)


def _since(policy: Policy) -> object:
    """Nothing for what holds as installed: its moment says nothing."""
    version = policy.version_at(now())
    return None if version is None or version.is_as_installed else version.valid_from


class DueTable(Table):
    name = "due_now"
    title = _("Due now")
    columns = (SIGN, KIND, ABOUT, CUSTOMER, PERSON, BRANCH)
    order = ("due_at", "id")
    empty = _("Nothing is due. Everything promised is done.")
    live = True


class PromiseTable(Table):
    name = "promises"
    title = _("Promises")
    columns = (
        KIND,
        ABOUT,
        CUSTOMER,
        Column("state", _("State"), kind="state", value=_state),
        Column("due_at", _("Due"), kind="moment", sort="due_at"),
        Column("met_at", _("Met"), kind="moment"),
        Column("wrong", _("What is wrong"), value=_broken_terms, phone=True),
        Column("cause", _("Cause"), value="cause_words"),
        Column("liable", _("Liable"), value=lambda p: p.get_liable_tier_display() if p.liable_tier else ""),
        Column("provider", _("Subcontractor"), value="provider.name"),
        PERSON,
        BRANCH,
        Column("original", _("First promised for"), kind="moment", value="original_due_at"),
    )
    default: ClassVar[tuple[str, ...]] = (
        "kind",
        "about",
        "customer",
        "state",
        "due_at",
        "met_at",
        "cause",
        "liable",
    )
    order: ClassVar[tuple[str, ...]] = ("breaks_at", "-due_at", "-id")
    empty = _("No promise here yet. They begin with a call, an order or a complaint.")


class PolicyTable(Table):
    name = "policies"
    title = _("Policies")
    columns = (
        Column("kind", _("Promise"), value="kind_words", link=Policy.get_absolute_url),
        Column("scope", _("Applies to"), value="scope_words"),
        Column("limit", _("Time allowed"), value=lambda p: _of_version(p, "limit_words")),
        Column("calendar", _("Calendar"), value=lambda p: _of_version(p, "calendar")),
        Column("version", _("Version"), kind="number", value=lambda p: _of_version(p, "number")),
        Column("since", _("Valid from"), kind="moment", value=lambda p: _since(p)),
    )
    order = ("kind", "id")
    acts = (("promises:new_policy", _("New policy"), "promises.policies"),)

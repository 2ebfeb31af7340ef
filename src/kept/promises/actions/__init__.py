"""What may be done to a promise. Other rooms use these verbs and compute no due time themselves."""

from .entrusting import entrust_promises
from .pausing import amend_promise, pause_promise, reopen_promise, resume_promise
from .settling import (
    cancel_promises,
    explain_promise,
    fail_promises,
    hand_over_promises,
    keep_promise,
    keep_promises_about,
    revise_promise,
    waive_promise,
)
from .starting import Outcome, PromiseRequest, start_promise, start_promises

__all__ = [
    "Outcome",
    "PromiseRequest",
    "amend_promise",
    "cancel_promises",
    "entrust_promises",
    "explain_promise",
    "fail_promises",
    "hand_over_promises",
    "keep_promise",
    "keep_promises_about",
    "pause_promise",
    "reopen_promise",
    "resume_promise",
    "revise_promise",
    "start_promise",
    "start_promises",
    "waive_promise",
]

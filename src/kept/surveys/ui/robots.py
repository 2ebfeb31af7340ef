"""A mark that the page was read before it was answered."""

from __future__ import annotations

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import rule

from ..rules.numbers import LEAST_SECONDS

_signer = Signer(salt="survey page")


class TooFast(Refused):
    default = _("This looks like a robot: nobody answers so fast. Wait a moment and send it again.")


def begun(token: str, *, at: datetime) -> str:
    """When the page of this link was shown, signed."""
    return _signer.sign(f"{token}:{int(at.timestamp())}")


def check_begun(mark: str, token: str, *, at: datetime) -> None:
    """Refuse what comes faster than a person reads, or from no page of ours."""
    least = int(rule(LEAST_SECONDS, at=at))
    try:
        of_token, _, moment = _signer.unsign(mark).rpartition(":")
    except BadSignature:
        raise TooFast from None
    if of_token != token or at.timestamp() - int(moment) < least:
        raise TooFast

"""Help for a case, beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel

from ..models import Case
from ..queries.suggestions import help_for, talk_of


@panel("desk.case", title=_("What may help"), order=5, permission="desk.work")
def assistance(request: HttpRequest, case: Case) -> tuple[str, dict[str, Any]]:
    """Articles, scripts, settled cases, and cases that look the same."""
    if not case.is_unfinished:
        return "desk/parts/assistance.html", {"over": True}
    found = help_for(Actor.of(request), talk_of(case), at=now())
    return "desk/parts/assistance.html", {"help": found, "about": case.number, "into": "id_text"}

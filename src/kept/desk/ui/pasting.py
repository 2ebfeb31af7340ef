"""A pasted chat is looked at before it is logged: which lines were read, whose they are, and who called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kept.kernel.web.answers import answer, etag_of
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part

from ..enums import Direction
from ..queries.dialogues import PASTED, NobodyAsked, Pasted, Reading, pasted_dialogue

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Preview:
    """How a text would be kept: as the lines of `pasted`, or as it is where that is empty."""

    text: str
    pasted: Pasted | None
    reading: Reading | None
    refusal: str = ""
    is_seen: bool = False

    @property
    def fingerprint(self) -> str:
        return etag_of(self.text)

    @property
    def sides(self) -> list[tuple[str, str]]:
        """Each speaker with the side chosen for it; none where that is not certain."""
        assert self.pasted is not None
        if not self.pasted.is_sure:
            return [(who, "") for who in self.pasted.speakers]
        return [(who, OURS if who in self.pasted.ours else THEIRS) for who in self.pasted.speakers]


class PastingForm(forms.Form):
    """A form into which a chat may be pasted; it is valid once the clerk has seen how the chat is read."""

    data: QueryDict
    preview: Preview | None = None
    pastes = True

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        self.preview = preview_of(self.data)
        if self.preview is not None and self.preview.pasted is not None:
            if self.preview.refusal:
                raise forms.ValidationError(self.preview.refusal)
            if not self.preview.is_seen:
                raise forms.ValidationError(_("Look at how the chat was read; then log it."))
        self.cleaned_data["reading"] = self.preview.reading if self.preview else None
        return said


@require_POST
@needs("desk.work")
def dialogue(request: HttpRequest) -> HttpResponse:
    """The preview beside what was pasted; without script the form itself comes back with it."""
    if not wants_part(request):
        return redirect("desk:new_contact")
    return answer(request, "desk/dialogue.html", preview=preview_of(request.POST))


def preview_of(given: QueryDict) -> Preview | None:
    """How the text of a form would be kept; None where nothing is read line by line."""
    text = given.get("summary", "").replace("\r\n", "\n").strip()
    incoming = given.get("direction", Direction.IN) == Direction.IN
    if not text or not incoming or given.get("channel") not in PASTED:
        return None
    reading, caller, at, refusal = _reading(given), given.get("caller_name", ""), now(), ""
    try:
        pasted = pasted_dialogue(text, caller=caller, at=at, reading=reading)
    except NobodyAsked as no:
        pasted = pasted_dialogue(text, caller=caller, at=at, reading=Reading())
        refusal = str(no.message)
    asks = given.get("swap") or given.get("look")
    is_seen = given.get("seen") == etag_of(text) and not asks
    return Preview(text=text, pasted=pasted, reading=reading, refusal=refusal, is_seen=is_seen)


def _reading(given: QueryDict) -> Reading | None:
    """What the clerk chose, None for nothing. Of two speakers the second side follows from the first."""
    if given.get("as_text"):
        return Reading(as_text=True)
    speakers = given.getlist("speaker")
    chosen = {who: side for place, who in enumerate(speakers) if (side := given.get(f"side-{place}"))}
    if not chosen:
        return None
    if len(speakers) == 2 and list(chosen.values()) == [THEIRS]:
        chosen |= {who: OURS for who in speakers if who not in chosen}
    ours = frozenset(who for who in speakers if chosen.get(who) == OURS)
    ours = frozenset(speakers) - ours if given.get("swap") else ours
    return Reading(ours=ours, caller="" if given.get("swap") else given.get("caller", ""))

"""Writing scripts, with every version kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..events import ScriptWritten
from ..models import Script, ScriptVersion
from ..rules import check_blanks


class WordsMissing(Refused):
    default = _("Give the script a title and words in at least one language.")


@transaction.atomic
def write_script(
    *,
    script: Script | None = None,
    titles: Mapping[str, str],
    texts: Mapping[str, str],
    why: str = "",
    by: Actor,
    at: datetime,
    **details: Any,
) -> Script:
    """Make a script, or write it anew. A version is added when its words change."""
    titles, texts = _said(titles), _said(texts)
    if not titles or not texts:
        raise WordsMissing(field="titles")
    check_blanks(texts.values())
    written = Script.objects.select_for_update().get(pk=script.pk) if script else Script()
    is_same = bool(script) and written.texts == texts
    for name, value in {**details, "titles": titles, "texts": texts, "changed_at": at}.items():
        setattr(written, name, value)
    written.save()
    last = written.versions.first()
    n = last.n if last else 0
    if not is_same:
        n += 1
        ScriptVersion.objects.create(
            script=written, n=n, texts=texts, why=why[:200], by_id=by.person_id, at=at
        )
    emit(ScriptWritten(subject=Subject.of(written), occurred_at=at, n=n, why=why[:200]), by=by)
    return written


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in words.items() if text and text.strip()}

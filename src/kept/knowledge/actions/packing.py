"""Bringing articles in from Markdown files: new ones begin as drafts, known ones get a new version."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..enums import Audience
from ..models import Article
from ..queries.packing import Paper, read_paper
from ..rules import tags_of
from .writing import NothingChanged, revise_article, write_article

MOST_FILES = 2000
LARGEST = 512 * 1024


class BadArchive(Refused):
    default = _("This is no archive (ZIP) of Markdown files.")


class BadPaper(Refused):
    """Names the file and what to mend in it."""


@dataclass(frozen=True)
class Brought:
    written: int
    revised: int
    unchanged: int


def papers_of(content: bytes) -> list[Paper]:
    """The Markdown files of an archive. Raises BadArchive or BadPaper."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info for info in archive.infolist() if info.filename.lower().endswith((".md", ".txt"))]
            if not names or len(names) > MOST_FILES:
                raise BadArchive(field="file")
            return [_read(archive, info) for info in names]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as broken:
        raise BadArchive(field="file") from broken


@transaction.atomic
def bring_in(*, papers: Sequence[Paper], by: Actor, at: datetime) -> Brought:
    """All files or none. A file that names a number of ours revises that article."""
    counts = {"written": 0, "revised": 0, "unchanged": 0}
    fresh: dict[str, Article] = {}
    numbers = [paper.head.get("number", "") for paper in papers]
    known = {article.number: article for article in Article.objects.filter(number__in=numbers)}
    for paper in papers:
        language = _checked(paper)
        stem = paper.name.rsplit("/", 1)[-1].split(".")[0]
        article = known.get(paper.head.get("number", "")) or fresh.get(stem)
        title = paper.head["title"]
        if article is None:
            fresh[stem] = write_article(
                language=language,
                title=title,
                body=paper.body,
                audience=paper.head.get("audience") or Audience.STAFF,
                category=paper.head.get("subject", ""),
                tags=tags_of(paper.head.get("tags", "")),
                by=by,
                at=at,
            )
            counts["written"] += 1
            continue
        try:
            revise_article(article=article, language=language, title=title, body=paper.body, by=by, at=at)
            counts["revised"] += 1
        except NothingChanged:
            counts["unchanged"] += 1
    return Brought(**counts)


def _checked(paper: Paper) -> str:
    language = paper.head.get("language") or settings.LANGUAGE_CODE
    wrong = (
        (language not in dict(settings.LANGUAGES), "language"),
        (not paper.head.get("title"), "title"),
        (len(paper.head.get("title", "")) > 160, "title"),
        (not paper.body, "text"),
        (paper.head.get("audience", "") not in ("", *Audience.values), "audience"),
    )
    for is_wrong, name in wrong:
        if is_wrong:
            raise BadPaper(
                _("%(file)s: '%(field)s' is missing or not one of ours. Nothing was brought in.")
                % {"file": paper.name, "field": name},
                field="file",
            )
    return language


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Paper:
    if info.file_size > LARGEST:
        raise BadPaper(_("%(file)s is too large.") % {"file": info.filename}, field="file")
    try:
        return read_paper(info.filename, archive.read(info).decode("utf-8"))
    except UnicodeDecodeError as other:
        raise BadPaper(
            _("%(file)s is not written in UTF-8.") % {"file": info.filename}, field="file"
        ) from other

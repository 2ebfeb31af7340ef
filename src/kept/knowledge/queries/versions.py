"""What changed between two versions, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from ..models import Article, Version


@dataclass(frozen=True)
class Change:
    """A line as it was, as it is, or both."""

    sign: str
    text: str


def changes(before: Version | None, after: Version) -> list[Change]:
    """Lines kept (' '), taken out ('-') and put in ('+')."""
    old = [before.title, *before.body.splitlines()] if before else []
    new = [after.title, *after.body.splitlines()]
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [Change(" ", line) for line in old[a:b]]
        else:
            found += [Change("-", line) for line in old[a:b]] + [Change("+", line) for line in new[c:d]]
    return found


def newest(article: Article, language: str) -> Version | None:
    return article.versions.filter(language=language).first()


def before(version: Version) -> Version | None:
    own = version.article.versions.filter(language=version.language, n__lt=version.n)
    return own.first()

"""Articles as Markdown files in one archive, to keep, edit elsewhere and bring back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Article

HEAD = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
FIELDS = ("number", "language", "title", "audience", "subject", "tags")


@dataclass(frozen=True)
class Paper:
    """One article in one language, as a file says it."""

    name: str
    head: dict[str, str]
    body: str


def packed(articles: Iterable[Article]) -> bytes:
    """A file for each article and language that readers see."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in articles:
            for language, body in article.bodies.items():
                archive.writestr(f"{article.number}.{language}.md", _paper(article, language, body))
    return made.getvalue()


def read_paper(name: str, text: str) -> Paper:
    """Head lines between `---`, then the text. A file without a head takes its first heading as title."""
    text = text.removeprefix("\ufeff")
    found = HEAD.match(text)
    head = dict(_line(line) for line in found[1].splitlines() if ":" in line) if found else {}
    body = text[found.end() :].strip() if found else text.strip()
    if "title" not in head and body.startswith("# "):
        first, _, rest = body.partition("\n")
        head, body = {**head, "title": first[2:].strip()}, rest.strip()
    return Paper(name, head, body)


def _line(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _paper(article: Article, language: str, body: str) -> str:
    values = (
        article.number,
        language,
        article.titles.get(language, ""),
        article.audience,
        article.category,
        article.tag_words,
    )
    lines = [f"{name}: {' '.join(str(value).split())}" for name, value in zip(FIELDS, values, strict=True)]
    return "\n".join(["---", *lines, "---", body, ""])

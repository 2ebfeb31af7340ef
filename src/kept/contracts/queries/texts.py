"""A written text as it is read: headings and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.text import Truncator

BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass
class Part:
    """What stands below one heading; the first may have none."""

    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """Paragraphs are parted by empty lines; a line that begins with # is a heading.

    >>> parts_of("Hello.\\n\\n# Hours\\nDay and night.")
    [Part(heading='', paragraphs=['Hello.']), Part(heading='Hours', paragraphs=['Day and night.'])]
    """
    parts = [Part()]
    for block in BLANK_LINE.split(text.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        for line in block.split("\n"):
            if not line.startswith("#"):
                lines.append(line.rstrip())
                continue
            _close(parts, lines)
            lines = []
            parts.append(Part(line.lstrip("# ").strip()))
        _close(parts, lines)
    return [part for part in parts if part.heading or part.paragraphs]


def beginning_of(text: str, length: int = 120) -> str:
    """How a text begins, on one line of at most `length` letters, without the marks of headings.

    >>> beginning_of("Hello.\\n\\n# Hours\\nDay and night.")
    'Hello. · Hours · Day and night.'
    """
    said = (words for part in parts_of(text) for words in (part.heading, *part.paragraphs) if words)
    return Truncator(" · ".join(" ".join(words.split()) for words in said)).chars(length)


def _close(parts: list[Part], lines: list[str]) -> None:
    if paragraph := "\n".join(lines).strip():
        parts[-1].paragraphs.append(paragraph)
